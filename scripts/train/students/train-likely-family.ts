/**
 * Fits the model of likely family on corpus/students and prints how it does on writers left out; after train-students.ts.
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
import { markedMessages, openCorpusDirectory } from './corpus-messages.ts';
import { fitLinear, type Example } from './fit-linear.ts';

const corpus = path.join(import.meta.dirname, '../../../corpus/students');
const out = path.join(import.meta.dirname, '../../../detectors/shared/evidence/models/likely-family.json');
const trained = ['alder-falls', 'copperline', 'harbor-union', 'magnolia-county', 'prairie-lakes', 'tri-rivers'];
const heldOut = ['south-fork-island', 'valley-oaks'];
const classes = ['family', 'other'];
const fitting = { fewestGroups: 1, fewest: 4, ridge: 1e-2, seed: 13, passes: 10, dropout: 0 };
const studentDetectors = ['student-pii', 'student-record', 'student-email'];
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
  const disabled = detectorIds.filter((id) => !studentDetectors.includes(id));
  const detectors = await loadDetectors({ ...config.detectors, disabled }, { directory });
  const readStudents = studentReader(directory);
  const all: Labelled[] = [];
  for await (const { id, corpus: about, message } of markedMessages(folder, directory)) {
    if (about.entitled === 'yes' && roster) continue;
    const { findings } = detectors.detect(message);
    const students = readStudents(message);
    const student = onlyStudent(findings) ?? (findings.length === 0 ? onlyNamed(students) : undefined);
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
const fit = (districts: readonly string[]) =>
  fitLinear(
    districts.flatMap((one) => byDistrict.get(one)!),
    classes,
    fitting,
  );
const leftOut = trained.flatMap((district) =>
  scored(byDistrict.get(district)!, openLinearModel(fit(trained.filter((other) => other !== district)))),
);
report('writers left out one at a time', leftOut);
list(leftOut);
const data = fit(trained);
writeFileSync(out, `${JSON.stringify(data)}\n`);
for (const district of heldOut) {
  const held = scored(await both(district), openLinearModel(data));
  report(`held out: ${district}`, held);
  list(held);
}
