/** `hallpass roster` as an administrator runs it, beside a running gateway that takes each import over without a restart. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { detectorIds } from '../../detectors/registry.ts';
import { openDatabase } from '../../src/store/database.ts';
import { parseKeys } from '../../src/store/keys.ts';
import { createRosterStore } from '../../src/store/rosters.ts';
import { startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { runHallpass, type Ran } from '../harness/process.ts';
import { until } from '../harness/wait.ts';

const rosters = join(import.meta.dirname, '../../fixtures/rosters');
const teacher = 'odette.marsh@fernbrook.example';
let test: TestGateway;
let made: string;

beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), 'roster-cli-'));
  test = await startTestGateway({
    marked: false,
    config: {
      policy: 'default',
      detectors: { disabled: detectorIds.filter((id) => id !== 'student-pii') },
      district: { domains: ['fernbrook.example'], studentDomains: ['students.fernbrook.example'] },
      directory: {
        entitled: [
          { purpose: 'bus routes', domains: ['bus.example'], until: '2999-06-30' },
          { purpose: 'last year', domains: ['oldbus.example'], until: '2020-06-30' },
          {
            purpose: 'yearbook',
            domains: ['photos.example'],
            until: '2999-06-30',
            students: ['Creekside Elementary School'],
          },
        ],
      },
    },
  });
});
afterAll(async () => {
  await test.stop();
  rmSync(made, { recursive: true });
});

const roster = (...args: string[]): Promise<Ran> => runHallpass(['roster', ...args], { env: test.environment });

/** Address and phone of three students, as the roster has them. */
const letter = [
  'Zainab Okafor lives at 88 Heron Ct, Fernbrook, WI 53199.',
  'Maren Lindqvist-Ray lives at 1420 Mill Race Rd, Fernbrook, WI 53199.',
  'Tobias Okafor lives at 88 Heron Ct, Fernbrook, WI 53199 as well.',
].join('\n');

async function judged(recipients: string[], text = letter) {
  const raw = `From: Odette Marsh <${teacher}>\r\nTo: ${recipients.join(', ')}\r\nSubject: Home visits\r\n\r\n${text.replaceAll('\n', '\r\n')}\r\n`;
  const id = await test.accepted({ sender: teacher, recipients, raw });
  const message = await until(async () => {
    const found = await test.store.message(id);
    return found?.verdict ? found : undefined;
  });
  const rule = message.verdict!.rules.find((entry) => entry.students.length > 0 && !entry.monitor);
  const facts = (at: readonly number[] = []) => at.map((n) => recipients[n]);
  return {
    action: message.verdict!.action,
    students: [...(rule?.students ?? [])].sort(),
    about: facts(rule?.recipients),
  };
}

it('is empty at first', async () => {
  expect((await roster('status')).stdout).toMatch(/^There is no active roster/);
  expect((await roster('list')).stdout).toBe('No roster has been imported yet.\n');
});

it('refuses changes before there is anything to change', async () => {
  const ran = await roster('import', join(rosters, 'delta'));
  expect(ran).toMatchObject({ code: 1, stdout: '' });
  expect(ran.stderr).toMatch(/changes only/);
});

it('changes nothing in a dry run', async () => {
  const ran = await roster('import', join(rosters, 'oneroster-1.2'), '--dry-run');
  expect(ran.code).toBe(0);
  expect(ran.stdout).toMatch(/students {3}4\n/);
  expect((await roster('list')).stdout).toBe('No roster has been imported yet.\n');
});

it('is imported, and the gateway judges by it within seconds', async () => {
  const ran = await roster('import', join(rosters, 'oneroster-1.2'), '--json');
  expect(ran.code).toBe(0);
  const report = JSON.parse(ran.stdout) as { roster: string; counts: object };
  expect(report.counts).toEqual({ students: 4, guardians: 4, staff: 2, schools: 2, links: 5, mediaRestricted: 1 });
  await until(async () => test.log.some((line) => line.includes(report.roster) && line.includes('roster active')));
  const status = JSON.parse((await roster('status', '--json')).stdout) as { roster: string };
  expect(status.roster).toBe(report.roster);
});

