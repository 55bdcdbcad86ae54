/** Splits texts into the windows of sentences that detection scores, and computes the features of each. */
import { conducts, type Conduct } from '../../detectors/shared/conduct/conduct-models.ts';
import { foldPieces } from '../../detectors/shared/text/fold.ts';
import { sentencesOf } from '../../detectors/shared/text/sentences.ts';
import { featureBuffer, featuresOf, wordsOf } from '../../detectors/shared/conduct/text-features.ts';
import { voiceOf } from '../../detectors/shared/conduct/voice.ts';
import { partOf } from './text-part.ts';

export interface Example {
  /** Hashes of its features. */
  readonly hashes: Uint32Array;
  /** 1, 0, or -1 where nothing is known, by the order of `conducts`. */
  readonly labels: Int8Array;
  readonly weight: number;
}

/** Maximum number of windows of a long text. */
const mostWindows = 30;
/** Maximum number of words of a short text, which is one window. */
const mostWords = 80;

const buffer = featureBuffer();

/** The whole text as one window, cut after 80 words. */
export function wholeText(text: string, labels: Int8Array, weight: number): Example[] {
  const { words, isReported } = read(text);
  return example(words, 0, Math.min(words.count, mostWords), labels, weight, isReported);
}

/** Windows of one and of three sentences of a long text, from its beginning on. */
export function windowsOf(text: string, labels: Int8Array, weight: number): Example[] {
  const { words, isReported } = read(text);
  const borders = sentencesOf(text);
  const starts = [0];
  for (let at = 1; at < words.count; at += 1)
    if (borders.indexAt(words.starts[at]!) !== borders.indexAt(words.starts[at - 1]!)) starts.push(at);
  starts.push(words.count);
  const found: Example[] = [];
  for (let at = 0; at + 1 < starts.length && found.length < mostWindows; at += 1) {
    found.push(
      ...example(words, starts[at]!, Math.min(starts[at + 1]!, starts[at]! + mostWords), labels, weight, isReported),
    );
    const last = starts[Math.min(at + 3, starts.length - 1)]!;
    if (at % 2 === 0)
      found.push(...example(words, starts[at]!, Math.min(last, starts[at]! + mostWords), labels, weight, isReported));
  }
  return found;
}

export function labelArray(known: Readonly<Partial<Record<Conduct, 0 | 1>>>): Int8Array {
  return Int8Array.from(conducts, (conduct) => known[conduct] ?? -1);
}

function read(text: string) {
  const part = partOf(text);
  const [folded] = foldPieces(text);
  const words = wordsOf(folded!);
  const voice = voiceOf(part);
  const isReported = (index: number): boolean => !voice.isOwn({ start: words.starts[index]!, end: words.ends[index]! });
  return { words, isReported };
}

function example(
  words: ReturnType<typeof wordsOf>,
  first: number,
  last: number,
  labels: Int8Array,
  weight: number,
  isReported: (index: number) => boolean,
): Example[] {
  if (last - first < 2) return [];
  featuresOf(words, first, last, buffer, isReported);
  return buffer.count === 0 ? [] : [{ hashes: buffer.hashes.slice(0, buffer.count), labels, weight }];
}
