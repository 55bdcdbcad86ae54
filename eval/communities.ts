/**
 * Whether students are protected alike whatever their names: puts names of several communities into the same messages and
 * reports the recall of student_pii by community, with and without a roster.
 *
 * `npm run eval:names -- NAMES [--per 60] [--errors]`: NAMES is a folder with `census-2010-top1022-race.csv`, `wi_given_names_2003plus.csv`,
 * `spanish-surnames.csv`, `hmong_curated.txt` and `indian-{female,male,surnames}.csv`. Spanish and Somali given names, for which
 * there is no list, are in `community-names.ts`.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { configSchema } from '../src/config/schema.ts';
import { loadPack } from '../src/decide/load-pack.ts';
import { evaluate } from '../src/eval/evaluate.ts';
import { findSets } from '../src/eval/read-set.ts';
import { asText, share } from '../src/eval/table.ts';
import { communities, type Community } from './community-names.ts';

interface Family {
  readonly id: string;
  readonly given: string;
  readonly surname: string;
  readonly guardian: string;
  readonly phone: string;
  readonly street: string;
}

const { values, positionals } = parseArgs({
  options: { per: { type: 'string', default: '60' }, errors: { type: 'boolean', default: false } },
  allowPositionals: true,
});
if (positionals.length !== 1 || !(Number(values.per) > 0)) {
  process.stderr.write('usage: npm run eval:names -- NAMES [--per 60] [--errors]\n');
  process.exit(2);
}

const all = communities(positionals[0]!, Number(values.per));
const folder = mkdtempSync(join(tmpdir(), 'communities-'));
try {
  writeSet(folder, all);
  const [set] = findSets(folder);
  const config = configSchema.parse({});
  const pack = loadPack('default');
  const recallOf = async (roster: boolean) =>
    (
      await evaluate(set!, {
        config,
        pack,
        roster,
        onRow: (row, { scores }) => {
          if (values.errors && !scores.student_pii) console.log(`missed ${roster ? 'with' : 'without'}: ${row.text}`);
        },
      })
    ).labels.student_pii!;
  const on = await recallOf(true);
  const off = await recallOf(false);
  const recalls = all.map(({ name }) => [on.byTag[name]!.recall, off.byTag[name]!.recall] as const);
  const spread = (at: 0 | 1) => {
    const values = recalls.map((recall) => recall[at]);
    return share(Math.max(...values) - Math.min(...values));
  };
  console.log(
    asText({
      head: ['community', 'messages', 'recall with roster', 'without'],
      rows: [
        ...all.map(({ name, people }, at) => [name, String(people.length), ...recalls[at]!.map(share)]),
        ['best less worst', '', spread(0), spread(1)],
      ],
    }),
  );
} finally {
  rmSync(folder, { recursive: true });
}

function writeSet(to: string, from: readonly Community[]): void {
  const families = from.flatMap(({ name, people }, group) =>
    people.map((person, at): Family & { community: string; at: number } => ({
      ...person,
      community: name,
      at,
      id: `${group}-${at}`,
      phone: `(262) 555-01${String(20 + (at % 80)).padStart(2, '0')}`,
      street: `${101 + at * 3} ${['Quarry St', 'Old Mill Rd', 'Harbor View Dr', 'W Elm Ave'][at % 4]}`,
    })),
  );
  const users = families.flatMap(({ id, given, surname, guardian, phone }) => [
    ['s' + id, 'student', given, surname, '', '', 'g' + id],
    ['g' + id, 'guardian', guardian, surname, `g${id}@mailhop.example`, phone, 's' + id],
  ]);
  const rows = families.map((family) => ({
    id: family.id,
    from: { name: 'Pat Lund', address: 'pat.lund@maple.example' },
    to: [{ name: '', address: 'desk@vendor.example' }],
    ...messageFor(family, family.at),
    labels: ['student_pii'],
    tags: [family.community],
  }));
  mkdirSync(join(to, 'roster'));
  const csv = (lines: readonly (readonly string[])[]) => `${lines.map((line) => line.join(',')).join('\n')}\n`;
  writeFileSync(
    join(to, 'roster/users.csv'),
    csv([['sourcedId', 'role', 'givenName', 'familyName', 'email', 'phone', 'agentSourcedIds'], ...users]),
  );
  writeFileSync(
    join(to, 'roster/addresses.csv'),
    csv([
      ['userSourcedId', 'street', 'city', 'state', 'postalCode'],
      ...families.map(({ id, street }) => ['s' + id, street, 'Maple Falls', 'WI', '53199']),
    ]),
  );
  writeFileSync(join(to, 'mail.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  writeFileSync(
    join(to, 'set.json'),
    JSON.stringify({
      name: 'Names of communities in the same messages',
      annotated: ['student_pii'],
      roster: 'roster',
      domains: { staff: ['maple.example'], students: ['students.maple.example'] },
    }),
  );
}

/** Only the names and the household differ between communities: the same place in each gets the same message. */
function messageFor(
  { given, surname, guardian, phone, street }: Family,
  at: number,
): { subject: string; text: string } {
  const messages = [
    { subject: 'Route change', text: `Please add ${given} ${surname}, grade 5, at ${street}, starting Monday.` },
    { subject: 'Retakes', text: `One more student for the retake: ${given} ${surname}. Mom is at ${phone}.` },
    { subject: 'List', text: `Student,Grade,Parent phone\n"${surname}, ${given}",7,${phone}\n` },
    { subject: 'Pick up', text: `Could you pick up ${given} ${surname} after school? The house is ${street}. Thanks!` },
    {
      subject: 'Form',
      text: `Student: ${given} ${surname}\nGrade: 3\nGuardian: ${guardian} ${surname}\nPhone: ${phone}\n`,
    },
    { subject: 'Volunteer', text: `${given} ${surname}'s mother ${guardian} can bring the chairs for our class.` },
    { subject: 'roster', text: `Last | First | Gr | Home\n${surname} | ${given} | 4 | ${phone}\n` },
    { subject: 'homework', text: `the folder for my student ${given} ${surname} goes to ${street}, second floor` },
    {
      subject: 'TRIP',
      text: `9TH GRADER ${given.toUpperCase()} ${surname.toUpperCase()} LIVES AT ${street.toUpperCase()}`,
    },
    {
      subject: 'Scholarship',
      text: `I recommend ${given} ${surname}, a senior. The family can be reached at ${phone}.`,
    },
    { subject: `${given} ${surname}`, text: `Our student services office lists this number for the family: ${phone}.` },
    { subject: 'Bus 9', text: `Please let ${given} ${surname} off at ${street} today, the grandparents are home.` },
    { subject: 'transporte', text: `${given} ${surname} vive en ${street} y es estudiante de la escuela.` },
    { subject: 'Awards night', text: `Seats for ${given} ${surname} and dad ${guardian} are with the ushers.` },
    { subject: 'Moved', text: `I met with the ${surname} family. ${given} ${surname} lives at ${street} now.` },
  ];
  return messages[at % messages.length]!;
}
