/** Profane or vulgar language in the sender's own voice, spelled plainly or in disguise, in English and Spanish. */
import { z } from 'zod';
import {
  defineDetector,
  type ExtractedMessage,
  type ExtractedPart,
  type Finding,
  type Reason,
  type Span,
} from '../detector.ts';
import { conductParts } from '../shared/conduct/conduct-parts.ts';
import { ordinaryOdds } from './ordinary-odds.ts';
import { findCutWords } from './cut-words.ts';
import { readDataFile } from '../shared/text/data-file.ts';
import { buildDisguiseFinder, type DisguiseFinder } from './disguise.ts';
import { buildLexicon, type Lexicon, type Term } from '../shared/text/lexicon.ts';
import { expandPhrase } from '../shared/text/phrase.ts';
import { respellingsOf } from './respellings.ts';
import { withReadings } from '../shared/reader/with-readings.ts';
import { voiceOf } from '../shared/conduct/voice.ts';
import { parseLexicon, type Level, type LexiconLine } from './lexicon-file.ts';

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

/** What is more likely ordinary than this is not reported. */
const leastScore = 0.3;

interface Word extends Span {
  readonly level: Level;
  readonly disguised: boolean;
  /** Nobody is called so. */
  readonly neverName: boolean;
}

export default defineDetector<Options>({
  meta: {
    id: 'profanity',
    version: 4,
    title: 'Profane or vulgar language',
    codes: ['profanity.plain', 'profanity.disguised'],
  },
  options,
  create({ mild, allow }) {
    const matchers = compile(mild, allow);
    const code = { code: 'profanity.plain', masked: 'profane language', voice: 'own', threshold: leastScore } as const;
    return (message) =>
      withReadings(message, conductParts(message), detect(message, matchers), code).slice(0, mostFindings);
  },
});

/** What a term of the lexicon says; one object for each kind, since matches are told apart by it. */
interface Entry {
  readonly level: Level | 'allow';
  readonly respelled: boolean;
  readonly neverName: boolean;
}

type WordLine = LexiconLine & { readonly level: Level };

interface Matchers {
  readonly lexicon: Lexicon<Entry>;
  readonly disguises: DisguiseFinder<Entry>;
  readonly whole: ReadonlyMap<string, Entry>;
  /** Respellings that mean something else, and pieces that do. */
  readonly innocent: ReadonlySet<string>;
}

const entries = {
  strong: { level: 'strong', respelled: false, neverName: false },
  mild: { level: 'mild', respelled: false, neverName: false },
  allow: { level: 'allow', respelled: false, neverName: false },
} as const satisfies Record<string, Entry>;
/** Words of which masked or doubled spellings are looked for: everybody knows them, and nobody is called so. */
const wellKnown = {
  strong: { level: 'strong', respelled: false, neverName: true },
  mild: { level: 'mild', respelled: false, neverName: true },
} as const satisfies Record<string, Entry>;
const respelledEntry: Entry = { level: 'strong', respelled: true, neverName: false };
/** Shorter respellings are names too: Kock, Phuc. */
const neverNames = 6;

function compile(mild: boolean, allow: readonly string[]): Matchers {
  const lines = parseLexicon(readDataFile(new URL('./lexicon.txt', import.meta.url)));
  const words = lines.filter((line) => line.level === 'strong' || (mild && line.level === 'mild')) as WordLine[];
  const terms: Term<Entry>[] = words
    .filter(({ plain }) => plain)
    .map(({ phrase, loose, masked, notAsName, level }) => ({
      phrase,
      loose,
      notAsName,
      data: loose || masked ? wellKnown[level] : entries[level],
    }));
  const allowed = lines.filter(({ level }) => level === 'allow');
  for (const phrase of [...allowed.filter(({ plain }) => plain).map(({ phrase }) => phrase), ...allow])
    terms.push({ phrase, data: entries.allow });
  const innocent = new Set([...allowed.map(({ phrase }) => phrase), ...allow].flatMap(expandPhrase));
  const whole = words.filter(({ respelled }) => respelled).flatMap(({ phrase }) => expandPhrase(phrase));
  const respelled = new Set(whole.flatMap(respellingsOf).filter((form) => !innocent.has(form)));
  for (const form of respelled) terms.push({ phrase: form, notAsName: form.length < neverNames, data: respelledEntry });
  const masked = words.filter((line) => line.masked).map(({ phrase, level }) => ({ phrase, data: entries[level] }));
  return {
    lexicon: buildLexicon(terms),
    disguises: buildDisguiseFinder([
      ...masked,
      ...[...respelled]
        .filter(({ length }) => length >= neverNames)
        .map((phrase) => ({ phrase, data: respelledEntry })),
    ]),
    whole: new Map(whole.map((word) => [word, respelledEntry])),
    innocent,
  };
}

function detect(message: ExtractedMessage, matchers: Matchers): Finding[] {
  const findings: Finding[] = [];
  for (const part of conductParts(message)) {
    const words = wordsIn(part, matchers);
    if (words.length === 0) continue;
    const voice = voiceOf(part);
    for (const word of words) {
      if (findings.length === mostFindings) return findings;
      if (!voice.isOwn(word)) continue;
      const finding = toFinding(part, word, ordinaryOdds(message, part, word));
      if (finding.score >= leastScore) findings.push(finding);
    }
  }
  return findings;
}

/** Profane words of a part by start, without overlaps and without those that touch an allowed phrase. */
function wordsIn(part: ExtractedPart, { lexicon, disguises, whole, innocent }: Matchers): Word[] {
  const plain = lexicon
    .findInPart(part)
    .map((match) => ({ ...match, disguised: match.disguised || match.data.respelled }));
  const masked = [...disguises.find(part.text), ...findCutWords(part.text, whole, innocent)].map((match) => ({
    ...match,
    disguised: true,
  }));
  const all = [...plain, ...masked].sort((a, b) => a.start - b.start || b.end - a.end);
  const allowed = all.filter(({ data }) => data.level === 'allow');
  const words: Word[] = [];
  let reach = 0;
  let next = 0;
  for (const { start, end, data, disguised } of all) {
    if (data.level === 'allow' || start < reach) continue;
    while (next < allowed.length && allowed[next]!.end <= start) next += 1;
    const phrase = allowed[next];
    if (phrase && phrase.start < end) continue;
    words.push({ start, end, level: data.level, disguised, neverName: data.neverName });
    reach = end;
  }
  return words;
}

/** @param ordinary log-odds that the word is ordinary here */
function toFinding(part: ExtractedPart, { start, end, level, disguised }: Word, ordinary: number): Finding {
  const attached = part.kind === 'attachment';
  // Attachments are often other people's words: books, song texts, transcripts.
  const score = scores[level] - (attached ? 0.3 : 0) - (disguised && level === 'mild' ? 0.05 : 0);
  const because: Reason[] = [
    { rule: `profanity/${level}`, context: disguised ? 'respelled' : 'spelled plainly' },
    ...(ordinary > 0 ? [{ rule: 'profanity/ordinary-word', context: 'speaks against it' }] : []),
  ];
  return {
    code: disguised ? 'profanity.disguised' : 'profanity.plain',
    part: part.id,
    start,
    end,
    score: ordinary > 0 ? 1 / (1 + Math.exp(ordinary - Math.log(score / (1 - score)))) : score,
    because,
    masked: disguised ? 'a disguised profane word' : 'a profane word',
  };
}
