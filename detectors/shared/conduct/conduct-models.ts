/** Weighs every sentence of a part with the trained linear models of conduct, in one pass over its words for all of them. */
import { z } from 'zod';
import type { ExtractedPart, Span } from '../../detector.ts';
import { readBinaryFile, readDataFile } from '../text/data-file.ts';
import { foldPart } from '../text/fold.ts';
import { sentencesOfPart } from '../text/sentences.ts';
import { featureTable, type FeatureTable } from './feature-table.ts';
import { featureBuffer, featuresOf, wordsOf, type Words } from './text-features.ts';
import { ordinaryWordsOf } from './ordinary-words.ts';
import { voiceOf } from './voice.ts';

/** What there is a model for; `sale`, `business` and `appeal` are the kinds of solicitation. */
export const conducts = [
  'harassment',
  'threat',
  'sexual',
  'sale',
  'business',
  'appeal',
  'political',
  'personal',
] as const;
export type Conduct = (typeof conducts)[number];

/** How a code's rules and its model are added up: log-odds = rules × rule + model × model + bias. */
const combinationSchema = z.strictObject({ rules: z.number(), model: z.number(), bias: z.number() });
export type Combination = z.infer<typeof combinationSchema>;

/** The form of `models/models.json`, which `npm run train` writes. */
export const modelsSchema = z.object({
  /** By conduct: a weight of 1 is this much log-odds, and the log-odds of no word at all. */
  models: z.record(z.enum(conducts), z.object({ scale: z.number(), bias: z.number() })),
  combinations: z.record(z.string(), combinationSchema),
});

export interface ConductModels {
  readonly table: FeatureTable;
  /** `conducts.length` weights a row of the table. */
  readonly weights: Float32Array;
  readonly biases: readonly number[];
  readonly combinations: Readonly<Record<string, Combination>>;
}

export interface WindowScore extends Span {
  /** Log-odds of the model. */
  readonly odds: number;
}

export interface PartScores {
  /** Sentences that were weighed. */
  readonly count: number;
  /**
   * Windows of the sender's words (or of anybody's) with at least these log-odds, the highest first, none over another.
   * @param reach most sentences in a window
   */
  windows(conduct: Conduct, reach: number, least: number, voice: 'own' | 'any'): WindowScore[];
  /** Log-odds of the sentence at the offset; for its own voice alone where asked. */
  sentence(conduct: Conduct, offset: number, voice: 'own' | 'any'): number;
}

/** Windows with fewer features (some five words) are weighed as if they had so many: a word alone says little. */
const fewestFeatures = 36;
/** Longer sentences (lists, tables, texts without a full stop) are cut here. */
const longestSentence = 40;
/** Windows looked at closely in a part: a hostile text gets no more. */
const mostCandidates = 200;

/** What the sum of a window's weights is multiplied by. */
export function normOf(features: number): number {
  return 1 / Math.sqrt(Math.max(features, fewestFeatures));
}

let shipped: ConductModels | undefined;

/** The models that come with the product, read when first needed. */
export function shippedModels(): ConductModels {
  shipped ??= readModels();
  return shipped;
}

function readModels(): ConductModels {
  const folder = new URL('./models/', import.meta.url);
  const { models, combinations } = modelsSchema.parse(JSON.parse(readDataFile(new URL('models.json', folder))));
  const hashes = readBinaryFile(new URL('features.u32', folder));
  const view = new DataView(hashes.buffer, hashes.byteOffset, hashes.byteLength);
  const table = featureTable(
    Uint32Array.from({ length: hashes.length / 4 }, (_, row) => view.getUint32(row * 4, true)),
  );
  const weights = new Float32Array(table.count * conducts.length);
  for (const [column, conduct] of conducts.entries()) {
    const bytes = readBinaryFile(new URL(`${conduct}.i8`, folder));
    const { scale } = models[conduct];
    for (let row = 0; row < table.count; row += 1)
      weights[row * conducts.length + column] = ((bytes[row]! << 24) >> 24) * scale;
  }
  return { table, weights, biases: conducts.map((conduct) => models[conduct].bias), combinations };
}

const kept = new WeakMap<ConductModels, WeakMap<ExtractedPart, PartScores>>();

/** Scores of a part. Kept while the part lives, since several detectors ask for them. */
export function conductScoresOf(part: ExtractedPart, models: ConductModels = shippedModels()): PartScores {
  let parts = kept.get(models);
  if (!parts) kept.set(models, (parts = new WeakMap()));
  let scores = parts.get(part);
  if (!scores) parts.set(part, (scores = scorePart(part, models)));
  return scores;
}

/** A sentence or a piece of a long one: the words `first` up to `last`, and the sums of their weights. */
interface Sentence {
  readonly words: Words;
  readonly first: number;
  readonly last: number;
  readonly features: number;
  readonly sums: Float64Array;
}