it('tells whom a message is about that a mother may not have', async () => {
  // Her own two children are hers to know; the third student is not.
  expect(await judged(['ruth.bell@mailhop.example'])).toEqual({
    action: 'quarantine',
    students: ['s-3'],
    about: ['ruth.bell@mailhop.example'],
  });
  expect(await judged(['ruth.bell@mailhop.example'], letter.replace(/^Maren.*\n/m, ''))).toMatchObject({
    action: 'deliver',
    students: [],
  });
});

it('counts each student for those recipients only who may not have them', async () => {
  const both = ['ruth.bell@mailhop.example', 'stranger@out.example'];
  expect(await judged(both, letter.replace(/^Maren.*\n/m, ''))).toEqual({
    action: 'quarantine',
    students: ['s-1', 's-2'],
    about: ['stranger@out.example'],
  });
});

it('gives nothing to a guardian whose link has ended, nor to one of another family', async () => {
  const about = letter.split('\n')[1]!;
  expect(await judged(['ilse.lindqvist@mailhop.example'], about)).toMatchObject({ students: ['s-3'] });
  expect(await judged(['chi.okafor@mailhop.example'], about)).toMatchObject({ students: ['s-3'] });
});

it('lets a teacher who is a guardian too have the mail of a colleague', async () => {
  expect(await judged(['anders.ray@fernbrook.example'])).toMatchObject({ action: 'deliver', students: [] });
});

it('lets organisations have what the configuration grants, until its day', async () => {
  expect(await judged(['dispatch@bus.example'])).toMatchObject({ action: 'deliver', students: [] });
  expect((await judged(['dispatch@oldbus.example'])).students).toEqual(['s-1', 's-2', 's-3']);
  expect((await judged(['studio@photos.example'])).students).toEqual(['s-1', 's-3']);
});

it('is changed by a bundle of changes: the guardian who was deleted is entitled to nothing', async () => {
  const { stdout, code } = await roster('import', join(rosters, 'delta'), '--json');
  expect(code).toBe(0);
  const { roster: id, mode } = JSON.parse(stdout) as { roster: string; mode: string };
  expect(mode).toBe('delta');
  await until(async () => test.log.some((line) => line.includes(id) && line.includes('roster active')));
  const about = letter.split('\n')[2]!;
  expect((await judged(['ruth.bell@mailhop.example'], about)).students).toEqual(['s-2']);
  expect((await judged(['chi.okafor@mailhop.example'], about)).students).toEqual([]);
});

it('keeps the last good one active when an import fails or loses too many students', async () => {
  const before = (await roster('list', '--json')).stdout;
  const few = mkdtempSync(join(made, 'few-'));
  writeFileSync(join(few, 'users.csv'), 'sourcedId,role,givenName,familyName\ns-1,student,Zainab,Okafor\n');
  for (const [path, reason] of [
    [join(rosters, 'broken/endless-quote'), /users\.csv, row 2/],
    [join(rosters, 'broken/no-students'), /no students/],
    [join(made, 'nowhere'), /ENOENT/],
    [few, /1 students, the active roster has 4/],
  ] as const) {
    const ran = await roster('import', path);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toMatch(reason);
    expect(ran.stderr).not.toMatch(/7731/);
  }
  expect((await roster('list', '--json')).stdout).toBe(before);
  expect((await roster('import', few, '--dry-run')).code).toBe(1);
  const silent = await roster('import', few, '--force');
  expect([silent.code, silent.stderr]).toEqual([2, expect.stringContaining('say why with --reason')]);
  expect((await roster('list', '--json')).stdout).toBe(before);
  expect((await roster('import', few, '--force', '--reason', 'The school has closed')).code).toBe(0);
});

it('takes a supplement from beside the bundle', async () => {
  const file = join(made, 'streets.csv');
  writeFileSync(file, 'userSourcedId,street,city\ns-101,5 Planted7731 Way,Maple Falls\n');
  const ran = await roster('import', join(rosters, 'maple'), '--supplement', file, '--full');
  expect(ran.code).toBe(0);
  expect(ran.stdout).toMatch(/students {3}38\n/);
});

