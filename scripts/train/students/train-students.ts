/** Fits the models of people, locators, statements, their pairs, and of rules and pairs together on corpus/students; prints how they do. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { openLinearModel, type LinearModelData } from '../../../detectors/shared/evidence/linear-model.ts';
import { openTreeModel, type TreeModel, type TreeModelData } from '../../../detectors/shared/evidence/tree-model.ts';
import type { Detect } from '../../../detectors/detector.ts';
import { jointFeatures } from '../../../detectors/shared/evidence/joint.ts';
import type { Models } from '../../../detectors/shared/evidence/weigh.ts';
import { statementClasses } from '../../../detectors/student-record/evidence-pairs.ts';
import type { Directory } from '../../../src/directory/directory.ts';
import { changedMessage } from './augment.ts';
import { markedMessages, openCorpusDirectory, type RosterState } from './corpus-messages.ts';
import { corpus, heldOut, trained } from './districts.ts';
import { readRows } from './read-corpus.ts';
import { fitLinear } from './fit-linear.ts';
import { fitPlatt, fitTrees, type TreeExample, type TreeOptions } from './fit-trees.ts';
import { examplesOf, labelledCases, type LabelledCase, type Read } from './gather.ts';
import { kinds, type Fitted, type Kind, type Labelled } from './kinds.ts';
import { learntLocators, withLearnt } from './learnt-locators.ts';
import { report } from './report.ts';
import { ownerClasses, personClasses } from './labels.ts';

const detectors = path.join(import.meta.dirname, '../../../detectors');
/** Where each model lies: beside the detector that uses it, or with what they share. */
const files: Readonly<Record<string, string>> = {
  person: 'shared/evidence/models/person.json',
  locator: 'shared/evidence/models/locator.json',
  statement: 'student-record/statement.json',
  pair: 'student-pii/model.json',
  'record-pair': 'student-record/model.json',
  joint: 'student-pii/joint.json',
  'record-joint': 'student-record/joint.json',
};
/** Each message is read five times: a feature must be met in more than two of them. */
const linear = { fewest: 11, fewestGroups: 4, ridge: 1e-2, passes: 6, dropout: 0.6, seed: 7 };
const ofStatements = { ...linear, fewest: 5, fewestGroups: 3 };
/** Whom to believe is a smaller question than what is said. */
const ofJoint = { trees: 150, depth: 4, rate: 0.07, leastHessian: 6, share: 0.7, columns: 0.5, seed: 13 };
const boosted = { trees: 240, depth: 5, rate: 0.08, leastHessian: 4, share: 0.7, columns: 0.4, seed: 11 };

/**
 * @param seed changes each message in a way that does not matter; without it they are as they were written
 * @param learns whether half of the district's own phones and addresses are known from signatures alone
 */