const buffer = featureBuffer();

function scorePart(part: ExtractedPart, models: ConductModels): PartScores {
  const sentences = cut(part, models);
  const own = new Map<Sentence, Sentence>();
  const ownOf = (sentence: Sentence): Sentence => {
    let masked = own.get(sentence);
    if (!masked) own.set(sentence, (masked = withoutReported(part, sentence, models)));
    return masked;
  };

  const oddsOf = (column: number, from: number, to: number, voice: 'own' | 'any'): number => {
    let sum = 0;
    let features = 0;
    for (let at = from; at < to; at += 1) {
      const sentence = voice === 'own' ? ownOf(sentences[at]!) : sentences[at]!;
      sum += sentence.sums[column]!;
      features += sentence.features;
    }
    return sum * normOf(features) + models.biases[column]!;
  };

  return {
    count: sentences.length,
    windows(conduct, reach, least, voice) {
      const column = conducts.indexOf(conduct);
      const candidates: { from: number; to: number; odds: number }[] = [];
      for (let from = 0; from < sentences.length && candidates.length < mostCandidates; from += 1) {
        const most = Math.min(from + reach, sentences.length);
        let sum = 0;
        let features = 0;
        for (let to = from + 1; to <= most; to += 1) {
          const last = sentences[to - 1]!;
          sum += last.sums[column]!;
          features += last.features;
          let odds = sum * normOf(features) + models.biases[column]!;
          // Words of others seldom lower a score by more than this.
          if (voice === 'own' && odds >= least - 1) odds = oddsOf(column, from, to, 'own');
          if (odds >= least) candidates.push({ from, to, odds });
        }
      }
      candidates.sort((a, b) => b.odds - a.odds || a.to - a.from - (b.to - b.from) || a.from - b.from);
      const chosen: typeof candidates = [];
      for (const candidate of candidates)
        if (chosen.every(({ from, to }) => candidate.to <= from || candidate.from >= to)) chosen.push(candidate);
      return chosen.map(({ from, to, odds }) => ({ ...spanOf(sentences[from]!, sentences[to - 1]!), odds }));
    },
    sentence(conduct, offset, voice) {
      const at = indexAt(sentences, offset);
      return at === sentences.length ? -Infinity : oddsOf(conducts.indexOf(conduct), at, at + 1, voice);
    },
  };
}

/** The first sentence that ends after the offset. */
function indexAt(sentences: readonly Sentence[], offset: number): number {
  let low = 0;
  let high = sentences.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { words, last } = sentences[middle]!;
    if (words.ends[last - 1]! <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function spanOf(first: Sentence, last: Sentence): Span {
  return { start: first.words.starts[first.first]!, end: last.words.ends[last.last - 1]! };
}

function cut(part: ExtractedPart, models: ConductModels): Sentence[] {
  const found: Sentence[] = [];
  const borders = sentencesOfPart(part);
  let after = 0;
  for (const folded of foldPart(part)) {
    const words = wordsOf(folded);
    let first = 0;
    while (first < words.count && words.starts[first]! < after) first += 1;
    while (first < words.count) {
      const { end } = borders.around(words.starts[first]!);
      let last = first + 1;
      while (last < words.count && last - first < longestSentence && words.starts[last]! < end) last += 1;
      featuresOf(words, first, last, buffer);
      found.push({ words, first, last, ...sum(models) });
      first = last;
    }
    after = words.count > 0 ? words.ends[words.count - 1]! : after;
  }
  return found;
}

/** The sentence itself where nothing in it is reported. */
function withoutReported(part: ExtractedPart, sentence: Sentence, models: ConductModels): Sentence {
  const { words, first, last } = sentence;
  const voice = voiceOf(part);
  const ordinary = ordinaryWordsOf(part);
  const reported = new Uint8Array(last - first);
  let some = false;
  for (let index = first; index < last; index += 1) {
    const word = { start: words.starts[index]!, end: words.ends[index]! };
    if (!ordinary.covers(word) && voice.isOwn(word)) continue;
    reported[index - first] = 1;
    some = true;
  }
  if (!some) return sentence;
  featuresOf(words, first, last, buffer, (index) => reported[index - first] === 1);
  return { words, first, last, ...sum(models) };
}

function sum({ table, weights }: ConductModels): { features: number; sums: Float64Array } {
  const sums = new Float64Array(conducts.length);
  for (let at = 0; at < buffer.count; at += 1) {
    const row = table.row(buffer.hashes[at]!) * conducts.length;
    if (row < 0) continue;
    for (let column = 0; column < conducts.length; column += 1) sums[column]! += weights[row + column]!;
  }
  return { features: buffer.count, sums };
}
