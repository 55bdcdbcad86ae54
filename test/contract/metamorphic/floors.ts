/** The shares below which the contract fails, by change and by detector: a little under what was measured when they were set. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from './compare.ts';
import { shareOf, tallyBy, type Kept, type Tally } from './tally.ts';

/** Shares in [0, 1]. */
export interface Floor {
  readonly findings: number;
  readonly quiet: number;
}

export interface Floors {
  readonly changes: Readonly<Record<string, Floor>>;
  readonly detectors: Readonly<Record<string, Floor>>;
}

const file = join(import.meta.dirname, 'floors.json');
/** The share that may be lost besides, and one at least: findings are few, quiet messages many. */
const slack = { findings: 0.01, quiet: 0.003 } as const;

export function readFloors(): Floors {
  return JSON.parse(readFileSync(file, 'utf8')) as Floors;
}

/** Writes the floors for the outcomes of the sample. */
export function writeFloors(outcomes: readonly Outcome[]): void {
  const floors: Floors = {
    changes: floorsBy(tallyBy(outcomes, ({ change }) => change)),
    detectors: floorsBy(tallyBy(outcomes, ({ detector }) => detector)),
  };
  writeFileSync(file, `${JSON.stringify(floors, undefined, 2)}\n`);
}

function floorsBy(tallies: ReadonlyMap<string, Tally>): Record<string, Floor> {
  return Object.fromEntries(
    [...tallies].map(([key, { findings, quiet }]) => [
      key,
      { findings: floorOf(findings, slack.findings), quiet: floorOf(quiet, slack.quiet) },
    ]),
  );
}

function floorOf({ total, kept }: Kept, spare: number): number {
  if (total === 0) return 1;
  const least = Math.max(0, kept - Math.max(1, Math.floor(total * spare)));
  return Math.floor((least / total) * 1000) / 1000;
}

/** What fell, or has no floor: `lower case: findings kept .771, floor .79`. */
export function belowFloors(outcomes: readonly Outcome[], floors: Floors): string[] {
  const faults = (tallies: ReadonlyMap<string, Tally>, known: Readonly<Record<string, Floor>>): string[] =>
    [...tallies].flatMap(([key, tally]) => {
      const floor = known[key];
      if (floor === undefined) return [`${key}: has no floor`];
      return (['findings', 'quiet'] as const)
        .filter((kind) => shareOf(tally[kind]) < floor[kind])
        .map((kind) => `${key}: ${kind} kept ${shareOf(tally[kind]).toFixed(3)}, floor ${floor[kind]}`);
    });
  return [
    ...faults(
      tallyBy(outcomes, ({ change }) => change),
      floors.changes,
    ),
    ...faults(
      tallyBy(outcomes, ({ detector }) => detector),
      floors.detectors,
    ),
  ];
}