async function read(district: string, roster: RosterState, seed?: string, learns = false): Promise<Read[]> {
  const folder = path.join(corpus, district);
  const known = openCorpusDirectory(folder, roster);
  const directory = learns ? withLearnt(known, learntLocators(folder)) : known;
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

/** Long tables do not outweigh everything else. */
function weighted(messages: readonly (readonly LabelledCase[])[]): TreeExample[] {
  return messages.flatMap((pairs) =>
    pairs.map(({ values, label }) => ({ values, label, weight: 1 / Math.sqrt(1 + pairs.length / 12) })),
  );
}

/** The surest case of each student: what a policy counts. */
function surest(cases: readonly LabelledCase[], model: TreeModel): { sum: number; label: 0 | 1 }[] {
  return [...Map.groupBy(cases, ({ student }) => student).values()].map((own) => ({
    sum: Math.max(...own.map(({ values }) => model.odds(values))),
    label: own.some(({ label }) => label === 1) ? 1 : 0,
  }));
}

const byDistrict = new Map<string, Read[]>();
for (const district of trained)
  byDistrict.set(district, [
    ...(await read(district, 'right')),
    ...(await read(district, 'right', 'first', true)),
    ...(await read(district, 'stale', 'third')),
    ...(await read(district, 'none')),
    ...(await read(district, 'none', 'second', true)),
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
const folds = [0, 1, 2, 3].map((fold) => trained.filter((_, at) => at % 4 === fold));
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

const rulesOf = new Map<Directory, Map<Kind, Detect>>();
function casesOf(kind: Kind, one: Read, fitted: Fitted, model: TreeModel): LabelledCase[] {
  const { message } = one.marked;
  const { weighed, pairs } = kind.of(one, fitted);
  let known = rulesOf.get(one.directory);
  if (!known) {
    known = new Map<Kind, Detect>();
    rulesOf.set(one.directory, known);
  }
  let rules = known.get(kind);
  if (!rules) known.set(kind, (rules = kind.rules(one.directory)));
  const found = kind.modelPairs(pairs, model, message);
  return labelledCases(one, weighed.views, rules(message), found, kind.shape, one.directory.hasRoster);
}

/** Trees on all writers, and for each writer those that have not met it. Calibrated by the latter. */
function fitApart(
  features: readonly string[],
  cases: ReadonlyMap<string, readonly (readonly LabelledCase[])[]>,
  options: TreeOptions,
) {
  const calibrating: { sum: number; label: 0 | 1 }[] = [];
  const leftOut = new Map<string, TreeModel>();
  for (const fold of folds) {
    const model = openTreeModel(
      fitTrees(weighted(others(fold).flatMap((district) => cases.get(district)!)), features, options),
    );
    for (const district of fold) {
      leftOut.set(district, model);
      for (const found of cases.get(district)!) calibrating.push(...surest(found, model));
    }
  }
  const platt = fitPlatt(
    calibrating.map(({ sum }) => sum),
    calibrating.map((one) => one.label),
  );
  const data: TreeModelData = { ...fitTrees(weighted([...cases.values()].flat()), features, options), ...platt };
  return {
    data,
    leftOut,
    calibrated: calibrating.map(({ sum, label }) => ({
      score: 1 / (1 + Math.exp(-(platt.slope * sum + platt.offset))),
      label,
    })),
  };
}

/** Readings that the joint model is fitted on: the right roster, stale contacts, none. */
const jointReadings = [0, 2, 3];

for (const [name, kind] of Object.entries(kinds)) {
  const { features, label, joint, shape } = kind;
  const pairs = new Map(
    trained.map((district) => [
      district,
      byDistrict.get(district)!.map((one) => kind.of(one, strangers.get(foldOf(district))!).pairs.map(asCase)),
    ]),
  );
  const single = fitApart(features, pairs, boosted);
  write(name, single.data);
  report(`${label}: students of writers left out of the fit, models alone`, single.calibrated);
  const cases = new Map(
    trained.map((district) => {
      const reads = byDistrict.get(district)!;
      const count = reads.length / 5;
      const own = reads.filter((_, at) => jointReadings.includes(Math.floor(at / count)));
      const fitted = strangers.get(foldOf(district))!;
      return [district, own.map((one) => casesOf(kind, one, fitted, single.leftOut.get(district)!))];
    }),
  );
  const together = fitApart(jointFeatures(shape), cases, ofJoint);
  write(joint, { ...together.data, least: kind.least });
  report(`${label}: students of writers left out of the fit, rules and models`, together.calibrated);
  const [model, jointModel] = [openTreeModel(single.data), openTreeModel(together.data)];
  for (const roster of ['right', 'stale', 'none'] as const) {
    const messages: { score: number; label: number }[] = [];
    for (const district of heldOut) {
      for (const one of await read(district, roster)) {
        const { corpus: about } = one.marked;
        if (about.entitled !== 'no') continue;
        messages.push({
          score: Math.max(0, ...casesOf(kind, one, final, model).map(({ values }) => jointModel.probability(values))),
          label: Number(about.labels.includes(label)),
        });
      }
    }
    report(`${label}: messages of held-out writers, roster ${roster}`, messages);
  }
}

function asCase({ pair, label }: Labelled): LabelledCase {
  return { values: pair.values, label, student: pair.student.key, code: '' };
}
