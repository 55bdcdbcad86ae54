/** `npm run train:students`: fits the models of people, locators and pairs on corpus/students and says how they do on writers left out. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openLinearModel } from '../../../detectors/shared/students/linear-model.ts';
import { openTreeModel, type TreeModelData } from '../../../detectors/shared/students/tree-model.ts';
import type { Models } from '../../../detectors/shared/students/weigh.ts';
import { pairFeatureNames } from '../../../detectors/student-pii/pair-features.ts';
import { markedMessages, openCorpusDirectory } from './corpus-messages.ts';
import { fitLinear, type Example } from './fit-linear.ts';
import { fitPlatt, fitTrees, type TreeExample } from './fit-trees.ts';
import { examplesOf, labelledPairs, type LabelledPair, type Read } from './gather.ts';
import { ownerClasses, personClasses } from './labels.ts';

const corpus = path.join(import.meta.dirname, '../../../corpus/students');
const trained = ['alder-falls', 'copperline', 'harbor-union', 'magnolia-county', 'prairie-lakes', 'tri-rivers'];
const heldOut = ['south-fork-island', 'valley-oaks'];
const out = path.join(import.meta.dirname, '../../../detectors/shared/students/models');
const linear = { fewest: 3, ridge: 2e-5, seed: 7 };
const boosted = { trees: 160, depth: 5, rate: 0.1, leastHessian: 3, share: 0.8, seed: 11 };

async function read(district: string, roster: boolean): Promise<Read[]> {
  const folder = path.join(corpus, district);
  const directory = openCorpusDirectory(folder, roster);
  const all: Read[] = [];
  for await (const marked of markedMessages(folder, directory)) all.push({ marked, directory });
  return all;
}

async function readBoth(district: string): Promise<Read[]> {
  return [...(await read(district, true)), ...(await read(district, false))];
}

function fitModels(examples: readonly ReturnType<typeof examplesOf>[]) {
  const people: Example[] = examples.flatMap((one) => one.people);
  const locators: Example[] = examples.flatMap((one) => one.locators);
  const data = { person: fitLinear(people, personClasses, linear), locator: fitLinear(locators, ownerClasses, linear) };
  const models: Models = { person: openLinearModel(data.person), locator: openLinearModel(data.locator) };
  return { data, models };
}

/** Long tables do not outweigh everything else. */
function weighted(messages: readonly (readonly LabelledPair[])[]): TreeExample[] {
  return messages.flatMap((pairs) => pairs.map(({ pair, label }) => ({ values: pair.values, label, weight: 1 / Math.sqrt(1 + pairs.length / 12) })));
}

function sumOf(data: TreeModelData, values: readonly number[]): number {
  const p = openTreeModel({ ...data, slope: 1, offset: 0 }).probability(values);
  return Math.log(p / (1 - p));
}

const byDistrict = new Map<string, Read[]>();
for (const district of trained) byDistrict.set(district, await readBoth(district));
const examples = new Map([...byDistrict].map(([district, reads]) => [district, reads.map(examplesOf)]));
console.log(`${[...byDistrict.values()].flat().length / 2} messages, ${[...examples.values()].flat().flatMap((one) => one.people).length / 2} names`);

// Each district is weighed by models that have not met its writer, as strangers' mail will be.
const pairs = new Map<string, LabelledPair[][]>();
for (const district of trained) {
  const { models } = fitModels(trained.filter((other) => other !== district).flatMap((other) => examples.get(other)!));
  pairs.set(district, byDistrict.get(district)!.map((one) => labelledPairs(one, models).pairs));
}
const sums: number[] = [];
const labels: number[] = [];
for (const district of trained) {
  const data = fitTrees(weighted(trained.filter((other) => other !== district).flatMap((other) => pairs.get(other)!)), pairFeatureNames, boosted);
  for (const { pair, label } of pairs.get(district)!.flat()) {
    sums.push(sumOf(data, pair.values));
    labels.push(label);
  }
  if (process.argv.includes('--list')) listErrors(district, data);
}
const trees: TreeModelData = { ...fitTrees(weighted([...pairs.values()].flat()), pairFeatureNames, boosted), ...fitPlatt(sums, labels) };
const { data, models } = fitModels([...examples.values()].flat());
mkdirSync(out, { recursive: true });
for (const [name, model] of [['person', data.person], ['locator', data.locator], ['pair', trees]] as const) writeFileSync(path.join(out, `${name}.json`), `${JSON.stringify(model)}\n`);
console.log(`pairs left out of the fit: ${labels.length}, of them ${labels.filter(Boolean).length} true; slope ${trees.slope}, offset ${trees.offset}`);
report('writers of the fit, left out one district at a time', sums.map((sum, at) => ({ score: 1 / (1 + Math.exp(-(trees.slope * sum + trees.offset))), label: labels[at]! })));

const model = openTreeModel(trees);
for (const roster of [true, false]) {
  const all: { score: number; label: number }[] = [];
  const messages: { score: number; label: number; id: string }[] = [];
  for (const district of heldOut) {
    for (const one of await read(district, roster)) {
      const found = labelledPairs(one, models).pairs.map(({ pair, label }) => ({ score: model.probability(pair.values), label, pair }));
      all.push(...found);
      const { corpus: about, id } = one.marked;
      if (about.entitled === 'no') messages.push({ id, score: Math.max(0, ...found.map(({ score }) => score)), label: Number(about.labels.includes('student_pii')) });
    }
  }
  report(`held-out writers, ${roster ? 'with' : 'without'} roster, pairs`, all);
  report(`held-out writers, ${roster ? 'with' : 'without'} roster, messages`, messages);
}

/** Errors of a district whose writer the models have not met. */
function listErrors(district: string, data: TreeModelData): void {
  const model = openTreeModel(data);
  const reads = byDistrict.get(district)!;
  for (const [at, found] of pairs.get(district)!.entries()) {
    const { corpus: about, id } = reads[at]!.marked;
    const scored = found.map(({ pair, label }) => ({ pair, label, score: model.probability(pair.values) }));
    const said = scored.some(({ score }) => score >= 0.5);
    const real = about.labels.includes('student_pii');
    if (about.entitled !== 'no' || said === real) continue;
    console.log(`${id} ${reads[at]!.directory.hasRoster ? 'roster' : 'no roster'} ${real ? 'MISSED' : 'FALSE'} ${about.form}`);
    const worst = scored.filter(({ score, label }) => (real ? label === 1 : score >= 0.5)).sort((a, b) => (real ? a.score - b.score : b.score - a.score));
    for (const { pair, score } of worst.slice(0, 2))
      console.log(`    ${score.toFixed(2)} ${pair.student.name} | ${JSON.stringify(pair.target.view.text.slice(Math.max(0, pair.target.start - 60), pair.target.end + 20))} | ${model.heaviest(pair.values, 5).map(({ feature, weight }) => `${feature} ${weight.toFixed(1)}`).join(', ')}`);
  }
}

function report(title: string, scored: readonly { score: number; label: number }[]): void {
  for (const threshold of [0.35, 0.5, 0.65]) {
    const found = scored.filter(({ score }) => score >= threshold);
    const right = found.filter(({ label }) => label === 1).length;
    const real = scored.filter(({ label }) => label === 1).length;
    console.log(`${title} at ${threshold}: P ${(right / found.length).toFixed(3)} R ${(right / real).toFixed(3)} (${real} true, ${found.length} found)`);
  }
}
