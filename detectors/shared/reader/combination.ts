/** How the odds of a code's rules, of its n-gram model and of the reader are added up. */
import { z } from 'zod';
import { readDataFile } from '../text/data-file.ts';

/**
 * Log-odds = the higher one of `together`, and of what rules and model say without a reader less `doubt` where the reader sees
 * nothing. `together` is the sum of all evidence times its weight, and `bias`. No number but the bias is negative: more evidence
 * of any kind never lowers a score.
 */
export const readerCombinationSchema = z.strictObject({
  /** Meanings that speak for the code: the likeliest one counts. */
  labels: z.array(z.string()).min(1),
  rules: z.number().min(0),
  model: z.number().min(0),
  reader: z.number().min(0),
  /** Of the next likely sentence. */
  next: z.number().min(0),
  /** Of the length of the sentence. */
  words: z.number().min(0),
  /** Of the number of sentences among which it is the likeliest: taken from the sum. */
  chance: z.number().min(0),
  bias: z.number(),
  doubt: z.number().min(0),
});
export type ReaderCombination = z.infer<typeof readerCombinationSchema>;

/** By code; a code that is not there is found as if there were no reader. */
export type ReaderCombinations = Readonly<Record<string, ReaderCombination>>;

/** The form of `combination.json`, which `npm run train:reader-combination` writes. */
export const combinationFileSchema = z.object({
  provenance: z.record(z.string(), z.unknown()),
  codes: z.record(z.string(), readerCombinationSchema),
});

export interface CodeOdds {
  readonly rules: number;
  readonly model: number;
  /** What they come to without a reader. */
  readonly alone: number;
  /** Undefined where no reader has read any of it. */
  readonly reading: Reading | undefined;
}

/** What the reader says of a sentence, and of those around it. */
export interface Reading {
  readonly odds: number;
  /** Odds of the likeliest of the sentences that are less likely than this one, with other words. */
  readonly next: number;
  /** Words of the sentence. */
  readonly words: number;
  /** Sentences that were read, this one included. */
  readonly sentences: number;
}

/** Beyond this the odds of one source say no more. */
const mostOdds = 7;
/** Log-odds from which another sentence speaks for a code: below, it is as harmless as most. */
const fewestOdds = -3;
/** Of more sentences than this, one is not likelier to look like an offence by chance: many harmless ones must not hide it. */
const mostSentences = 10;
/** Longer sentences say no more than these. */
const mostWords = 40;

/** Log-odds of a finding by all that was found out about it. */
export function combinedOdds(by: Omit<ReaderCombination, 'labels'>, odds: CodeOdds): number {
  if (!odds.reading) return odds.alone;
  return Math.max(togetherOdds(by, odds), odds.alone - by.doubt * nothingSeen(odds.reading.odds));
}

/** The first of the two sums of a combination. */
export function togetherOdds(by: Omit<ReaderCombination, 'labels' | 'doubt'>, odds: CodeOdds): number {
  const evidence = evidenceOf(odds);
  return weighed.reduce((sum, name) => sum + by[name] * evidence[name], by.bias);
}

/** What is added up, by the name of its weight. */
export const weighed = ['rules', 'model', 'reader', 'next', 'words', 'chance'] as const;
export type Weighed = (typeof weighed)[number];

export function evidenceOf({ rules, model, reading }: CodeOdds): Record<Weighed, number> {
  const { odds, next, words, sentences } = reading ?? { odds: -mostOdds, next: -mostOdds, words: 0, sentences: 1 };
  return {
    rules: bounded(rules),
    model: bounded(model),
    reader: bounded(odds),
    next: Math.max(0, bounded(next) - fewestOdds),
    words: Math.log(1 + Math.min(words, mostWords)),
    chance: -Math.log(Math.max(1, Math.min(sentences, mostSentences))),
  };
}

/** From 0 where the reader sees the meaning to 1 where it is sure that there is none. */
function nothingSeen(reader: number): number {
  return Math.max(0, Math.min(1, (1 - reader) / 4));
}

function bounded(odds: number): number {
  return Math.max(-mostOdds, Math.min(mostOdds, odds));
}

let shipped: ReaderCombinations | undefined;

/** The combinations that come with the product, read when first needed. */
export function shippedReaderCombinations(): ReaderCombinations {
  shipped ??= combinationFileSchema.parse(
    JSON.parse(readDataFile(new URL('./combination.json', import.meta.url))),
  ).codes;
  return shipped;
}
