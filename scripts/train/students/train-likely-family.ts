/**
 * Fits the model of likely family on corpus/students and the sets that were met, and prints how it does on writers left out; after train-students.ts.
 * usage: train-likely-family.ts [--list]: with the recipients of left-out and held-out writers on whom it is wrong
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { familyCandidates, isSeveralKinds, onlyStudent } from '../../../detectors/shared/evidence/family-candidates.ts';
import {
  familyEvidence,
  readForFamily,
  type FoundStudent,
} from '../../../detectors/shared/evidence/family-evidence.ts';
import { openLinearModel, type LinearModel } from '../../../detectors/shared/evidence/linear-model.ts';
import { studentReader, type StudentsRead } from '../../../detectors/shared/evidence/read-students.ts';
import { detectorIds } from '../../../detectors/registry.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { loadDetectors } from '../../../src/detect/detectors.ts';
import type { EvalSet } from '../../../src/eval/read-set.ts';
import { markedMessages, openCorpusDirectory } from './corpus-messages.ts';
import { metMail, metSets, openMetDirectory } from './met-mail.ts';
import { fitLinear, type Example } from './fit-linear.ts';

const corpus = path.join(import.meta.dirname, '../../../corpus/students');
const out = path.join(import.meta.dirname, '../../../detectors/shared/evidence/models/likely-family.json');
const trained = ['alder-falls', 'copperline', 'harbor-union', 'magnolia-county', 'prairie-lakes', 'tri-rivers'];
const heldOut = ['south-fork-island', 'valley-oaks'];
/** Of the sets that were met. */
const heldSets = ['basalt-ferry', 'cedar-narrows', 'chestnut-gap', 'pecan-hollow', 'red-butte'];
const classes = ['family', 'other'];
const fitting = { fewestGroups: 1, fewest: 4, ridge: 1e-2, seed: 13, passes: 10, dropout: 0 };
const studentDetectors = ['student-pii', 'student-record', 'student-email'];
const otherDetectors = detectorIds.filter((id) => !studentDetectors.includes(id));
const { config } = loadConfig({ env: {} });

interface Labelled extends Example {
  readonly id: string;
  readonly address: string;
  readonly roster: boolean;
  /** A detector found something: the recipient would matter to the policy. */
  readonly found: boolean;
  readonly severalKinds: boolean;
}

/**
 * Recipients outside whom the roster does not know. Family are those of `entitled: likely` mail and, without the roster, those of
 * `entitled: yes` mail; the others are those of mail to which nobody is entitled, without the guardians whom the roster knows.
 */
async function read(district: string, roster: boolean): Promise<Labelled[]> {
  const folder = path.join(corpus, district);
  const directory = openCorpusDirectory(folder, roster ? 'right' : 'none');
  const known = openCorpusDirectory(folder, 'right');
  const detectors = await loadDetectors({ ...config.detectors, disabled: otherDetectors }, { directory });
  const readStudents = studentReader(directory);
  const all: Labelled[] = [];
  for await (const { id, corpus: about, message } of markedMessages(folder, directory)) {
    if (about.entitled === 'yes' && roster) continue;
    const { findings } = detectors.detect(message);
    const students = readStudents(message);
    const student =
      onlyStudent(findings, message.recipients) ?? (findings.length === 0 ? onlyNamed(students) : undefined);
    if (!student) continue;
    const reading = readForFamily(students, student, directory);
    for (const recipient of familyCandidates(message.recipients)) {
      if (about.entitled === 'no' && known.recipientFacts(recipient.address).entitledTo.length > 0) continue;
      const evidence = familyEvidence(reading, recipient, message);
      all.push({
        id,
        address: recipient.address,
        roster,
        found: findings.length > 0,
        severalKinds: isSeveralKinds(evidence),
        features: evidence.features,
        label: about.entitled === 'no' ? 1 : 0,
        weight: 1,
        group: district,
      });
    }
  }
  return all;
}

/**
 * The same of a set that was met: the recipients of a mail are family where the mail is `entitled`, others where it has a label about
 * students. Other mail says nothing of them.
 */
