/** Profane or vulgar language in the sender's own voice, spelled plainly or in disguise, in English and Spanish. */
import { z } from 'zod';
import { defineDetector, type ExtractedMessage, type ExtractedPart, type Finding, type Span } from '../detector.ts';
import { readDataFile } from '../shared/data-file.ts';
import { buildDisguiseFinder, type DisguiseFinder } from '../shared/disguise.ts';
import { buildLexicon, type Lexicon, type Term } from '../shared/lexicon.ts';
import { voiceOf } from '../shared/voice.ts';
import { parseLexicon, type Level } from './lexicon-file.ts';

const options = z.strictObject({
  mild: z.boolean().default(true).describe('Find mild words (damn, crap, what the hell) as well.'),
  allow: z
    .array(z.string())
    .default([])
    .describe('Phrases of the district that hold such a word and are no profanity.'),
});
type Options = z.infer<typeof options>;

/** Share of findings that were right when the word stands alone in a message of the sender's own. */
const scores: Readonly<Record<Level, number>> = { strong: 0.9, mild: 0.72 };
/** Profanity found in a message, at most: a reviewer needs no more. */
const mostFindings = 25;

interface Word extends Span {
  readonly level: Level;
  readonly disguised: boolean;
}

export default defineDetector<Options>({
  meta: {
    id: 'profanity',
    version: 1,
    title: 'Profane or vulgar language',
    codes: ['profanity.plain', 'profanity.disguised'],
  },
  options,
  create({ mild, allow }) {
    const lines = parseLexicon(readDataFile(new URL('./lexicon.txt', import.meta.url)));
    const words = lines.filter((line) => line.level === 'strong' || (mild && line.level === 'mild'));
    const terms: Term<Level | 'allow'>[] = words
      .filter(({ plain }) => plain)
      .map(({ phrase, loose, notAsName, level }) => ({ phrase, loose, notAsName, data: level }));
    for (const line of lines) if (line.level === 'allow') terms.push({ phrase: line.phrase, data: 'allow' });
    for (const phrase of allow) terms.push({ phrase, data: 'allow' });
    const lexicon = buildLexicon(terms);
    const disguises = buildDisguiseFinder(
      words.filter(({ masked }) => masked).map(({ phrase, level }) => ({ phrase, data: level })),
    );
    return (message) => detect(message, lexicon, disguises);
  },
});

function detect(
  message: ExtractedMessage,
  lexicon: Lexicon<Level | 'allow'>,
  disguises: DisguiseFinder<Level | 'allow'>,
): Finding[] {
  const findings: Finding[] = [];
  for (const part of message.parts) {
    const words = wordsIn(part, lexicon, disguises);
    if (words.length === 0) continue;
    const voice = voiceOf(part);
    for (const word of words) {
      if (findings.length === mostFindings) return findings;
      if (voice.isOwn(word)) findings.push(toFinding(part, word));
    }
  }
  return findings;
}

/** Profane words of a part by start, without overlaps and without those that touch an allowed phrase. */
function wordsIn(
  part: ExtractedPart,
  lexicon: Lexicon<Level | 'allow'>,
  disguises: DisguiseFinder<Level | 'allow'>,
): Word[] {
  const plain = lexicon.findInPart(part);
  const masked = disguises.find(part.text).map((match) => ({ ...match, disguised: true }));
  const all = [...plain, ...masked].sort((a, b) => a.start - b.start || b.end - a.end);
  const allowed = all.filter(({ data }) => data === 'allow');
  const words: Word[] = [];
  let reach = 0;
  let next = 0;
  for (const { start, end, data, disguised } of all) {
    if (data === 'allow' || start < reach) continue;
    while (next < allowed.length && allowed[next]!.end <= start) next += 1;
    const phrase = allowed[next];
    if (phrase && phrase.start < end) continue;
    words.push({ start, end, level: data, disguised });
    reach = end;
  }
  return words;
}

function toFinding(part: ExtractedPart, { start, end, level, disguised }: Word): Finding {
  const attached = part.kind === 'attachment';
  return {
    code: disguised ? 'profanity.disguised' : 'profanity.plain',
    part: part.id,
    start,
    end,
    // Attachments are often other people's words: books, song texts, transcripts.
    score: scores[level] - (attached ? 0.3 : 0) - (disguised && level === 'mild' ? 0.05 : 0),
    because: [{ rule: `profanity/${level}`, context: disguised ? 'respelled' : 'spelled plainly' }],
    masked: disguised ? 'a respelled profane word' : 'a profane word',
  };
}
