/** Detection and policy on the committed sets: no figure falls below its floor. Nothing here depends on time. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { knownCodes } from '../../detectors/words.ts';
import { configSchema } from '../../src/config/schema.ts';
import { loadPack } from '../../src/decide/load-pack.ts';
import { evaluate } from '../../src/eval/evaluate.ts';
import { labelsOf, type Label } from '../../src/eval/labels.ts';
import { findSets } from '../../src/eval/read-set.ts';
import type { SetReport } from '../../src/eval/set-report.ts';

interface Floors {
  readonly labels: Readonly<Record<Label, Readonly<Partial<Record<'precision' | 'recall' | 'f1', number>>>>>;
  readonly actionAccuracy: number;
  readonly entitledDelivered: number;
  /** Rows without such a label that are held for students' data. */
  readonly studentDataFalseAlarmsAtMost: number;
}

const folder = join(import.meta.dirname, '../../eval');
const floors = JSON.parse(readFileSync(join(folder, 'floors.json'), 'utf8')) as Readonly<Record<string, Floors>>;
const sets = findSets(join(folder, 'sets'));
const config = configSchema.parse({ scan: { threads: 1 } });
const pack = loadPack('default');

it('every set has floors', () => {
  expect(Object.keys(floors)).toEqual(sets.map(({ id }) => id));
});

it('every code of the registry speaks for a label', () => {
  expect(knownCodes.length).toBeGreaterThan(25);
  expect(knownCodes.filter((code) => labelsOf(code).length === 0)).toEqual([]);
});

describe.each(sets)('$id', (set) => {
  it('is not judged worse than before', async () => {
    const report = await evaluate(set, { config, pack, roster: true });
    expect(report.rows).toBeGreaterThanOrEqual(90);
    expect(Object.keys(report.unjudged)).toEqual([]);
    expect(below(report, floors[set.id]!)).toEqual([]);
  });
});

/** What fell: `student_pii recall 0.81, floor 0.9`. A figure that is gone counts as 0. */
function below(report: SetReport, floor: Floors): string[] {
  const figures: (readonly [name: string, value: number, least: number])[] = Object.entries(floor.labels).flatMap(
    ([label, least]) =>
      Object.entries(least).map(([figure, value]) => {
        const measured = report.labels[label]?.[figure as 'precision' | 'recall' | 'f1'];
        return [`${label} ${figure}`, measured ?? 0, value] as const;
      }),
  );
  figures.push(['actions right', report.actions?.accuracy ?? 0, floor.actionAccuracy]);
  figures.push(['entitled mails delivered', report.entitled?.delivered ?? 0, floor.entitledDelivered]);
  figures.push([
    'student data held without such a label',
    -report.studentDataHeld.falseAlarms,
    -floor.studentDataFalseAlarmsAtMost,
  ]);
  return figures
    .filter(([, value, least]) => value < least)
    .map(([name, value, least]) => `${name} ${Math.abs(value).toFixed(3)}, floor ${Math.abs(least)}`);
}
