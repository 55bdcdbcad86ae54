/**
 * Fits the models of people, locators, statements, their pairs, and of rules and pairs together on corpus/students; prints how they do.
 * usage: train-students.ts [DATA_FOLDER]: a folder of public sets, of which those of offices without students are learnt from too
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { openLinearModel, type LinearModelData } from '../../../detectors/shared/evidence/linear-model.ts';
import { openTreeModel, type TreeModel, type TreeModelData } from '../../../detectors/shared/evidence/tree-model.ts';
import type { Detect } from '../../../detectors/detector.ts';
import { jointFeatures } from '../../../detectors/shared/evidence/joint.ts';
import type { Models } from '../../../detectors/shared/evidence/weigh.ts';
import { statementClasses } from '../../../detectors/student-record/evidence-pairs.ts';
import type { Directory } from '../../../src/directory/directory.ts';
import { changedMessage, districtFacts } from './augment.ts';
import { markedMessages, openCorpusDirectory, type RosterState } from './corpus-messages.ts';
import { corpus, heldOut, trained } from './districts.ts';
import { fitLinear } from './fit-linear.ts';
import { directions } from './directions.ts';
import { fitPlatt, fitTrees, type TreeExample, type TreeOptions } from './fit-trees.ts';
import { examplesOf, labelledCases, type LabelledCase, type Read, type Reading } from './gather.ts';
import { kinds, type Fitted, type Kind, type Labelled } from './kinds.ts';
import { ordinaryMail } from './ordinary-mail.ts';
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
const ofJoint = {
  trees: 150,
  depth: 4,
  rate: 0.07,
  leastHessian: 6,
  share: 0.7,
  columns: 0.5,
  seed: 13,
  directions,
};
const boosted = {
  trees: 240,
  depth: 5,
  rate: 0.08,
  leastHessian: 4,
  share: 0.7,
  columns: 0.4,
  seed: 11,
  directions,
};

/** Rosters and changes of each reading; half of the district's own phones and addresses are known from signatures alone where it learns. */
const readings: readonly { reading: Reading; roster: RosterState; seed?: string; learns?: true }[] = [
  { reading: 'right', roster: 'right' },
  { reading: 'changed', roster: 'right', seed: 'first', learns: true },
  { reading: 'stale', roster: 'stale', seed: 'third' },
  { reading: 'none', roster: 'none' },
  { reading: 'none changed', roster: 'none', seed: 'second', learns: true },
];

async function read(district: string, { reading, roster, seed, learns }: (typeof readings)[number]): Promise<Read[]> {
  const folder = path.join(corpus, district);
  const known = openCorpusDirectory(folder, roster);
  const directory = learns ? withLearnt(known, learntLocators(folder)) : known;
  const facts = districtFacts(folder);
  const all: Read[] = [];
  for await (const marked of markedMessages(
    folder,
    directory,
    seed === undefined ? undefined : (one) => changedMessage(one, seed, facts),
  ))
    all.push({ reading, marked, directory });
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

const byWriter = await ordinaryMail(trained[0]!, process.argv[2]);
const ordinary = [...byWriter.keys()];
for (const district of trained) {
  const reads: Read[] = [];
  for (const reading of readings) reads.push(...(await read(district, reading)));
  byWriter.set(district, reads);
}
const examples = new Map([...byWriter].map(([writer, reads]) => [writer, reads.map(examplesOf)]));
const marked = trained.flatMap((district) => byWriter.get(district)!);
console.log(
  `${marked.length / readings.length} messages of ${trained.length} writers, each with its roster, with stale contacts, and without it, as it is and changed; ${ordinary.flatMap((writer) => byWriter.get(writer)!).length} ordinary messages of ${ordinary.length} writers`,
);

/** Writers that are left out together. */
const writers = [...trained, ...ordinary];
const folds = [0, 1, 2, 3].map((fold) => writers.filter((_, at) => at % 4 === fold));
const foldOf = (writer: string): readonly string[] => folds.find((fold) => fold.includes(writer))!;
const others = (fold: readonly string[]): readonly string[] => writers.filter((writer) => !fold.includes(writer));

// Each message is weighed by models that have not met its writer, as strangers' mail will be.
const strangers = new Map<readonly string[], Fitted>(
  folds.map((fold) => [fold, fitModels(others(fold).flatMap((writer) => examples.get(writer)!))]),
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
      fitTrees(weighted(others(fold).flatMap((writer) => cases.get(writer)!)), features, options),
    );
    for (const writer of fold) {
      leftOut.set(writer, model);
      // What ordinary mail has nothing of is no measure of how sure a finding is.
      if (!ordinary.includes(writer)) for (const found of cases.get(writer)!) calibrating.push(...surest(found, model));
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

/** Readings that the joint model is fitted on. */
const jointReadings: readonly Reading[] = ['right', 'stale', 'none', 'ordinary', 'business'];
/** What is said with whom is known of all but mail of which only statements are marked. */
const paired = (writer: string): Read[] => byWriter.get(writer)!.filter(({ reading }) => reading !== 'stated');

for (const [name, kind] of Object.entries(kinds)) {
  const { features, label, joint, shape } = kind;
  const pairs = new Map(
    writers.map((writer) => [
      writer,
      paired(writer).map((one) => kind.of(one, strangers.get(foldOf(writer))!).pairs.map(asCase)),
    ]),
  );
  const single = fitApart(features, pairs, boosted);
  write(name, single.data);
  report(`${label}: students of writers left out of the fit, models alone`, single.calibrated);
  const cases = new Map(
    writers.map((writer) => {
      const own = byWriter.get(writer)!.filter(({ reading }) => jointReadings.includes(reading));
      const fitted = strangers.get(foldOf(writer))!;
      return [writer, own.map((one) => casesOf(kind, one, fitted, single.leftOut.get(writer)!))];
    }),
  );
  const together = fitApart(jointFeatures(shape), cases, ofJoint);
  write(joint, { ...together.data, least: kind.least });
  report(`${label}: students of writers left out of the fit, rules and models`, together.calibrated);
  const [model, jointModel] = [openTreeModel(single.data), openTreeModel(together.data)];
  for (const roster of ['right', 'stale', 'none'] as const) {
    const messages: { score: number; label: number }[] = [];
    for (const district of heldOut) {
      for (const one of await read(district, { reading: roster, roster })) {
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
