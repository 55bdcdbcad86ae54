/** Mailing lists: by address, by pattern, one for each school of the roster; whom they reach and who may write to them. */
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { join } from 'node:path';
import { configSchema } from '../config/schema.ts';
import { loadDirectory, type Directory } from './directory.ts';
import { openLists } from './mailing-lists.ts';

const rosters = join(import.meta.dirname, '../../fixtures/rosters');

function districtOf(lists: readonly object[], roster: string | null = 'maple'): Directory {
  const district = configSchema.shape.district.parse({ domains: ['maple.example'], lists });
  return loadDirectory({ district, rosterDir: roster === null ? undefined : join(rosters, roster) });
}

describe('whom a list reaches', () => {
  const directory = districtOf([
    { address: 'district@maple.example', kind: 'staff', school: 'all' },
    { address: 'parents@maple.example', kind: 'family', school: 'all' },
    { address: 'oakhill-office@maple.example', kind: 'staff', school: 'oak hill ELEMENTARY school' },
    { address: 'told@maple.example', kind: 'student', school: 'all', members: 7 },
    { address: '{school}-staff@maple.example', kind: 'staff' },
    { address: '{school}-families@maple.example', kind: 'family' },
    { address: 'students.{school}@maple.example', kind: 'student' },
    { address: '{school}-math@maple.example', kind: 'department' },
  ]);
  const members = (address: string) => directory.recipientFacts(address).list?.members;

  it('counts the people of the roster by the kind of the list', () => {
    expect(members('district@maple.example')).toBe(6);
    expect(members('parents@maple.example')).toBe(42);
    expect(members('oakhill-office@maple.example')).toBe(members('oak-hill-staff@maple.example'));
    expect(members('oak-hill-families@maple.example')).toBeGreaterThan(0);
  });

  it('takes the configured number where there is one', () => {
    expect(members('told@maple.example')).toBe(7);
  });

  test.each([
    'oak-hill-elementary-school-staff@maple.example',
    'oak_hill-staff@maple.example',
    'OakHillElementary-staff@maple.example',
    'oakhill-staff@maple.example',
  ])('%s is the list of a school', (address) => {
    const { list } = directory.recipientFacts(address);
    expect(list).toMatchObject({ address, kind: 'staff' });
    expect(list?.members).toBe(members('oak-hill-staff@maple.example'));
  });

  test.each(['elm-staff@maple.example', 'nowhere-staff@maple.example', '-staff@maple.example', 'staff@maple.example'])(
    '%s is none',
    (address) => {
      expect(directory.recipientFacts(address).list).toBeUndefined();
    },
  );

  it('knows a department of a school without saying how many it has', () => {
    expect(directory.recipientFacts('oakhill-math@maple.example').list).toEqual({
      address: 'oakhill-math@maple.example',
      kind: 'department',
    });
  });

  it('says nothing of numbers where two schools share the name in the address', () => {
    const find = openLists([{ address: '{school}-staff@x.example', kind: 'staff' }], {
      schools: new Map([
        ['lincoln high school', { staff: 40, student: 900, family: 1200 }],
        ['lincoln elementary school', { staff: 30, student: 300, family: 500 }],
      ]),
      all: { staff: 70, student: 1200, family: 1700 },
    });
    expect(find('lincoln-staff@x.example', undefined)).toEqual({ address: 'lincoln-staff@x.example', kind: 'staff' });
    expect(find('lincolnhigh-staff@x.example', undefined)?.members).toBe(40);
  });

  it('has no lists of schools without a roster', () => {
    const plain = districtOf(
      [{ address: '{school}-staff@maple.example' }, { address: 'all@maple.example', school: 'all' }],
      null,
    );
    expect(plain.recipientFacts('oakhill-staff@maple.example').list).toBeUndefined();
    expect(plain.recipientFacts('all@maple.example').list).toEqual({ address: 'all@maple.example', kind: 'staff' });
  });
});

describe('who may write to a list', () => {
  const directory = districtOf([
    {
      address: 'allstaff@maple.example',
      purpose: 'announcements of the district office',
      owners: ['Super@maple.example'],
      approvedSenders: ['*-office@maple.example', 'hr.maple.example', '@News.maple.example'],
    },
    { address: 'closed@maple.example', owners: ['super@maple.example'], approvedSenders: [] },
    { address: 'open@maple.example', owners: ['super@maple.example'] },
    { address: '{school}-families@maple.example', kind: 'family', approvedSenders: ['{school}-desk@maple.example'] },
  ]);
  const approved = (list: string, sender?: string) =>
    directory.recipientFacts(`${list}@maple.example`, sender).list?.senderApproved;

  test.each([
    ['allstaff', 'super@maple.example', true],
    ['allstaff', 'Elm-Office@maple.example', true],
    ['allstaff', 'anybody@hr.maple.example', true],
    ['allstaff', 'desk@news.maple.example', true],
    ['allstaff', 'teacher@maple.example', false],
    ['allstaff', 'elm-office@maple.example.elsewhere.example', false],
    ['closed', 'super@maple.example', true],
    ['closed', 'elm-office@maple.example', false],
    ['open', 'teacher@maple.example', undefined],
    ['oakhill-families', 'oak-hill-elementary-desk@maple.example', true],
    ['oakhill-families', 'elm-street-desk@maple.example', false],
    ['elm-street-families', 'elm-street-desk@maple.example', true],
    ['oakhill-families', '-desk@maple.example', false],
    ['allstaff', '', undefined],
    ['allstaff', undefined, undefined],
  ])('to %s from %s: %s', (list, sender, expected) => {
    expect(approved(list, sender)).toBe(expected);
  });

  it('tells what the list is for and who answers for it', () => {
    expect(directory.recipientFacts('allstaff@maple.example', 'x@maple.example').list).toEqual({
      address: 'allstaff@maple.example',
      kind: 'staff',
      purpose: 'announcements of the district office',
      owners: ['Super@maple.example'],
      senderApproved: false,
    });
  });
});

it('a list with a star and one with {school} never disagree on an address that holds the full name', () => {
  const members = {
    schools: new Map([['oak hill school', { staff: 3, student: 0, family: 0 }]]),
    all: { staff: 3, student: 0, family: 0 },
  };
  const find = openLists([{ address: 'pre{school}post@x.example', kind: 'staff' }], members);
  const names = ['oak-hill-school', 'oak.hill', 'oakhill', 'oak_hill_school', 'oak', 'hill', 'school'];
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.string({ maxLength: 3 }), (name, noise) => {
      const found = find(`pre${name}${noise}post@x.example`, undefined);
      expect(found !== undefined).toBe(noise === '' && !['oak', 'hill', 'school'].includes(name));
    }),
  );
});
