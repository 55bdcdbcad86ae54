/** Single conditions and exceptions, each with a message that they take and one that they leave. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addressMatches, globMatches } from '../message/address-pattern.ts';
import { decide } from './decide.ts';
import { parsePack } from './load-pack.ts';
import { timeHolds } from './local-time.ts';
import type { DecisionInput } from './verdict.ts';

const outside = { address: 'v@vendor.example', inside: false, entitledTo: [] };
const colleague = { address: 'c@school.example', inside: true, entitledTo: [] };
const mother = { address: 'm@lakemail.example', inside: false, entitledTo: ['s1'] };
const allStaff = {
  address: 'all@school.example',
  inside: true,
  entitledTo: [],
  list: { address: 'all@school.example', kind: 'staff' },
} as const;
const base: DecisionInput = {
  sender: 't@school.example',
  recipients: [outside],
  findings: [{ code: 'student-pii.phone', score: 0.9, student: 's1', inDirectory: true }],
  unread: [],
  failures: [],
  receivedAt: '2026-03-04T16:00:00Z',
};
const packOf = (when: string, more = '') =>
  parsePack(
    `name: p\ntitle: P\nversion: 1\ngroups: { nurses: ['*-nurse@school.example'] }\nrules: [{ id: r, title: R, when: ${when}, action: quarantine }]\n${more}`,
    '/',
  );
const actionOf = (when: string, input: Partial<DecisionInput>) => decide({ ...base, ...input }, packOf(when)).action;

describe('conditions', () => {
  test.each<[string, Partial<DecisionInput>, Partial<DecisionInput>]>([
    ['{ codes: [student-pii.*] }', {}, { findings: [{ code: 'profanity.plain', score: 1 }] }],
    [
      '{ codes: [student-pii.*], notCodes: [student-pii.phone] }',
      { findings: [...base.findings, { code: 'student-pii.location', score: 1 }] },
      {},
    ],
    ['{ notCodes: [profanity.*] }', {}, { findings: [{ code: 'profanity.plain', score: 1 }] }],
    ['{ codes: ["*"], minScore: 0.8 }', {}, { findings: [{ code: 'student-pii.phone', score: 0.79 }] }],
    ['{ codes: ["*"], minCount: 2 }', { findings: [...base.findings, ...base.findings] }, {}],
    [
      '{ codes: ["*"], minStudents: 2 }',
      { findings: [...base.findings, { ...base.findings[0]!, student: 's2' }] },
      { findings: [...base.findings, ...base.findings] },
    ],
    [
      '{ unread: [encrypted] }',
      { unread: [{ reason: 'encrypted', contentType: 'a/b' }] },
      { unread: [{ reason: 'image', contentType: 'a/b' }] },
    ],
    ['{ codes: ["*"], recipients: outside }', { recipients: [colleague, outside] }, { recipients: [colleague] }],
    ['{ codes: ["*"], recipients: inside }', { recipients: [colleague, outside] }, { recipients: [outside] }],
    ['{ codes: ["*"], recipients: list }', { recipients: [allStaff] }, { recipients: [colleague] }],
    ['{ codes: ["*"], recipients: unentitled }', { recipients: [mother, colleague] }, { recipients: [mother] }],
    [
      '{ codes: ["*"], recipients: unentitled, colleagues: false }',
      { recipients: [mother, allStaff] },
      { recipients: [mother, colleague] },
    ],
    ['{ codes: ["*"], listKinds: [family, staff] }', { recipients: [allStaff] }, { recipients: [outside] }],
    ['{ codes: ["*"], minRecipients: 2 }', { recipients: [outside, mother] }, {}],
    [
      '{ codes: ["*"], recipients: unentitled, minRecipients: 2 }',
      { recipients: [outside, colleague] },
      { recipients: [outside, mother] },
    ],
    ['{ senderGroups: [nurses] }', { sender: 'head-nurse@school.example' }, {}],
    ['{ notSenderGroups: [nurses] }', {}, { sender: 'head-nurse@school.example' }],
    ['{ senders: [T@School.Example] }', {}, { sender: '' }],
    ['{ recipientsIn: [vendor.example] }', {}, { recipients: [mother] }],
    [
      '{ time: { days: [wed], from: "09:00", to: "17:00", timeZone: America/Chicago } }',
      {},
      { receivedAt: '2026-03-04T23:30:00Z' },
    ],
  ])('%s', (when, taken, left) => {
    expect(actionOf(when, taken)).toBe('quarantine');
    expect(actionOf(when, left)).toBe('deliver');
  });

  test('of three students, those count whom the recipient may not know about', () => {
    const findings = ['s1', 's2', 's3'].map((student) => ({
      code: 'student-pii.phone',
      score: 0.9,
      student,
      inDirectory: true,
    }));
    const verdict = decide(
      { ...base, recipients: [mother], findings },
      packOf('{ codes: ["*"], recipients: unentitled }'),
    );
    expect(verdict).toMatchObject({
      action: 'quarantine',
      students: 2,
      rules: [{ students: ['s2', 's3'], findings: [1, 2], recipients: [0] }],
    });
  });

  test('a student who is in no roster counts towards everyone', () => {
    const findings = [{ code: 'student-pii.phone', score: 0.9, student: 's1', inDirectory: false }];
    expect(actionOf('{ codes: ["*"], recipients: unentitled }', { recipients: [mother], findings })).toBe('quarantine');
  });

  test('a message without known recipients counts as going outside', () => {
    const verdict = decide({ ...base, recipients: [] }, packOf('{ codes: ["*"], recipients: outside }'));
    expect(verdict).toMatchObject({ action: 'quarantine', rules: [{ recipients: [] }] });
  });
});

describe('failures of the scan', () => {
  const failures = [{ code: 'timed-out' }] as const;

  test('are held where no rule decides on them', () => {
    const verdict = decide({ ...base, findings: [], failures }, packOf('{ codes: ["*"] }'));
    expect(verdict).toMatchObject({
      action: 'quarantine',
      codes: ['scan.timed-out'],
      rules: [{ id: 'built-in.unscannable' }],
    });
  });

  test.each(['codes: ["*"]', 'minStudents: 1', 'unread: ["*"]'])(
    'are held where the rule on them also asks for %s',
    (asked) => {
      const pack = packOf(`{ failures: ["*"], ${asked} }`);
      const lenient = { ...pack, rules: pack.rules.map((rule) => ({ ...rule, action: 'deliver' as const })) };
      const unread = [{ reason: 'encrypted', contentType: 'application/zip' }] as const;
      expect(decide({ ...base, failures, unread }, lenient).action).toBe('quarantine');
    },
  );

  test('are held where the rule on them is about another failure', () => {
    const both = [...failures, { code: 'poison' }] as const;
    const pack = packOf('{ failures: [poison] }', 'exceptions: []');
    const lenient = { ...pack, rules: pack.rules.map((rule) => ({ ...rule, action: 'deliver' as const })) };
    expect(decide({ ...base, failures: both }, lenient).action).toBe('quarantine');
    expect(decide({ ...base, failures: [{ code: 'poison' }] }, lenient).action).toBe('deliver');
  });
});

describe('exceptions', () => {
  const withException = (when: string) =>
    packOf('{ codes: ["*"] }', `exceptions: [{ id: e, rules: [r], when: ${when}, reason: agreed, until: 2026-03-04 }]`);

  test('switch a rule off for the message, and it stays recorded', () => {
    const verdict = decide(base, withException('{ senders: [t@school.example] }'));
    expect(verdict).toMatchObject({
      action: 'deliver',
      monitored: 'deliver',
      codes: [],
      students: 0,
      rules: [{ id: 'r', exception: 'e' }],
    });
  });

  test('spare the recipients that they name, no others', () => {
    const pack = withException('{ recipientsIn: [vendor.example] }');
    expect(decide(base, pack).action).toBe('deliver');
    const both = decide({ ...base, recipients: [outside, mother] }, pack);
    expect(both).toMatchObject({ action: 'quarantine', rules: [{ recipients: [1] }] });
    expect(both.rules[0]).not.toHaveProperty('exception');
  });

  test('end with their last day', () => {
    const pack = withException('{ senders: [t@school.example] }');
    expect(decide({ ...base, receivedAt: '2026-03-04T23:59:59Z' }, pack).action).toBe('deliver');
    expect(decide({ ...base, receivedAt: '2026-03-05T00:00:00Z' }, pack).action).toBe('quarantine');
  });
});

test.each([
  ['student-pii.*', 'student-pii.phone', true],
  ['*', '', true],
  ['*.threat', 'harassment.threat', true],
  ['a*a', 'a', false],
  ['a*b*c', 'axbxc', true],
  ['a*b*c', 'acxb', false],
  ['student-pii.*', 'student-email.x', false],
])('globMatches(%s, %s) is %s', (pattern, text, expected) => {
  expect(globMatches(pattern, text)).toBe(expected);
});

test.each([
  ['a@school.example', ['school.example'], true],
  ['a@sub.school.example', ['school.example'], false],
  ['a@sub.school.example', ['.school.example'], true],
  ['a@school.example', ['@school.example'], true],
  ['a@evilschool.example', ['@school.example'], false],
  ['Front-Office@school.example', ['*-office@school.example'], true],
  ['', ['school.example'], false],
])('addressMatches(%s, %j) is %s', (address, patterns, expected) => {
  expect(addressMatches(address, patterns)).toBe(expected);
});

test.each([
  ['2026-03-07T11:00:00Z', true], // Saturday 05:00, the night of Friday
  ['2026-03-07T12:00:00Z', false], // Saturday 06:00
  ['2026-03-07T05:00:00Z', true], // Friday 23:00
  ['2026-03-06T11:00:00Z', false], // Friday 05:00, the night of Thursday
  ['2026-07-11T03:00:00Z', true], // Friday 22:00 in daylight saving time
])('the night of Friday at %s: %s', (instant, expected) => {
  expect(timeHolds({ days: ['fri'], from: '22:00', to: '06:00' }, instant, 'America/Chicago')).toBe(expected);
});

test('globMatches agrees with a regular expression', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '-'), maxLength: 8 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 6 });
  fc.assert(
    fc.property(pattern, text, (glob, subject) => {
      const oracle = new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
      expect(globMatches(glob, subject)).toBe(oracle.test(subject));
    }),
    { numRuns: 2000 },
  );
});
