/** Tells the sender's own words from what others said: quoted mail, reported speech, words that are named rather than used. */
import { z } from 'zod';
import type { ExtractedPart, Span } from '../../detector.ts';
import { readYamlFile } from '../text/data-file.ts';
import { buildLexicon, type LexiconMatch } from '../text/lexicon.ts';
import { sentencesOfPart, type Sentences } from '../text/sentences.ts';
import { quotationsOf } from '../text/quotations.ts';

export interface Voice {
  readonly sentences: Sentences;
  /** Inside a quoted reply or forwarded text. */
  isQuoted(span: Span): boolean;
  /** Somebody else's words as the sender reports them, or a word that is named rather than used. */
  isReported(span: Span): boolean;
  /** Neither quoted nor reported. */
  isOwn(span: Span): boolean;
  /** A word such as "not" stands shortly before, in the same sentence. */
  isNegated(span: Span): boolean;
}

const kinds = [
  'speech',
  'mention',
  'explanation',
  'record',
  'first-person',
  'negation',
  'clause',
  'clause-after-told',
  'statement',
] as const;
type CueKind = (typeof kinds)[number];

const phrases = z.array(z.string()).min(1);
const cueFile = readYamlFile(new URL('./voice-cues.yaml', import.meta.url), z.record(z.enum(kinds), phrases));

const cues = buildLexicon<CueKind>(kinds.flatMap((kind) => cueFile[kind].map((phrase) => ({ phrase, data: kind }))));

/** How far a cue carries, in characters. */
const reach = { speech: 160, mention: 48, afterQuotation: 60, negation: 28 };
/** Different words of a record that make a message one. */
const enoughRecords = 2;

const voices = new WeakMap<ExtractedPart, Voice>();

/** The voice of a part. Kept while the part lives, since several detectors ask for it. */
export function voiceOf(part: ExtractedPart): Voice {
  let voice = voices.get(part);
  if (!voice) {
    voice = listen(part);
    voices.set(part, voice);
  }
  return voice;
}

function listen(part: ExtractedPart): Voice {
  const { text } = part;
  const sentences = sentencesOfPart(part);
  const quotations = quotationsOf(text);
  const found = cues.findInPart(part);
  const of = (kind: CueKind): LexiconMatch<CueKind>[] => found.filter(({ data }) => data === kind);
  const own = of('first-person');
  const speech = of('speech').filter((cue) => !covering(own, cue));
  const told = speech.filter(({ start, end }) => /\s(?:me|us)$/i.test(text.slice(start, end)));
  const mentions = of('mention');
  const explanations = of('explanation');
  const negations = of('negation');
  const clauses = of('clause');
  const afterTold = of('clause-after-told');
  const statements = of('statement');
  const records = new Set(of('record').map(({ start, end }) => text.slice(start, end).toLowerCase()));
  const isRecord = records.size >= enoughRecords;

  /** Where the clause of the place begins at the latest: at the sentence or at the last of these cues. */
  const clauseOf = (at: number, openings: readonly Span[]): number => {
    const { start } = sentences.around(at);
    const last = openings[firstFrom(openings, at + 1) - 1];
    return last && last.start > start ? last.start : start;
  };
  const isSpoken = (at: number): boolean => {
    if (speech.length === 0) return false;
    const floor = Math.max(clauseOf(at, clauses), at - reach.speech);
    if (!before(speech, at, floor)) return false;
    const heard = Math.max(floor, clauseOf(at, afterTold));
    return heard === floor || before(speech, at, heard) || !before(told, heard, floor);
  };
  const isNamed = (at: number, end: number): boolean => {
    if (mentions.length === 0 && explanations.length === 0) return false;
    const floor = Math.max(sentences.around(at).start, at - reach.mention);
    if (before(mentions, at, floor)) return true;
    const cue = lastBefore(explanations, at, floor);
    return cue !== undefined && !begins(statements, cue.end, end);
  };
  const isReported = (span: Span): boolean => {
    if (isNamed(span.start, span.end) || isSpoken(span.start)) return true;
    const quotation = covering(quotations, span);
    if (!quotation) return false;
    return (
      isRecord ||
      isSpoken(quotation.start) ||
      isNamed(quotation.start, quotation.start) ||
      before(speech, quotation.end + reach.afterQuotation, quotation.end)
    );
  };
  const isQuoted = (span: Span): boolean => covering(part.quoted, span) !== undefined;
  return {
    sentences,
    isQuoted,
    isReported,
    isOwn: (span) => !isQuoted(span) && !isReported(span),
    isNegated: ({ start }) => {
      const floor = Math.max(clauseOf(start, clauses), start - reach.negation);
      const cue = lastBefore(negations, start, floor);
      return cue !== undefined && !beginsAfterComma(text, statements, cue.end, start);
    },
  };
}

/** Whether a statement begins behind a comma or dash from `from` up to `to`. */
function beginsAfterComma(text: string, statements: readonly Span[], from: number, to: number): boolean {
  for (let at = firstFrom(statements, from); at < statements.length && statements[at]!.start <= to; at += 1)
    if (/[,;:—–-]\s*$/.test(text.slice(Math.max(from, statements[at]!.start - 4), statements[at]!.start))) return true;
  return false;
}

function begins(sorted: readonly Span[], from: number, to: number): boolean {
  const next = sorted[firstFrom(sorted, from)];
  return next !== undefined && next.start < to;
}

/** The last cue that begins at or after `from` and ends at or before `to`. */
function lastBefore(sorted: readonly Span[], to: number, from: number): Span | undefined {
  let last: Span | undefined;
  for (let at = firstFrom(sorted, from); at < sorted.length && sorted[at]!.start < to; at += 1)
    if (sorted[at]!.end <= to) last = sorted[at];
  return last;
}

/** Whether a cue begins at or after `from` and ends at or before `to`. Cues are sorted by start. */
function before(sorted: readonly LexiconMatch<CueKind>[], to: number, from: number): boolean {
  for (let at = firstFrom(sorted, from); at < sorted.length && sorted[at]!.start < to; at += 1)
    if (sorted[at]!.end <= to) return true;
  return false;
}

function firstFrom(sorted: readonly Span[], from: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.start < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The range that holds the span's start. Ranges are sorted and do not overlap. */
function covering(ranges: readonly Span[], span: Span): Span | undefined {
  const candidate = ranges[firstFrom(ranges, span.start + 1) - 1];
  return candidate && span.start < candidate.end ? candidate : undefined;
}