async function readMet(set: EvalSet, roster: boolean): Promise<Labelled[]> {
  const directory = openMetDirectory(set, roster);
  const known = openMetDirectory(set, true);
  const detectors = await loadDetectors({ ...config.detectors, disabled: otherDetectors }, { directory });
  const readStudents = studentReader(directory);
  const all: Labelled[] = [];
  for await (const { row, message } of metMail(set, directory)) {
    if (!row.entitled && !row.labels.some((label) => label.startsWith('student_'))) continue;
    const { findings } = detectors.detect(message);
    const students = readStudents(message);
    const student = onlyStudent(findings, message.recipients);
    if (!student) continue;
    const reading = readForFamily(students, student, directory);
    for (const recipient of familyCandidates(message.recipients)) {
      if (!row.entitled && known.recipientFacts(recipient.address).entitledTo.length > 0) continue;
      const evidence = familyEvidence(reading, recipient, message);
      all.push({
        id: row.id,
        address: recipient.address,
        roster,
        found: true,
        severalKinds: isSeveralKinds(evidence),
        features: evidence.features,
        label: row.entitled ? 0 : 1,
        weight: 1,
        group: set.id,
      });
    }
  }
  return all;
}

function onlyNamed({ students }: StudentsRead): FoundStudent | undefined {
  const [only] = students;
  return students.length === 1 && only
    ? { name: only.name, ...(only.people.length === 1 && { id: only.people[0]!.id }) }
    : undefined;
}

interface Scored {
  readonly one: Labelled;
  readonly odds: number;
}

function scored(all: readonly Labelled[], model: LinearModel): Scored[] {
  return all.map((one) => ({ one, odds: one.severalKinds ? model.logits(one.features)[0]! : -Infinity }));
}

function report(title: string, all: readonly Scored[]): void {
  for (const [kind, some] of [
    ['with findings', all.filter(({ one }) => one.found)],
    ['all', all],
  ] as const) {
    const real = some.filter(({ one }) => one.label === 0).length;
    const rows = [-1, 0, 1, 1.5, 2, 3].map((least) => {
      const passed = some.filter(({ odds }) => odds >= least);
      const right = passed.filter(({ one }) => one.label === 0).length;
      return `≥${least} P ${right}/${passed.length} R ${right}/${real}`;
    });
    console.log(`${title}, ${kind} (${real} family of ${some.length}): ${rows.join(', ')}`);
  }
}

function list(all: readonly Scored[]): void {
  if (!process.argv.includes('--list')) return;
  for (const { one, odds } of all)
    if (one.found && odds >= -1 !== (one.label === 0))
      console.log(
        `  ${one.label === 0 ? 'missed' : 'FALSE '} ${one.id} ${one.roster ? 'roster' : 'no roster'} ${one.address} ${odds.toFixed(2)} [${one.features.join('; ')}]`,
      );
}

const both = async (district: string): Promise<Labelled[]> => [
  ...(await read(district, true)),
  ...(await read(district, false)),
];
const byDistrict = new Map<string, Labelled[]>();
for (const district of trained) byDistrict.set(district, await both(district));
for (const set of metSets())
  if (!heldSets.includes(set.id))
    byDistrict.set(set.id, [...(await readMet(set, true)), ...(await readMet(set, false))]);
const groups = [...byDistrict.keys()];
const fit = (districts: readonly string[]) =>
  fitLinear(
    districts.flatMap((one) => byDistrict.get(one)!),
    classes,
    fitting,
  );
const leftOut = groups.flatMap((district) =>
  scored(byDistrict.get(district)!, openLinearModel(fit(groups.filter((other) => other !== district)))),
);
report('writers left out one at a time', leftOut);
list(leftOut);
const data = fit(groups);
writeFileSync(out, `${JSON.stringify(data)}\n`);
for (const district of heldOut) {
  const held = scored(await both(district), openLinearModel(data));
  report(`held out: ${district}`, held);
  list(held);
}
for (const set of metSets().filter(({ id }) => heldSets.includes(id))) {
  const held = scored([...(await readMet(set, true)), ...(await readMet(set, false))], openLinearModel(data));
  report(`held out: ${set.id}`, held);
  list(held);
}
