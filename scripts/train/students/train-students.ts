/**
 * Fits the models of people, locators, statements and their pairs on corpus/students and prints how they do on writers left out.
 * usage: train-students.ts [--list]: with the messages that are judged wrongly by models which have not met their writer
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { openLinearModel, type LinearModelData } from '../../../detectors/shared/evidence/linear-model.ts';
import { openTreeModel, type TreeModel, type TreeModelData } from '../../../detectors/shared/evidence/tree-model.ts';
import type { Models } from '../../../detectors/shared/evidence/weigh.ts';
import { pairFeatureNames } from '../../../detectors/student-pii/evidence-pairs.ts';
import { recordFeatureNames, statementClasses } from '../../../detectors/student-record/evidence-pairs.ts';
import { changedMessage } from './augment.ts';
import { markedMessages, openCorpusDirectory, type RosterState } from './corpus-messages.ts';
import { readRows } from './read-corpus.ts';
import { fitLinear } from './fit-linear.ts';
import { fitPlatt, fitTrees, type TreeExample } from './fit-trees.ts';
import { examplesOf, labelledPairs, labelledRecords, type Read } from './gather.ts';
import { listErrors } from './list-errors.ts';
import { ownerClasses, personClasses } from './labels.ts';

const corpus = path.join(import.meta.dirname, '../../../corpus/students');
const trained = [
  'alder-falls',
  'copperline',
  'harbor-union',
  'kettle-bend',
  'magnolia-county',
  'prairie-lakes',
  'tri-rivers',
];
const heldOut = ['south-fork-island', 'valley-oaks'];
const detectors = path.join(import.meta.dirname, '../../../detectors');
/** Where each model lies: beside the detector that uses it, or with what they share. */
const files: Readonly<Record<string, string>> = {
  person: 'shared/students/models/person.json',
  locator: 'shared/students/models/locator.json',
  statement: 'student-record/statement.json',
  pair: 'student-pii/model.json',
  'record-pair': 'student-record/model.json',
};
/** Each message is read five times: a feature must be met in more than two of them. */
const linear = { fewest: 11, fewestGroups: 3, ridge: 1e-3, seed: 7 };
const ofStatements = { ...linear, fewest: 5 };
const boosted = { trees: 240, depth: 5, rate: 0.08, leastHessian: 4, share: 0.8, seed: 11 };

/** A labelled pair of whatever kind. */
interface Labelled {
  readonly pair: {
    readonly values: readonly number[];
    readonly student: { readonly key: string; readonly name: string };
  };
  readonly label: 0 | 1;
}
type Fitted = ReturnType<typeof fitModels>;

/** @param seed changes each message in a way that does not matter; without it they are as they were written */
async function read(district: string, roster: RosterState, seed?: string): Promise<Read[]> {
  const folder = path.join(corpus, district);
  const directory = openCorpusDirectory(folder, roster);
  const towns = new Map(
    readRows(path.join(folder, 'students.csv')).map(({ id, city, state, zip }) => [id!, `${city}, ${state} ${zip}`]),
  );
  const all: Read[] = [];
  for await (const marked of markedMessages(
    folder,
    directory,
    seed === undefined ? undefined : (one) => changedMessage(one, seed, towns),
  ))
    all.push({ marked, directory });
  return all;
}

function fitModels(examples: readonly ReturnType<typeof examplesOf>[]) {
  const data: Record<'person' | 'locator' | 'statement', LinearModelData> = {
    person: fitLinear(
      examples.flatMap((one) => one.people),
      personClasses,
      linear,
    ),
    locator: fitLinear(
      examples.flatMap((one) => one.locators),
      ownerClasses,
      linear,
    ),
    statement: fitLinear(
      examples.flatMap((one) => one.statements),
      statementClasses,
      ofStatements,
    ),
  };
  const models: Models = { person: openLinearModel(data.person), locator: openLinearModel(data.locator) };
  return { data, models, statements: openLinearModel(data.statement) };
}

const kinds = {
  pair: {
    features: pairFeatureNames,
    label: 'student_pii',
    of: (one: Read, { models }: Fitted): Labelled[] => labelledPairs(one, models).pairs,
  },
  'record-pair': {
    features: recordFeatureNames,
    label: 'student_record',
    of: (one: Read, { models, statements }: Fitted): Labelled[] => labelledRecords(one, models, statements),
  },
} as const;

/** Long tables do not outweigh everything else. */
function weighted(messages: readonly (readonly Labelled[])[]): TreeExample[] {
  return messages.flatMap((pairs) =>
    pairs.map(({ pair, label }) => ({ values: pair.values, label, weight: 1 / Math.sqrt(1 + pairs.length / 12) })),
  );
}

function sumOf(model: TreeModel, values: readonly number[]): number {
  const p = model.probability(values);
  return Math.log(p / (1 - p));
}

