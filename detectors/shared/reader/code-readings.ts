/** What the reader says for one code: the sentences of a message with the odds of the code's likeliest meaning. */
import type { ExtractedMessage, ExtractedPart, Reason, Span } from '../../detector.ts';
import { voiceOf } from '../conduct/voice.ts';
import type { ReaderCombination, Reading } from './combination.ts';

/** A sentence that the reader has read, as evidence for one code. */
export interface ReadSentence extends Span, Reading {
  readonly part: ExtractedPart;
  /** The likeliest of the code's meanings. */
  readonly label: string;
}

/** What a meaning is called in the reasons of a finding. */
const meanings: Readonly<Record<string, string>> = {
  'harassment-open': 'demeaning or insulting',
  'harassment-subtle': 'veiled harassment',
  'threat-open': 'a threat of harm',
  'threat-subtle': 'a veiled threat',
  'sexual-open': 'a sexual remark',
  'sexual-subtle': 'an unwanted advance or innuendo',
  'harassment-any': 'harassment',
  'threat-any': 'a threat',
  'sexual-any': 'a sexual remark or advance',
  selling: 'a private sale',
  business: 'promotion of a private business',
  appeal: 'an appeal for an outside cause',
  political: 'campaigning',
  personal: 'a personal matter',
  credentials: 'a password or code being shared',
  profanity: 'profane language',
};

/**
 * By part and start. Undefined where no reader ran or the code is not combined with it; empty where it has read nothing.
 *
 * @param voice `own`: without sentences of quoted and forwarded text
 */
export function readingsFor(
  message: ExtractedMessage,
  parts: readonly ExtractedPart[],
  combination: Pick<ReaderCombination, 'labels'> | undefined,
  voice: 'own' | 'any',
): ReadSentence[] | undefined {
  if (!message.readings || !combination) return undefined;
  const byId = new Map(parts.map((part) => [part.id, part]));
  const read = message.readings.flatMap(({ part: id, start, end, odds }) => {
    const part = byId.get(id);
    if (!part || (voice === 'own' && voiceOf(part).isQuoted({ start, end }))) return [];
    const known = combination.labels.filter((label) => odds[label] !== undefined);
    const [first, ...others] = known;
    if (first === undefined) return [];
    const label = others.reduce((best, other) => (odds[other]! > odds[best]! ? other : best), first);
    return [{ part, start, end, label, odds: odds[label]!, words: wordsOf(part.text.slice(start, end)) }];
  });
  return withOthers(read);
}

type Alone = Omit<ReadSentence, 'next' | 'sentences' | 'words'> & { readonly words: readonly string[] };

/** Log-odds of what is not there. */
const nothing = -Infinity;

/** With what the others say: the same words again, as in the HTML of a mail, are no other sentence. */
function withOthers(read: readonly Alone[]): ReadSentence[] {
  const distinct = new Map<string, number>();
  for (const { words, odds } of read) {
    const text = words.join(' ');
    distinct.set(text, Math.max(odds, distinct.get(text) ?? nothing));
  }
  const falling = [...distinct].sort(([, a], [, b]) => b - a);
  const nextOf = new Map(falling.map(([text], at) => [text, falling[at + 1]?.[1] ?? nothing]));
  return read.map((one) => {
    return { ...one, words: one.words.length, next: nextOf.get(one.words.join(' '))!, sentences: distinct.size };
  });
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== '');
}

/** The meaning that the reader sees in a sentence, and how sure it is: never words of the sentence. */
export function reasonOf(code: string, { label, odds }: Pick<ReadSentence, 'label' | 'odds'>): Reason {
  const percent = Math.min(99, Math.round(100 / (1 + Math.exp(-odds))));
  return { rule: `${code}/meaning`, context: `${meanings[label] ?? label.replaceAll('-', ' ')}, ${percent} % sure` };
}
