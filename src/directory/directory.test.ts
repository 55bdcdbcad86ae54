/** The directory from the Maple Valley roster and from damaged ones. */
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configSchema } from '../config/schema.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import { loadDirectory } from './directory.ts';
import { matchesPattern } from './matches-pattern.ts';

const district = configSchema.shape.district.parse({
  domains: ['maple.example'],
  studentDomains: ['students.maple.example'],
  lists: [
    { address: 'allstaff@maple.example', members: 240 },
    { address: '*-families@maple.example', kind: 'family' },
  ],
  phones: ['(262) 555-0100'],
});
const maple = loadDirectory({ rosterDir: join(import.meta.dirname, '../../fixtures/rosters/maple'), district });
const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

function roster(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'roster-'));
  made.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

function failure(files: Record<string, string>): { code: string; message: string } {
  try {
    loadDirectory({ rosterDir: roster(files), district });
  } catch (error) {
    return { code: codeOf(error), message: (error as Error).message };
  }
  throw new Error('the roster was read');
}

describe('a roster', () => {
  it('has students with their guardians, phones and addresses', () => {
    expect(maple.hasRoster).toBe(true);
    expect(maple.size).toBe(86);
    const libby = maple.personById('s-105')!;
    expect(libby).toMatchObject({ role: 'student', familyName: 'Whitcomb', preferredNames: ['Libby'] });
    expect(libby.addresses).toEqual(['212 Old Orchard Ln, Maple Falls, WI, 53199']);
    expect(libby.relatedIds.map((id) => maple.personById(id)!.givenName)).toEqual(['Dana', 'Grant']);
    expect(maple.peopleByEmail('Dana.Whitcomb@MAILHOP.example')[0]!.relatedIds).toEqual(['s-105', 's-106']);
  });

  it('finds a mailbox by an address with a tag, and a tag of the roster by itself alone', () => {
    const of = (address: string) => maple.peopleByEmail(address).map(({ givenName }) => givenName);
    expect(of('dana.whitcomb+School@mailhop.example')).toEqual(['Dana']);
    expect(of('dana.whitcomb+@mailhop.example')).toEqual(['Dana']);
    expect(of('+dana.whitcomb@mailhop.example')).toEqual([]);
    expect(of('dana.whitcomb-school@mailhop.example')).toEqual([]);
    const directory = loadDirectory({
      rosterDir: roster({
        'users.csv': 'sourcedId,role,givenName,familyName,email\ns1,student,Ana,Vu,a+b@home.example\n',
      }),
      district,
    });
    expect(['a+b', 'a', 'a+c'].map((local) => directory.peopleByEmail(`${local}@home.example`).length)).toEqual([
      1, 0, 0,
    ]);
  });

  it('keeps staff phones and the configured ones as its own', () => {
    expect(maple.isOwnPhone('2625550100')).toBe(true);
    expect(maple.isOwnPhone('2625550101')).toBe(true);
    expect(maple.isOwnPhone('2625550120')).toBe(false);
    expect(maple.isOwnPhone('')).toBe(false);
  });

  it('links students and guardians from either side, and nobody else', () => {
    const directory = loadDirectory({
      rosterDir: roster({
        'users.csv': [
          'sourcedId,role,givenName,familyName,email,agentSourcedIds,status',
          's1,student,Ana,Vu,,"g1,t1",',
          's2,student,Bo,Vu,,,',
          'g1,parent,Cy,Vu,cy@home.example,s2,',
          't1,teacher,Di,Oh,di@maple.example,s2,',
          's3,student,Ed,Gone,,g1,tobedeleted',
        ].join('\r\n'),
      }),
      district,
    });
    expect(directory.personById('g1')!.relatedIds).toEqual(['s1', 's2']);
    expect(directory.personById('t1')!.relatedIds).toEqual([]);
    expect(directory.personById('s3')).toBeUndefined();
    expect(directory.recipientFacts('di@maple.example').entitledTo).toEqual([]);
  });
});

describe('recipientFacts', () => {
  it.each([
    ['habdi30@students.maple.example', true, ['s-113']],
    ['fadumo.warsame@mailhop.example', false, ['s-113', 's-114']],
    ['nobody@maple.example.elsewhere.example', false, []],
    ['', false, []],
  ])('%s', (address, inside, entitledTo) => {
    expect(maple.recipientFacts(address)).toEqual({ address, inside, entitledTo });
  });

  it('knows staff', () => {
    const groups = ['roster:staff', 'roster:teacher'];
    const facts = { address: 'ellen.marsh@maple.example', inside: true, entitledTo: [], staff: true, groups };
    expect(maple.recipientFacts(facts.address)).toEqual(facts);
  });

  it('knows lists by address and by pattern', () => {
    expect(maple.recipientFacts('AllStaff@maple.example').list).toEqual({
      address: 'AllStaff@maple.example',
      kind: 'staff',
      members: 240,
    });
    expect(maple.recipientFacts('elm-families@maple.example').list?.kind).toBe('family');
    expect(maple.recipientFacts('families@maple.example').list).toBeUndefined();
  });

  it('works without a roster', () => {
    const directory = loadDirectory({ district });
    expect(directory.hasRoster).toBe(false);
    expect(directory.size).toBe(0);
    expect(directory.recipientFacts('x@students.maple.example')).toMatchObject({ inside: true, entitledTo: [] });
  });
});

describe('a roster that cannot be read', () => {
  const header = 'sourcedId,role,givenName,familyName\n';

  it.each([
    ['no users.csv', {}, /users\.csv/],
    ['a column too few', { 'users.csv': 'sourcedId,role,givenName\n' }, /users\.csv, no column familyName/],
    ['an empty file', { 'users.csv': '' }, /users\.csv, no column/],
    ['a quote that never ends', { 'users.csv': `${header}s1,student,"Planted,Value7731\n` }, /users\.csv/],
    ['bad addresses', { 'users.csv': header, 'addresses.csv': 'user,street\ns1,1 Planted St\n' }, /addresses\.csv/],
  ])('%s', (_, files, message) => {
    const error = failure(files);
    expect(error.code).toBe('roster.not-readable');
    expect(error.message).toMatch(message);
    expect(error.message).not.toMatch(/planted|7731/i);
  });
});

describe('matchesPattern', () => {
  it('agrees with a regular expression', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '-', '@'), maxLength: 12 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '-', '@', '*'), maxLength: 8 });
    fc.assert(
      fc.property(letters, pattern, (text, glob) => {
        const expected = new RegExp(`^${glob.split('*').join('.*')}$`).test(text);
        expect(matchesPattern(text, glob.split('*'))).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });
});
