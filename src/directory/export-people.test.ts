/** People of exports as they really are: several rows of one user, lists of ids, role names, dates, and rosters that cannot be used. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { csv, header, makeExports, noted, person, rows, whole } from '../../test/harness/roster-export.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import { readRosterFolder } from './read-roster.ts';
import { requireStudents } from './require-students.ts';
import { objections, reportOf } from './roster-report.ts';
import { emptyTables, packTables, unpackTables } from './roster-tables.ts';

const { folderOf, read, remove } = makeExports();
afterAll(remove);

describe('several rows of one user', () => {
  const two = (first: string, second: string) => read(csv(header, ...rows, first, second));

  it('are merged: guardians, schools, phones and email addresses', () => {
    const roster = two(
      's-5,student,Kim,Lee,a@mail.example,414-555-0113,g-1,o-1',
      's-5,student,Kim,Lee,b@mail.example,414-555-0114,g-2,o-2',
    );
    expect(person(roster, 's-5')).toMatchObject({
      emails: ['a@mail.example', 'b@mail.example'],
      phones: ['414-555-0113', '414-555-0114'],
      relatedIds: ['g-1', 'g-2'],
    });
    expect(noted(roster)).toEqual(['merged-rows 1']);
  });

  it('are merged where one of them is half empty, in either order', () => {
    const [full, empty] = ['s-5,student,Kim,Lee,,414-555-0113,g-1,o-1', 's-5,student,Kim,,,,,'];
    for (const roster of [two(full, empty), two(empty, full)])
      expect(person(roster, 's-5')).toMatchObject({ familyName: 'Lee', phones: ['414-555-0113'], relatedIds: ['g-1'] });
  });

  it('may give two roles', () => {
    const roster = two('t-1,teacher,Kim,Lee,kim@school.example,,,', 't-1,Mother,Kim,Lee,kim@mail.example,,s-1,');
    expect(person(roster, 't-1')).toMatchObject({ role: 'guardian', staff: true, relatedIds: ['s-1'] });
  });

  const dated = `${header},status,dateLastModified`;
  it.each([
    ['the other school', 's-5,student,Kim,Lee,,,,o-2,tobedeleted,', true],
    ['an older deletion', 's-5,student,Kim,Lee,,,,o-1,tobedeleted,2026-08-01', true],
    ['the same school', 's-5,student,Kim,Lee,,,,o-1,tobedeleted,', false],
    ['the user', 's-5,,Kim,Lee,,,,,tobedeleted,2026-09-02', false],
  ])('of which a later one deletes %s', (_, deleting, stays) => {
    const roster = read(
      csv(dated, 's-4,student,Bo,Lee,,,,o-1,,', 's-5,student,Kim,Lee,,,,o-1,active,2026-09-01', deleting),
    );
    expect(roster.people.some(({ id }) => id === 's-5')).toBe(stays);
    expect(noted(roster)).toEqual(['deleted-rows 1']);
  });

  it('count by their dates where the values differ', () => {
    const roster = read(csv(dated, 's-5,student,Kim,Lee,,,,,,2026-09-02', 's-5,student,Kim,Old,,,,,,2026-08-01'));
    expect(person(roster, 's-5').familyName).toBe('Lee');
  });

  it('are roles under one id: each of them counts', () => {
    const roster = read({
      'users.csv': 'sourcedId,givenName,familyName,agentSourcedIds\ns-1,Ana,Vu,t-1\nt-1,Linh,Vu,\n',
      'roles.csv': 'sourcedId,userSourcedId,role\nr-1,s-1,student\nr-2,t-1,teacher\nr-2,t-1,parent\n',
    });
    expect(person(roster, 't-1')).toMatchObject({ role: 'guardian', staff: true, relatedIds: ['s-1'] });
    expect(noted(roster)).toContain('merged-rows 1');
  });
});

describe('links in other forms', () => {
  it.each(['g-1,g-2', 'g-1;g-2', 'g-1 | g-2', 'g-1 g-2', '["g-1","g-2"]', 'g-1\ng-2', 'g-1,g-2,'])('%j', (agents) => {
    const roster = read(csv(header, ...rows, `s-5,student,Kim,Lee,,,"${agents.replaceAll('"', '""')}",`));
    expect(person(roster, 's-5').relatedIds).toEqual(['g-1', 'g-2']);
    expect(roster.doubts.danglingLinks).toBe(0);
  });
});

describe('roles', () => {
  it('that vendors name are recognized, others are nobody and counted by name', () => {
    const roster = read(
      csv(
        header,
        's-1,Student,Ana,Vu,,,"g-1,x-1",',
        'g-1,Parent/Guardian,Linh,Vu,,,,',
        'g-3,mother,Bo,Lee,,,s-1,',
        'x-1,Volunteer,Kim,Lee,,,s-1,',
        'x-2,volunteer,Al,Lee,,,,',
        'x-3,Emergency Contact,Jo,Lee,,,,',
        'x-4,Kim,Shifted,Row,,,,',
        'x-5,role17,Ed,Lee,,,,',
      ),
    );
    expect(person(roster, 's-1').relatedIds).toEqual(['g-1', 'g-3']);
    expect(roster.counts).toMatchObject({ students: 1, guardians: 2, staff: 0, links: 2 });
    expect(roster.doubts.unknownRoles).toEqual([
      ['volunteer', 2],
      ['emergency contact', 1],
      ['(other)', 2],
    ]);
    expect(roster.doubts).toMatchObject({ withoutRole: 0, danglingLinks: 1 });
    expect(reportOf(roster).notes).toEqual([
      {
        kind: 'role-names',
        file: 'users.csv',
        count: 2,
        names: [
          ['parent/guardian as guardian', 1],
          ['mother as guardian', 1],
        ],
      },
    ]);
  });

  const roles = (...lines: string[]) => ({
    'users.csv': 'sourcedId,givenName,familyName,agentSourcedIds\ns-1,Ana,Vu,g-1\ns-2,Bo,Vu,\ng-1,Linh,Vu,\n',
    'roles.csv': csv('sourcedId,userSourcedId,role,beginDate,endDate', ...lines),
  });

  it.each([
    ['08/25/2026', '06/10/2027', 6],
    ['20260825', '20270610', 6],
    ['8/25/26', '6/10/27', 6],
    ['2026-08-25', '2027-06-10', 0],
  ])('from %s until %s', (begin, end, converted) => {
    const roster = read(
      roles(`a,s-1,student,${begin},${end}`, `b,s-2,student,${begin},${end}`, `c,g-1,guardian,${begin},${end}`),
    );
    expect(roster.counts).toMatchObject({ students: 2, guardians: 1, links: 1 });
    expect(
      reportOf(roster)
        .notes!.filter(({ kind }) => kind === 'other-dates')
        .map(({ count }) => count),
    ).toEqual(converted === 0 ? [] : [converted]);
  });

  it('whose dates cannot be read are refused rather than valid forever', () => {
    const roster = read(roles('a,s-1,student,,', 'b,s-2,student,,', 'c,g-1,guardian,,Planted7731'));
    expect(roster.counts).toMatchObject({ students: 2, guardians: 0, links: 0 });
    expect(roster.applied.refused).toEqual([
      { file: 'roles.csv', row: 4, reason: 'endDate is not a date such as 2027-06-30' },
    ]);
    expect(objections(roster, undefined)).toEqual(['1 of 3 rows of roles.csv were rejected']);
  });
});

describe('a roster that cannot be used', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    [
      'roles that have all ended',
      {
        'users.csv': 'sourcedId,givenName,familyName\ns-1,Ana,Vu\ng-1,Linh,Vu\n',
        'roles.csv':
          'sourcedId,userSourcedId,role,beginDate,endDate\na,s-1,student,08/25/2024,06/10/2025\nb,g-1,guardian,,2025-06-12\n',
      },
      /roles of 2 users have ended, the last one on 2025-06-12, or have not begun\. Export the current school year again/,
    ],
    ['no students', { 'users.csv': csv(header, 't-1,teacher,Kim,Lee,,,,') }, /it has no students\. Export the users/],
    [
      'students under an unknown role',
      { 'users.csv': csv(header, 's-1,Scholar,Kim,Lee,,,,', 's-2,Scholar,Bo,Lee,,,,') },
      /does not know the roles “scholar”; export the students with the role student/,
    ],
  ])('has %s', (_, files, message) => {
    const roster = read(files);
    expect(objections(roster, undefined)).toEqual([expect.stringMatching(message)]);
    let error: unknown;
    try {
      requireStudents(roster);
    } catch (thrown) {
      error = thrown;
    }
    expect(codeOf(error)).toBe('roster.no-students');
    expect((error as Error).message).toMatch(message);
    expect(() => readRosterFolder(folderOf(files))).toThrow(message);
  });
});

describe('the report', () => {
  it('names the columns that are missing', () => {
    const { notes } = reportOf(
      read('sourcedId,role,givenName,familyName,E-Mail Address\ns-1,student,Ana,Vu,a@mail.example\n'),
    );
    expect(notes).toEqual([
      {
        kind: 'absent-columns',
        file: 'users.csv',
        count: 3,
        names: [
          ['email', 1],
          ['phone or sms', 1],
          ['agentSourcedIds', 1],
        ],
      },
    ]);
  });

  it('accounts for each row of the file', () => {
    const lines = [
      ...rows,
      rows[0],
      ',student,No,Id,,,,',
      ',,,,,,,',
      header,
      'x-1,robot,R,Two,,,,',
      't-1,,Kim,Lee,,,,',
    ];
    const { applied, doubts, people } = read(csv(header, ...lines));
    const of = (kind: string) => applied.notes.find((note) => note.kind === kind)?.count ?? 0;
    const unknown = doubts.unknownRoles!.reduce((sum, [, users]) => sum + users, 0);
    expect(
      people.length +
        doubts.withoutRole +
        unknown +
        applied.refusedCount +
        of('merged-rows') +
        of('empty-rows') +
        of('repeated-headers'),
    ).toBe(lines.length);
  });
});

it('rows that an earlier version stored are still read', () => {
  const tables = emptyTables();
  read(whole, tables);
  const { roles, emails, preferredGiven, ...rest } = tables.users.get('s-1')!;
  const old = { ...rest, role: roles[0], email: emails[0], preferredGiven: preferredGiven[0] ?? '' };
  tables.users.set('s-1', old as never);
  tables.roles.set('r-1', { user: 's-1', role: 'student', org: '', begin: '', end: '' } as never);
  const stored = unpackTables(packTables(tables));
  expect(stored.users.get('s-1')).toEqual({ ...rest, roles, emails, preferredGiven });
  expect(stored.roles.get('r-1')).toHaveLength(1);
});
