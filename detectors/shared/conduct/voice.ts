/** Tells the sender's own words from what others said: quoted mail, reported speech, words that are named rather than used. */
import { z } from 'zod';
import type { ExtractedPart, Span } from '../../detector.ts';
import { readYamlFile } from '../text/data-file.ts';
import { buildLexicon, type LexiconMatch } from '../text/lexicon.ts';
import { sentencesOf, type Sentences } from '../text/sentences.ts';
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

type CueKind = 'speech' | 'mention' | 'record' | 'first-person' | 'negation';

const phrases = z.array(z.string()).min(1);
const cueFile = readYamlFile(
  new URL('./voice-cues.yaml', import.meta.url),
  z.strictObject({
    speech: phrases,
    mention: phrases,
    record: phrases,
    'first-person': z.string(),
    negation: phrases,
  }),
);

const cues = buildLexicon<CueKind>([
  ...cueFile.speech.map((phrase) => ({ phrase, data: 'speech' as const })),
  ...cueFile.mention.map((phrase) => ({ phrase, data: 'mention' as const })),
  ...cueFile.record.map((phrase) => ({ phrase, data: 'record' as const })),
  { phrase: cueFile['first-person'], data: 'first-person' as const },
  ...cueFile.negation.map((phrase) => ({ phrase, data: 'negation' as const })),
]);

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
  const sentences = sentencesOf(part.text);
  const quotations = quotationsOf(part.text);
  const found = cues.findInPart(part);
  const own = found.filter(({ data }) => data === 'first-person');
  const speech = found.filter((cue) => cue.data === 'speech' && !covering(own, cue));
  const mentions = found.filter(({ data }) => data === 'mention');
  const negations = found.filter(({ data }) => data === 'negation');
  const records = new Set(
    found.filter(({ data }) => data === 'record').map(({ start, end }) => part.text.slice(start, end).toLowerCase()),
  );
  const isRecord = records.size >= enoughRecords;

  const isQuoted = (span: Span): boolean => covering(part.quoted, span) !== undefined;
  const isReported = (span: Span): boolean => {
    const sentence = sentences.around(span.start);
    if (before(mentions, span.start, Math.max(sentence.start, span.start - reach.mention))) return true;
    if (before(speech, span.start, Math.max(sentence.start, span.start - reach.speech))) return true;
    const quotation = covering(quotations, span);
    if (!quotation) return false;
    if (isRecord) return true;
    const opening = sentences.around(quotation.start);
    if (before(speech, quotation.start, Math.max(opening.start, quotation.start - reach.speech))) return true;
    if (before(mentions, quotation.start, Math.max(opening.start, quotation.start - reach.mention))) return true;
    return before(speech, quotation.end + reach.afterQuotation, quotation.end);
  };
  return {
    sentences,
    isQuoted,
    isReported,
    isOwn: (span) => !isQuoted(span) && !isReported(span),
    isNegated: (span) =>
      before(negations, span.start, Math.max(sentences.around(span.start).start, span.start - reach.negation)),
  };
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
