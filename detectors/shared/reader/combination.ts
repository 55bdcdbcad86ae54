/** How the odds of a code's rules, of its n-gram model and of the reader are added up. */
import { z } from 'zod';
import { readDataFile } from '../text/data-file.ts';

/**
 * Log-odds = the higher one of rules × rules' + model × model's + reader × reader's + bias, and of what rules and model say
 * without a reader less `doubt` where the reader sees nothing. No number but the bias is negative: more evidence of any kind
 * never lowers a score.
 */
export const readerCombinationSchema = z.strictObject({
  /** Meanings that speak for the code: the likeliest one counts. */
  labels: z.array(z.string()).min(1),
  rules: z.number().min(0),
  model: z.number().min(0),
  reader: z.number().min(0),
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
  readonly reader: number;
  /** What they come to without a reader. */
  readonly alone: number;
}

/** Beyond this the odds of one source say no more. */
const mostOdds = 7;

/** Log-odds of a finding by all that was found out about it. */
export function combinedOdds(by: Omit<ReaderCombination, 'labels'>, { rules, model, reader, alone }: CodeOdds): number {
  const together = by.rules * bounded(rules) + by.model * bounded(model) + by.reader * bounded(reader) + by.bias;
  return Math.max(together, alone - by.doubt * nothingSeen(reader));
}

/** From 0 where the reader sees the meaning to 1 where it is sure that there is none. */
function nothingSeen(reader: number): number {
  return Math.max(0, Math.min(1, (1 - reader) / 4));
}

export function bounded(odds: number): number {
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
