/** Who may have whose data: every family that the rules speak of, and the grants of the configuration. */
import { describe, expect, it, test } from '@jest/globals';
import type { DirectoryPerson } from '../../detectors/detector.ts';
import { person } from '../../test/harness/person.ts';
import { configSchema } from '../config/schema.ts';
import { buildRosterImage } from './build-image.ts';
import { openDirectory } from './directory.ts';
import { entitledStudents, grantsFor, type EntitledRule } from './entitlement.ts';

const guardian = (id: string, email: string, relatedIds: string[], more: Partial<DirectoryPerson> = {}) =>
  person({ id, role: 'guardian', emails: [email], relatedIds, ...more });
const child = (id: string, relatedIds: string[], more: Partial<DirectoryPerson> = {}) =>
  person({ id, emails: [`${id}@students.fern.example`], relatedIds, schools: ['Creekside'], ...more });

const people = [
  // Siblings with both parents; the mother has another surname.
  child('ana', ['mother', 'father'], { familyName: 'Vu' }),
  child('bo', ['mother', 'father', 'shared'], { familyName: 'Vu' }),
  guardian('mother', 'mother@home.example', ['ana', 'bo'], { familyName: 'Reyes' }),
  // A father who shares his address with his partner, who has a child of her own.
  guardian('father', 'household@home.example', ['ana', 'bo']),
  guardian('partner', 'household@home.example', ['cy']),
  child('cy', ['partner'], { schools: ['Fern High'] }),
  // A guardian who teaches: two records with one address, and one person with two roles.
  guardian('teaching-parent', 'lee@fern.example', ['di']),
  person({ id: 'lee', role: 'staff', emails: ['lee@fern.example'] }),
  child('di', ['teaching-parent', 'aide-parent']),
  guardian('aide-parent', 'aide@fern.example', ['di'], { staff: true }),
  // A parent whose link has ended is not related any more.
  guardian('former', 'former@home.example', []),
  guardian('shared', 'Mixed.Case@Home.example', ['bo']),
  person({ id: 'principal', role: 'staff', emails: ['principal@fern.example'] }),
  // A placeholder that a secretary typed for everybody without an address.
  ...Array.from({ length: 9 }, (_, at) => guardian(`g${at}`, 'none@fern.example', ['ana', 'cy'])),
];
const district = configSchema.shape.district.parse({
  domains: ['fern.example'],
  studentDomains: ['students.fern.example'],
});
const directory = openDirectory(buildRosterImage(people).buffer, { district });

describe('entitledTo', () => {
  it.each([
    ['a student: their own', 'ana@students.fern.example', ['ana']],
    ['a mother with another surname: both children', 'mother@home.example', ['ana', 'bo']],
    ['two guardians with one address: the children of both', 'household@home.example', ['ana', 'bo', 'cy']],
    ['a teacher who is a guardian, two records: the own child', 'lee@fern.example', ['di']],
    ['an aide who is a guardian, one record: the own child', 'aide@fern.example', ['di']],
    ['a parent whose link has ended: nothing', 'former@home.example', []],
    ['the address in other letters', 'MIXED.case@home.EXAMPLE', ['bo']],
    ['staff: nothing by themselves', 'principal@fern.example', []],
    ['a placeholder of many: nothing', 'none@fern.example', []],
    ['a stranger: nothing', 'stranger@out.example', []],
    ['the null sender: nothing', '', []],
  ])('%s', (_, address, expected) => {
    expect([...directory.recipientFacts(address).entitledTo].sort()).toEqual(expected);
  });

  it('says who works for the district', () => {
    const staff = (address: string) => directory.recipientFacts(address).staff ?? false;
    expect(['lee@fern.example', 'aide@fern.example', 'principal@fern.example'].map(staff)).toEqual([true, true, true]);
    expect(['mother@home.example', 'stranger@fern.example'].map(staff)).toEqual([false, false]);
  });

  test.each([
    ['nobody', [], []],
    ['a student and a guardian with one address', [child('a', []), guardian('g', '', ['b', 'a'])], ['a', 'b']],
    [
      'eight',
      Array.from({ length: 8 }, (_, at) => guardian(`g${at}`, '', [`s${at}`])),
      [0, 1, 2, 3, 4, 5, 6, 7].map((at) => `s${at}`),
    ],
    ['nine', Array.from({ length: 9 }, (_, at) => guardian(`g${at}`, '', [`s${at}`])), []],
  ])('%s', (_, owners, expected) => {
    expect(entitledStudents(owners)).toEqual(expect.arrayContaining([...expected]));
    expect(entitledStudents(owners)).toHaveLength(expected.length);
  });
});

describe('householdOf', () => {
  it('is the family on both sides', () => {
    const members = (id: string) =>
      directory
        .householdOf(directory.personById(id)!)
        .map((member) => member.id)
        .sort();
    expect(members('ana')).toEqual(['ana', 'bo', 'father', 'mother']);
    expect(members('partner')).toEqual(['cy', 'partner']);
    expect(members('principal')).toEqual(['principal']);
  });
});

describe('grants', () => {
  const rule: EntitledRule = {
    purpose: 'yearbook',
    addresses: ['*@photos.example', 'Editor@print.example'],
    domains: ['bus.example', '.bus.example'],
    until: '2027-06-30',
    codes: ['student-pii.*'],
    students: 'all',
  };
  const ask = (address: string, today: string, students: 'all' | string[] = 'all') =>
    grantsFor([{ ...rule, students }], {
      address,
      today,
      students: ['ana', 'cy'],
      schoolsOf: (id) => directory.personById(id)?.schools ?? [],
    });
  const all = { purpose: 'yearbook', codes: ['student-pii.*'], students: 'all' };

  it.each([
    ['a pattern', 'kim@photos.example', '2027-01-01', [all]],
    ['an address in other letters', 'editor@PRINT.example', '2027-01-01', [all]],
    ['a domain', 'dispatch@bus.example', '2027-01-01', [all]],
    ['a subdomain', 'dispatch@north.bus.example', '2027-01-01', [all]],
    ['the last day', 'kim@photos.example', '2027-06-30', [all]],
    ['the day after', 'kim@photos.example', '2027-07-01', []],
    ['another address of the domain', 'sales@print.example', '2027-01-01', []],
    ['a domain that ends alike', 'x@notbus.example', '2027-01-01', []],
    ['the null sender', '', '2027-01-01', []],
  ])('%s', (_, address, today, expected) => {
    expect(ask(address, today)).toEqual(expected);
  });

  it('is for the students of the schools that it names', () => {
    expect(ask('kim@photos.example', '2027-01-01', ['fern high'])).toEqual([{ ...all, students: ['cy'] }]);
    expect(ask('kim@photos.example', '2027-01-01', ['Elsewhere'])).toEqual([]);
  });

  it('ends with the day where the district is', () => {
    const settings = configSchema.parse({
      district: { timeZone: 'America/Chicago' },
      directory: { entitled: [{ purpose: 'yearbook', domains: ['photos.example'], until: '2027-06-30' }] },
    });
    const chicago = openDirectory(buildRosterImage(people).buffer, settings);
    const at = (moment: string) => chicago.grants('kim@photos.example', ['ana'], new Date(moment)).length;
    expect(at('2027-07-01T04:59:00Z')).toBe(1);
    expect(at('2027-07-01T05:01:00Z')).toBe(0);
  });
});