/** The surest pair of each student: what a policy counts. */
function surest(pairs: readonly Labelled[], model: TreeModel): { sum: number; label: 0 | 1 }[] {
  return [...Map.groupBy(pairs, ({ pair }) => pair.student.key).values()].map((own) => ({
    sum: Math.max(...own.map(({ pair }) => sumOf(model, pair.values))),
    label: own.some(({ label }) => label === 1) ? 1 : 0,
  }));
}

const byDistrict = new Map<string, Read[]>();
for (const district of trained)
  byDistrict.set(district, [
    ...(await read(district, 'right')),
    ...(await read(district, 'right', 'first')),
    ...(await read(district, 'stale', 'third')),
    ...(await read(district, 'none')),
    ...(await read(district, 'none', 'second')),
  ]);
// What a statement says does not depend on the roster: two readings of it are enough.
const examples = new Map(
  [...byDistrict].map(([district, reads]) => [
    district,
    reads.map((one, at) => {
      const reading = Math.floor(at / (reads.length / 5));
      const found = examplesOf(one);
      return reading === 0 || reading === 4 ? found : { ...found, statements: [] };
    }),
  ]),
);
console.log(
  `${[...byDistrict.values()].flat().length / 5} messages of ${trained.length} writers, each with its roster, with stale contacts, and without it, as it is and changed`,
);

/** Districts that are left out together. */
const folds = [trained.slice(0, 2), trained.slice(2, 4), trained.slice(4, 6), trained.slice(6)];
const foldOf = (district: string): readonly string[] => folds.find((fold) => fold.includes(district))!;
const others = (fold: readonly string[]): readonly string[] => trained.filter((district) => !fold.includes(district));

// Each district is weighed by models that have not met its writer, as strangers' mail will be.
const strangers = new Map<readonly string[], Fitted>(
  folds.map((fold) => [fold, fitModels(others(fold).flatMap((district) => examples.get(district)!))]),
);
const final = fitModels([...examples.values()].flat());
const write = (name: string, model: unknown): void =>
  writeFileSync(
    path.join(detectors, files[name]!),
    `${JSON.stringify(model)}
`,
  );
for (const [name, data] of Object.entries(final.data)) write(name, data);

for (const [name, { features, label, of }] of Object.entries(kinds)) {
  const pairs = new Map(
    trained.map((district) => [
      district,
      byDistrict.get(district)!.map((one) => of(one, strangers.get(foldOf(district))!)),
    ]),
  );
  const calibrating: { sum: number; label: 0 | 1 }[] = [];
  const leftOut = new Map<string, TreeModel>();
  for (const fold of folds) {
    const model = openTreeModel(
      fitTrees(weighted(others(fold).flatMap((district) => pairs.get(district)!)), features, boosted),
    );
    for (const district of fold) {
      leftOut.set(district, model);
      for (const found of pairs.get(district)!) calibrating.push(...surest(found, model));
    }
  }
  const platt = fitPlatt(
    calibrating.map(({ sum }) => sum),
    calibrating.map((one) => one.label),
  );
  const trees: TreeModelData = { ...fitTrees(weighted([...pairs.values()].flat()), features, boosted), ...platt };
  write(name, trees);
  for (const [district, model] of leftOut) {
    if (process.argv.includes('--list')) listErrors(label, byDistrict.get(district)!, pairs.get(district)!, model);
  }
  const model = openTreeModel(trees);
  report(
    `${label}: students of writers left out of the fit`,
    calibrating.map(({ sum, label: real }) => ({
      score: 1 / (1 + Math.exp(-(platt.slope * sum + platt.offset))),
      label: real,
    })),
  );
  for (const roster of ['right', 'stale', 'none'] as const) {
    const messages: { score: number; label: number }[] = [];
    for (const district of heldOut) {
      for (const one of await read(district, roster)) {
        const { corpus: about } = one.marked;
        if (about.entitled !== 'no') continue;
        messages.push({
          score: Math.max(0, ...of(one, final).map(({ pair }) => model.probability(pair.values))),
          label: Number(about.labels.includes(label)),
        });
      }
    }
    report(`${label}: messages of held-out writers, roster ${roster}`, messages);
  }
}

function report(title: string, scored: readonly { score: number; label: number }[]): void {
  const real = scored.filter(({ label }) => label === 1).length;
  const rows = [0.35, 0.5, 0.65].map((threshold) => {
    const found = scored.filter(({ score }) => score >= threshold);
    const right = found.filter(({ label }) => label === 1).length;
    return `at ${threshold} P ${(right / found.length).toFixed(3)} R ${(right / real).toFixed(3)}`;
  });
  console.log(`${title} (${real} of ${scored.length}): ${rows.join(', ')}`);
}
