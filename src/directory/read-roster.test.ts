/** Bundles of OneRoster 1.1 and 1.2, complete and with changes, as folder and as zip, sound and broken. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configSchema } from '../config/schema.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import { zipOf } from '../../test/harness/zip.ts';
import { openFolder } from './bundle.ts';
import { objections } from './roster-report.ts';
import { openRosterBundle, readBundle, readRosterFolder } from './read-roster.ts';
import { emptyTables, packTables, unpackTables } from './roster-tables.ts';

const rosters = join(import.meta.dirname, '../../fixtures/rosters');
const { supplement } = configSchema.parse({}).directory;
const today = '2026-10-15';
let made: string;
beforeAll(() => {
  made = mkdtempSync(join(tmpdir(), 'rosters-'));
});
afterAll(() => rmSync(made, { recursive: true }));

function read(name: string, tables = emptyTables()) {
  return readBundle(openFolder(join(rosters, name), ['addresses.csv']), { supplement, tables, today });
}

const byId = (roster: ReturnType<typeof read>) => new Map(roster.people.map((person) => [person.id, person]));

describe('OneRoster 1.2', () => {
  const roster = read('oneroster-1.2');
  const people = byId(roster);

  it('has roles from their own file, those that ended left out', () => {
    expect(roster.counts).toEqual({
      students: 4,
      guardians: 4,
      staff: 2,
      schools: 2,
      links: 5,
      mediaRestricted: 1,
    });
    expect(people.get('g-3')).toMatchObject({ role: 'guardian', staff: true });
    expect(people.get('t-1')).toMatchObject({ role: 'staff', staff: true });
    expect(people.has('s-5')).toBe(false);
  });

  it('has preferred names, numbers, birth dates, schools and the supplement', () => {
    expect(people.get('s-1')).toMatchObject({
      preferredNames: ['Zee'],
      middleName: 'Ruth',
      numbers: ['410001', '77001234'],
      birthDate: '2011-04-17',
      schools: ['Fernbrook High School'],
      addresses: ['88 Heron Ct, Fernbrook, WI, 53199'],
    });
    expect(people.get('s-3')).toMatchObject({ preferredFamilyName: 'Ray', numbers: ['410003', 'SN-410003'] });
  });

  it('knows of whom no pictures are to be published', () => {
    expect([...people.values()].filter(({ mediaRestricted }) => mediaRestricted).map(({ id }) => id)).toEqual(['s-2']);
  });

  it('gives a guardian whose link has ended nothing', () => {
    expect(people.get('s-3')!.relatedIds).toEqual(['g-3']);
    expect(people.get('g-4')!.relatedIds).toEqual([]);
  });

  it('counts what does not fit together', () => {
    expect(roster.doubts).toEqual({
      danglingLinks: 0,
      otherLinks: 0,
      endedLinks: 1,
      studentsWithoutGuardians: 1,
      withoutRole: 1,
      unknownRoles: [],
      sharedEmails: 0,
      unknownInSupplement: 0,
    });
    expect(roster.applied).toMatchObject({ classes: 1, enrollments: 3, danglingEnrollments: 1, refusedCount: 0 });
  });
});

describe('a bundle of changes', () => {
  it('adds, changes and deletes', () => {
    const tables = emptyTables();
    read('oneroster-1.2', tables);
    const roster = read('delta', unpackTables(packTables(tables)));
    const people = byId(roster);
    expect(roster.isDelta).toBe(true);
    expect(people.has('g-2')).toBe(false);
    expect(people.get('s-1')!.relatedIds).toEqual(['g-1']);
    expect(people.get('s-4')!.relatedIds).toEqual(['g-5']);
    expect(people.get('s-2')).toMatchObject({
      birthDate: '2017-11-03',
      addresses: ['88 Heron Ct, Fernbrook, WI, 53199'],
    });
    expect(roster.counts.students).toBe(4);
    expect(roster.doubts.danglingLinks).toBe(2);
  });

  it('does not bring back an older row', () => {
    const tables = emptyTables();
    read('oneroster-1.2', tables);
    read('delta', tables);
    const known = tables.users.get('s-4')!;
    const folder = mkdtempSync(join(made, 'older-'));
    const header = 'sourcedId,status,dateLastModified,givenName,familyName,agentSourcedIds';
    writeFileSync(join(folder, 'users.csv'), `${header}\ns-4,active,2026-01-01T00:00:00.000Z,Idris,Hart,g-1\n`);
    readBundle(openFolder(folder), { supplement, tables, today, mode: 'delta' });
    expect(tables.users.get('s-4')).toEqual(known);
  });
});

describe('a zip file', () => {
  it('is the same as its folder, also with a folder around the files', async () => {
    const folder = join(rosters, 'oneroster-1.2');
    const files = Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
    const nested = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`export/${name}`, bytes]));
    for (const [name, content] of [
      ['flat.zip', files],
      ['nested.zip', nested],
    ] as const) {
      writeFileSync(join(made, name), zipOf(content));
      const bundle = await openRosterBundle(join(made, name), supplement);
      expect(bundle.hash).toBe(openFolder(folder, ['addresses.csv']).hash);
      expect(readBundle(bundle, { supplement, today }).people).toEqual(read('oneroster-1.2').people);
    }
  });

  it('writes nothing wherever its names point, and is refused with two files of a name', async () => {
    const users = Buffer.from('sourcedId,role,givenName,familyName\ns,student,Ana,Vu\n');
    writeFileSync(join(made, 'twice.zip'), zipOf({ 'a/users.csv': users, 'b/users.csv': users }));
    await expect(openRosterBundle(join(made, 'twice.zip'), supplement)).rejects.toMatchObject({
      code: 'roster.not-readable',
    });
    const before = readdirSync(made);
    writeFileSync(join(made, 'twice.zip'), zipOf({ '../../users.csv': users }));
    await expect(openRosterBundle(join(made, 'twice.zip'), supplement)).rejects.toMatchObject({
      code: 'roster.not-readable',
    });
    expect(readdirSync(made)).toEqual(before);
  });

  it('is refused where it is no zip, or cut off', async () => {
    const whole = zipOf({ 'users.csv': Buffer.from('sourcedId,role,givenName,familyName\n') });
    for (const bytes of [Buffer.from('users'), whole.subarray(0, whole.length - 5), Buffer.alloc(0)]) {
      writeFileSync(join(made, 'broken.zip'), bytes);
      await expect(openRosterBundle(join(made, 'broken.zip'), supplement)).rejects.toMatchObject({
        code: 'roster.not-readable',
      });
    }
  });
});

describe('a broken bundle', () => {
  it.each([
    ['no-users', /no users\.csv/],
    ['no-column', /users\.csv, no column familyName/],
    ['endless-quote', /users\.csv, row 2/],
    ['version-2', /manifest\.csv/],
  ])('%s', (name, message) => {
    let error: unknown;
    try {
      readRosterFolder(join(rosters, 'broken', name));
    } catch (thrown) {
      error = thrown;
    }
    expect(codeOf(error)).toBe('roster.not-readable');
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toMatch(/planted|7731/i);
  });

  it('keeps the good rows and says which it refused, without their values', () => {
    const roster = read('broken/rows');
    expect(roster.counts).toMatchObject({ students: 29, guardians: 1, links: 1 });
    expect(roster.applied.refused).toEqual([
      { file: 'users.csv', row: 3, reason: 'no sourcedId' },
      { file: 'users.csv', row: 4, reason: 'no name' },
      { file: 'users.csv', row: 5, reason: '9 fields instead of 18' },
    ]);
    expect(roster.doubts).toMatchObject({ danglingLinks: 1, studentsWithoutGuardians: 28 });
  });

  it.each([
    ['tabs', 'sourcedId\trole\tgivenName\tfamilyName\ns-1\tstudent\tAna\tVu, Jr.\n'],
    ['semicolons', 'sourcedId;role;givenName;familyName\r\ns-1;student;Ana;Vu, Jr.\r\n'],
    ['names of columns by hand', '"Sourced ID",Role,given_name,Family-Name\ns-1,student,Ana,"Vu, Jr."\n'],
  ])('reads %s', (_, csv) => {
    const folder = mkdtempSync(join(made, 'by-hand-'));
    writeFileSync(join(folder, 'users.csv'), csv);
    expect(readRosterFolder(folder).people).toMatchObject([{ id: 's-1', givenName: 'Ana', familyName: 'Vu, Jr.' }]);
  });

  it('reads Windows-1252 where it is no UTF-8', () => {
    const folder = mkdtempSync(join(made, 'latin-'));
    writeFileSync(
      join(folder, 'users.csv'),
      Buffer.from('sourcedId,role,givenName,familyName\ns,student,Jos\xe9,Pe\xf1a\n', 'latin1'),
    );
    expect(readRosterFolder(folder).people[0]).toMatchObject({ givenName: 'José', familyName: 'Peña' });
  });
});

describe('media restrictions', () => {
  const users = 'sourcedId,role,givenName,familyName\n';

  function restricted(header: string, rows: readonly string[], columns = {}) {
    const folder = mkdtempSync(join(made, 'media-'));
    writeFileSync(join(folder, 'users.csv'), `${users}${rows.map((_, at) => `s-${at},student,Ana,Vu\n`).join('')}`);
    writeFileSync(join(folder, 'addresses.csv'), [header, ...rows].join('\n'));
    const roster = readRosterFolder(folder, { ...supplement, columns: { ...supplement.columns, ...columns } });
    return { ids: roster.people.filter((one) => one.mediaRestricted).map(({ id }) => id), roster };
  }

  it('are what people write for yes and no', () => {
    const said = ['yes', 'TRUE', '1', 'y', 'X', 'Restricted', 'no', 'False', '0', 'n', '', '-'];
    const { ids, roster } = restricted(
      'userSourcedId,mediaRestriction',
      said.map((value, at) => `s-${at},${value}`),
    );
    expect(ids).toEqual(['s-0', 's-1', 's-2', 's-3', 's-4', 's-5']);
    expect(roster.counts.mediaRestricted).toBe(6);
    expect(roster.applied.refusedCount).toBe(0);
  });

  it('are the noes of a column that asks for permission', () => {
    const rows = ['s-0,Y', 's-1,N', 's-2,'];
    expect(restricted('userSourcedId,Photo Release', rows, { mediaPermission: 'Photo Release' }).ids).toEqual(['s-1']);
  });

  it('hold when one of several rows says so, and end with the row', () => {
    expect(restricted('userSourcedId,mediaRestriction', ['s-0,yes', 's-0,no']).ids).toEqual(['s-0']);
    const rows = ['s-0,yes,tobedeleted', 's-1,yes,active'];
    expect(restricted('userSourcedId,mediaRestriction,status', rows).ids).toEqual(['s-1']);
  });

  it('are reported where they say neither, without the value', () => {
    const { ids, roster } = restricted('userSourcedId,mediaRestriction', ['s-0,planted-7731', 's-1,yes']);
    expect(ids).toEqual(['s-1']);
    expect(roster.applied.refused).toEqual([
      { file: 'addresses.csv', row: 2, reason: 'mediaRestriction is neither yes nor no' },
    ]);
  });

  it('stay where a bundle of changes has no column for them', () => {
    const tables = emptyTables();
    read('oneroster-1.2', tables);
    const changed = (header: string, row: string) => {
      const folder = mkdtempSync(join(made, 'moved-'));
      writeFileSync(join(folder, 'addresses.csv'), `${header}\n${row}\n`);
      const { people } = readBundle(openFolder(folder, ['addresses.csv']), {
        supplement,
        tables,
        today,
        mode: 'delta',
      });
      return people.find(({ id }) => id === 's-2')!;
    };
    expect(changed('userSourcedId,street', 's-2,9 Larch Ln')).toMatchObject({
      addresses: ['9 Larch Ln'],
      mediaRestricted: true,
    });
    expect(changed('userSourcedId,mediaRestriction', 's-2,no').mediaRestricted).toBe(false);
  });

  it('of people who are not in the roster are counted: the ids may be of another kind', () => {
    const { roster } = restricted('userSourcedId,mediaRestriction', ['410001,yes', 's-1,yes', '410003,no']);
    expect(roster.counts.mediaRestricted).toBe(1);
    expect(roster.doubts.unknownInSupplement).toBe(2);
  });

  it('are kept between imports, and absent in rows of earlier versions', () => {
    const tables = emptyTables();
    read('oneroster-1.2', tables);
    const kept = unpackTables(packTables(tables));
    expect(kept.supplement.get('s-2')).toMatchObject({ mediaRestricted: true });
    expect(kept.supplement.get('s-1')).not.toHaveProperty('mediaRestricted');
  });
});

describe('objections', () => {
  const whole = read('oneroster-1.2');

  it.each([
    ['nothing before', whole, undefined, 0],
    ['as many as before', whole, 4, 0],
    ['a third fewer', whole, 6, 0],
    ['more than a third fewer', whole, 7, 1],
    ['no students', read('broken/no-students'), undefined, 1],
    ['a tenth of the rows refused', { ...whole, applied: { ...whole.applied, userRows: 100, refusedUsers: 10 } }, 4, 0],
    ['more of the rows refused', { ...whole, applied: { ...whole.applied, userRows: 100, refusedUsers: 11 } }, 4, 1],
  ])('%s', (_, roster, before, count) => {
    expect(objections(roster, before === undefined ? undefined : { ...whole.counts, students: before })).toHaveLength(
      count,
    );
  });
});
