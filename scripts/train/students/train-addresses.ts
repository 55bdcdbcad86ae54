/**
 * Fits the model of families' e-mail addresses on corpus/students and prints how it does on writers left out; after train-students.ts.
 * usage: train-addresses.ts [--list] [DATA_FOLDER]: with the addresses of left-out and held-out writers on which it is wrong; a folder of
 * public sets, of which those of offices without students are learnt from too
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { openLinearModel, type LinearModel } from '../../../detectors/shared/evidence/linear-model.ts';
import { studentReader, type ReadStudents } from '../../../detectors/shared/evidence/read-students.ts';
import { addressClasses, readAddresses, type ShownAddress } from '../../../detectors/student-email/address-evidence.ts';
import { addressesOf } from '../../../detectors/student-email/exposures.ts';
import { families } from '../../../detectors/student-email/families.ts';
import type { Directory } from '../../../src/directory/directory.ts';
import { changedMessage } from './augment.ts';
import { markedMessages, openCorpusDirectory, type MarkedMessage } from './corpus-messages.ts';
import { corpus, heldOut, trained } from './districts.ts';
import { officeMail } from './ordinary-mail.ts';
import { fitLinear, type Example } from './fit-linear.ts';
import { classOfOwner, markAt } from './labels.ts';
import { readRows } from './read-corpus.ts';
import { report } from './report.ts';

const out = path.join(import.meta.dirname, '../../../detectors/student-email/model.json');
const fitting = { fewestGroups: 4, fewest: 9, ridge: 1e-2, seed: 17, passes: 10, dropout: 0.2 };

interface Labelled extends Example {
  readonly id: string;
  readonly address: string;
}

/** Addresses of families by the roster; those of the staff are no question. */
function familyAddresses(folder: string): ReadonlySet<string> {
  return new Set(
    readRows(path.join(folder, 'students.csv')).flatMap(({ email, g1email, g2email }) =>
      [email, g1email, g2email].flatMap((one) => (one ? [one.toLowerCase()] : [])),
    ),
  );
}

/** Each message is read with its roster and without it, and without it once more as changed. */
async function read(district: string): Promise<Labelled[]> {
  const folder = path.join(corpus, district);
  const known = familyAddresses(folder);
  const all: Labelled[] = [];
  for (const [roster, seed] of [['right'], ['none'], ['none', 'second']] as const) {
    const directory = openCorpusDirectory(folder, roster);
    const readStudents = studentReader(directory);
    const change = seed === undefined ? undefined : (one: MarkedMessage['corpus']) => changedMessage(one, seed);
    for await (const marked of markedMessages(folder, directory, change))
      all.push(...examplesOf(marked, directory, readStudents, (shown) => labelOf(shown, marked, known)));
  }
  return all;
}

function examplesOf(
  { id, district, message }: MarkedMessage,
  directory: Directory,
  readStudents: ReadStudents,
  labelOfShown: (shown: ShownAddress) => number | undefined,
): Labelled[] {
  const found = addressesOf(message, directory, families(directory));
  if (found.unknown.length === 0) return [];
  const { featuresOf } = readAddresses(message, readStudents(message), found.all);
  return found.unknown.flatMap((shown): Labelled[] => {
    const label = labelOfShown(shown);
    const { address } = shown;
    return label === undefined ? [] : [{ id, address, features: featuresOf(shown), label, weight: 1, group: district }];
  });
}

/** In mail of offices no address is a family's. */
async function officeAddresses(sets: string | undefined): Promise<Labelled[]> {
  const other = addressClasses.indexOf('other');
  const reads = [...(await officeMail(trained[0]!, sets)).values()].flat();
  return reads.flatMap(({ marked, directory }) => examplesOf(marked, directory, studentReader(directory), () => other));
}

/** In text as it is marked. In To and Cc by the roster and by what the message violates; undefined where neither says whose it is. */
function labelOf(
  { address, part, start, end, mailbox }: ShownAddress,
  { corpus: about, marks }: MarkedMessage,
  known: ReadonlySet<string>,
): number | undefined {
  const family = addressClasses.indexOf('family');
  const other = addressClasses.indexOf('other');
  if (known.has(address)) return family;
  if (!mailbox) {
    const mark = markAt(marks.get(part) ?? [], { start, end }, ['mail']);
    return mark && classOfOwner(mark) === 'family' ? family : other;
  }
  if (about.entitled === 'likely') return family;
  return about.labels.includes('student_email') ? undefined : other;
}

const sets = process.argv.slice(2).find((one) => one !== '--list');
const office = await officeAddresses(sets);
const byDistrict = new Map<string, Labelled[]>();
for (const district of [...trained, ...heldOut]) byDistrict.set(district, await read(district));
const fit = (districts: readonly string[]) =>
  fitLinear([...districts.flatMap((one) => byDistrict.get(one)!), ...office], addressClasses, fitting);
const scored = (district: string, model: LinearModel) =>
  byDistrict.get(district)!.map((one) => {
    const score = 1 / (1 + Math.exp(-model.logits(one.features)[0]!));
    if (process.argv.includes('--list') && score >= 0.5 !== (one.label === 0))
      console.log(`  ${one.label === 0 ? 'missed' : 'FALSE '} ${one.id} ${one.address} ${score.toFixed(2)}`);
    return { score, label: 1 - one.label };
  });
report(
  'addresses of nobody known, writers left out one at a time',
  trained.flatMap((district) => scored(district, openLinearModel(fit(trained.filter((other) => other !== district))))),
);
const data = fit(trained);
writeFileSync(out, `${JSON.stringify(data)}\n`);
for (const district of heldOut) report(`held out: ${district}`, scored(district, openLinearModel(data)));