it('says what it did to read an export, and status says it again', async () => {
  const folder = mkdtempSync(join(made, 'export-'));
  const users = [
    'sourcedId;role;givenName;familyName;email;phone;agentSourcedIds',
    's-1;student;Zainab;Okafor;;(414)555-0111 x12;g-1|g-2',
    's-1;student;Zainab;Okafor;;414-555-0112;',
    'g-1;Mother;Ruth;Bell;Ruth Bell <ruth.bell@mailhop.example>;;',
    'g-2;guardian;Chi;Okafor;chi@mailhop.example, okafor@work.example;;',
    'x-1;Volunteer;Kim;Lee;;;s-1',
    ...Array.from({ length: 8 }, (_, at) => `s-2${at};student;Kid;Number${at};;;`),
    's-3;student;"Planted7731;Lee;;;',
  ];
  writeFileSync(join(folder, 'users.csv'), `sep=;\n${users.join('\n')}\n`);
  const { stdout, code } = await roster('import', folder, '--force', '--reason', 'Try-out');
  expect(code).toBe(0);
  const report = stdout.replace(/ {2}■ it has 9 students, .*\nImported as roster .*\n$/, '');
  expect(report).toBe(`  Complete roster
  students   9
  guardians  2, 2 links to students
  staff      0
  schools    0
  pictures   0 students with a media restriction
  ▲ 8 students without guardians: no family address is entitled to their data
  ▲ 1 user with a role that Hallpass does not know was left out (volunteer)
  ▲ 1 row was rejected
      users.csv, row 15: a quotation mark is never closed
  · users.csv: the first line, “sep=”, names the column separator and was skipped
  · users.csv: 1 phone extension was left out
  · users.csv: 1 list of ids is not separated by commas; its ids were taken apart
  · users.csv: 1 further row with an id that the file already has was merged
  · users.csv: 1 email address was taken out of other text, such as a name or a separator
  · users.csv: 1 cell has more than one email address; all of them were taken
  · users.csv: 1 role with a name that OneRoster does not define was recognized (mother as guardian)
`);
  expect((await roster('status')).stdout).toContain(report);
});

it('never imports a roster without students, and scans with none', async () => {
  const before = (await roster('list', '--json')).stdout;
  const ended = mkdtempSync(join(made, 'ended-'));
  writeFileSync(join(ended, 'users.csv'), 'sourcedId,givenName,familyName\ns-1,Zainab,Okafor\n');
  writeFileSync(
    join(ended, 'roles.csv'),
    'sourcedId,userSourcedId,role,beginDate,endDate\nr-1,s-1,student,08/25/2024,06/10/2025\n',
  );
  const mail = join(import.meta.dirname, '../../fixtures/demo/01.eml');
  for (const ran of [
    await roster('import', ended, '--force', '--reason', 'Try-out'),
    await runHallpass(['scan', '--roster', ended, mail], { env: test.environment }),
  ]) {
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toMatch(
      /roles of 1 user have ended, the last one on 2025-06-10, .*Export the current school year/,
    );
  }
  expect((await roster('list', '--json')).stdout).toBe(before);
});

it('refuses a second import while one runs', async () => {
  const keys = parseKeys(test.environment['HALLPASS_KEY']!);
  const connection = { connectionString: test.environment['DATABASE_URL']! };
  const database = await openDatabase(connection, keys, { poolSize: 1, onError: () => undefined });
  const store = createRosterStore(database.db, database.pool, keys);
  await store.alone('refuse', async () => {
    expect(await roster('import', join(rosters, 'maple'))).toMatchObject({ code: 1, stdout: '' });
  });
  expect((await roster('import', join(rosters, 'maple'))).code).toBe(0);
  await database.close();
});

it('keeps the last three, encrypted, and a record of each in the audit chain', async () => {
  const past = (await roster('list', '--json')).stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { roster: string });
  expect(past.length).toBeGreaterThan(3);
  const kept = await test.sql<{ roster_id: string }>('SELECT DISTINCT roster_id FROM roster_data');
  expect(kept.map((row) => row.roster_id).sort()).toEqual(
    past
      .slice(0, 3)
      .map((entry) => entry.roster)
      .sort(),
  );
  const clear = await test.sql(
    `SELECT 1 FROM roster_data WHERE position('Whitcomb'::bytea in data) > 0 OR position('Planted'::bytea in data) > 0`,
  );
  expect(clear).toEqual([]);
  const records = await test.sql(`SELECT 1 FROM audit_events WHERE event = 'roster-import'`);
  expect(records).toHaveLength(past.length);
  expect((await runHallpass(['audit'], { env: test.environment })).code).toBe(0);
});

it('leaves no name, address or phone of the roster in the log', () => {
  expect(test.log.join('')).not.toMatch(/Okafor|Heron|Planted7731|mailhop/i);
});
