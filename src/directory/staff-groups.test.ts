/** Groups of the roster: who is in them, what they approve of for lists, and what the policy makes of them. */
import { afterAll, expect, it } from '@jest/globals';
import { configSchema } from '../config/schema.ts';
import { decide } from '../decide/decide.ts';
import { loadPack } from '../decide/load-pack.ts';
import { makeExports, csv, type Exports } from '../../test/harness/roster-export.ts';
import { openDirectory, type Directory } from './directory.ts';
import { buildRosterImage } from './build-image.ts';

const exports: Exports = makeExports();
afterAll(exports.remove);

const files = {
  'orgs.csv': csv(
    'sourcedId,name,type',
    'o-1,Lincoln Elementary,school',
    'o-2,Creekside Middle School,school',
    'o-0,District,district',
  ),
  'users.csv': csv(
    'sourcedId,givenName,familyName,email,role',
    's-1,Ana,Vu,ana@students.school.example,',
    'p-1,Ruth,Weiss,r.weiss@school.example,',
    'p-2,Paul,Ames,p.ames@school.example,',
    't-1,Odette,Marsh,o.marsh@school.example,',
    ...Array.from({ length: 9 }, (_, at) => `x-${at},Ex${at},Ample,office@school.example,`),
  ),
  'roles.csv': csv(
    'sourcedId,userSourcedId,role,orgSourcedId,beginDate,endDate',
    'r-1,s-1,student,o-1,,',
    'r-2,p-1,principal,o-1,,',
    'r-3,p-1,teacher,o-1,,2026-06-30',
    'r-4,p-2,Assistant Principal,o-2,,',
    'r-5,t-1,teacher,o-2,,',
    'r-6,t-1,guardian,o-1,,',
    ...Array.from({ length: 9 }, (_, at) => `y-${at},x-${at},principal,o-1,,`),
  ),
};

function directoryWith(district: Record<string, unknown> = {}): Directory {
  const { people, orgs } = exports.read(files);
  const image = buildRosterImage(
    people,
    orgs.map(({ name }) => name),
  );
  return openDirectory(image.buffer, configSchema.parse({ district }));
}

it.each([
  ['r.weiss@school.example', ['roster:principal', 'roster:school:lincoln elementary', 'roster:staff']],
  ['R.Weiss+tag@school.example', ['roster:principal', 'roster:school:lincoln elementary', 'roster:staff']],
  ['p.ames@school.example', ['roster:assistantprincipal', 'roster:school:creekside middle school', 'roster:staff']],
  // A student's address, one that many share, and a stranger's.
  ['ana@students.school.example', []],
  ['office@school.example', []],
  ['stranger@elsewhere.example', []],
])('%s is in %j', (address, groups) => {
  const directory = directoryWith();
  expect(directory.groupsOf(address)).toEqual(groups);
  expect(directory.recipientFacts(address).groups ?? []).toEqual(groups);
});

it('approve senders of a list: by role, or by the school of the list', () => {
  const directory = directoryWith({
    lists: [
      {
        address: '{school}-families@school.example',
        kind: 'family',
        approvedSenders: ['roster:Principal', 'roster:school:{school}'],
      },
      { address: 'allstaff@school.example', approvedSenders: ['roster:assistant principal'] },
    ],
  });
  const approved = (list: string, sender: string) =>
    directory.recipientFacts(`${list}@school.example`, `${sender}@school.example`).list?.senderApproved;
  expect(approved('creekside-families', 'r.weiss')).toBe(true);
  expect(approved('creekside-families', 'o.marsh')).toBe(true);
  expect(approved('lincoln-families', 'p.ames')).toBe(false);
  expect(approved('lincoln-families', 'office')).toBe(false);
  expect(approved('allstaff', 'p.ames')).toBe(true);
  expect(approved('allstaff', 'r.weiss')).toBe(false);
});

it('are members of the groups of a policy, for senders and recipients', () => {
  const pack = loadPack('default', { 'nurses-office': ['roster:school:Lincoln Elementary'], none: ['roster:nurse'] });
  const group = (ids: string[], senderGroups: string[]) => {
    const rule = {
      ...pack.rules[0]!,
      id: 'r',
      action: 'quarantine' as const,
      monitor: false,
      when: { senderGroups: ids },
    };
    const input = {
      sender: 'r.weiss@school.example',
      senderGroups,
      recipients: [{ address: 'x@elsewhere.example', inside: false, entitledTo: [] }],
      findings: [],
      unread: [],
      failures: [],
      receivedAt: '2026-03-04T16:00:00Z',
    };
    return decide(input, { ...pack, monitor: false, rules: [rule], exceptions: [] }).action;
  };
  const hers = directoryWith().groupsOf('r.weiss@school.example');
  expect(group(['nurses-office'], [...hers])).toBe('quarantine');
  expect(group(['nurses-office'], [])).toBe('deliver');
  expect(group(['none'], [...hers])).toBe('deliver');
});
