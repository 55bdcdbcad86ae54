/** Counts what stayed, by change and by detector. */
import type { Outcome } from './compare.ts';

export interface Kept {
  readonly total: number;
  readonly kept: number;
}

export interface Tally {
  readonly findings: Kept;
  readonly quiet: Kept;
}

/** By the key of each outcome, in order of first meeting. */
export function tallyBy(outcomes: readonly Outcome[], keyOf: (outcome: Outcome) => string): Map<string, Tally> {
  return new Map([...Map.groupBy(outcomes, keyOf)].map(([key, some]) => [key, tallyOf(some)]));
}

export function tallyOf(outcomes: readonly Outcome[]): Tally {
  return {
    findings: keptOf(outcomes.filter(({ kind }) => kind === 'finding')),
    quiet: keptOf(outcomes.filter(({ kind }) => kind === 'quiet')),
  };
}

function keptOf(outcomes: readonly Outcome[]): Kept {
  return { total: outcomes.length, kept: outcomes.filter(({ kept }) => kept).length };
}

/** In [0, 1]; 1 where there is nothing to keep. */
export function shareOf({ total, kept }: Kept): number {
  return total === 0 ? 1 : kept / total;
}
