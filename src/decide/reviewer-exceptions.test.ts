/** Exceptions that reviewers make: what they release, and that nothing beyond the message they were made from leaves with them. */
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { decide } from './decide.ts';
import { loadPack, parsePack } from './load-pack.ts';
import { decideWithExceptions, withoutExceptions, type ReviewerException } from './reviewer-exceptions.ts';
import { gravityOfRelease, type DecisionInput } from './verdict.ts';

const printer = { address: 'orders@printco.example', inside: false, entitledTo: [] };
const about = (students: number, code = 'student-pii.home-address') =>
  Array.from({ length: students }, (_, n) => ({ code, score: 0.9, student: `s${n}`, inDirectory: true }));
const base: DecisionInput = {
  sender: 'a.moore@school.example',
  recipients: [printer],
  findings: about(1),
  unread: [],
  failures: [],
  receivedAt: '2026-03-04T16:00:00Z',
};
const allowed: ReviewerException = {
  id: 'e1',
  codes: ['student-pii.home-address'],
  sender: 'a.moore@school.example',
  recipient: 'orders@printco.example',
  students: 2,
};
const pack = loadPack('default');
const actionOf = (input: Partial<DecisionInput>, exception: Partial<ReviewerException> = {}) =>
  decideWithExceptions({ ...base, ...input }, pack, [{ ...allowed, ...exception }]).verdict.action;

test.each<[string, Partial<DecisionInput>, Partial<ReviewerException>, string]>([
  ['the message that it was made from', {}, {}, 'deliver'],
  ['as many students', { findings: about(2) }, {}, 'deliver'],
  ['one student more', { findings: about(3) }, {}, 'quarantine'],
  ['other data of the student', { findings: about(1, 'student-pii.phone') }, {}, 'quarantine'],
  ['another sender', { sender: 'b.hale@school.example' }, {}, 'quarantine'],
  ['another sender, where it names none', { sender: 'b.hale@school.example' }, { sender: null }, 'deliver'],
  ['a mass disclosure, where it claims to cover that', { findings: about(30) }, { students: 99 }, 'quarantine'],
  ['nine students', { findings: about(9) }, { students: 9 }, 'deliver'],
  ['a further recipient', { recipients: [printer, { ...printer, address: 'x@else.example' }] }, {}, 'quarantine'],
  ['a threat beside it', { findings: [...about(1), { code: 'threat.violence', score: 0.97 }] }, {}, 'quarantine'],
  [
    'a threat, where it claims to cover that',
    { findings: [{ code: 'harassment.intimidation', score: 0.97 }] },
    { codes: ['harassment.*'] },
    'quarantine',
  ],
  [
    'families without names, as many as students',
    { findings: Array.from({ length: 3 }, () => ({ code: 'student-email.several-families', score: 0.9 })) },
    { codes: ['student-email.several-families'] },
    'quarantine',
  ],
])('%s', (_name, input, exception, action) => {
  expect(actionOf(input, exception)).toBe(action);
});

it('does not count where a rule asks for two people, in monitor mode included', () => {
  const rules = (monitor: boolean) =>
    parsePack(
      `name: p\ntitle: P\nversion: 1\nrules:
  - { id: a, title: A, when: { codes: [student-pii.*], recipients: unentitled }, action: quarantine }
  - { id: b, title: B, when: { codes: [student-pii.*], recipients: unentitled }, action: quarantine, releasers: 2, monitor: ${monitor} }`,
      '/',
    );
  for (const monitor of [false, true])
    expect(decideWithExceptions(base, rules(monitor), [allowed])).toMatchObject({
      verdict: { action: 'quarantine' },
      used: [],
    });
});

describe('uses', () => {
  it('are those of the exceptions without which the message would be held', () => {
    const other = { ...allowed, id: 'e2', codes: ['student-pii.phone'] };
    const both = { ...base, findings: [...about(1), ...about(1, 'student-pii.phone')] };
    const unrelated = { ...allowed, id: 'e3', recipient: 'x@else.example' };
    expect(decideWithExceptions(both, pack, [allowed, other, unrelated]).used).toEqual(['e1', 'e2']);
    expect(decideWithExceptions(base, pack, [allowed, other]).used).toEqual(['e1']);
    expect(decideWithExceptions({ ...base, findings: [] }, pack, [allowed]).used).toEqual([]);
  });

  it('leave an input from which a replay decides the same, and the strict input can be had again', () => {
    const { input, verdict } = decideWithExceptions(base, pack, [allowed]);
    expect(decide(input, pack).action).toBe(verdict.action);
    expect(decide(withoutExceptions(input), pack).action).toBe('quarantine');
  });
});

it('never makes an action stricter, and never releases more than nine students', () => {
  const codes = fc.constantFrom('student-pii.home-address', 'student-pii.phone', 'threat.violence', 'profanity.plain');
  fc.assert(
    fc.property(
      fc.array(fc.record({ code: codes, student: fc.nat(20) }), { maxLength: 30 }),
      fc.array(codes, { minLength: 1 }),
      fc.nat(99),
      (found, covered, students) => {
        const findings = found.map(({ code, student }) => ({
          code,
          score: 0.9,
          student: `s${student}`,
          inDirectory: true,
        }));
        const input = { ...base, findings };
        const strict = decide(input, pack);
        const { verdict } = decideWithExceptions(input, pack, [{ ...allowed, codes: covered, students }]);
        if (strict.students > 9) expect(verdict.action).toBe(strict.action);
        if (strict.action === 'deliver') expect(verdict.action).toBe('deliver');
      },
    ),
  );
});

test.each<[string, DecisionInput['findings'], number[] | undefined, string[]]>([
  ['one address', about(1), undefined, []],
  ['several students', about(2), undefined, ['several-students']],
  ['several students, to the one who is entitled', about(2), [1], []],
  ['a class', about(12), undefined, ['several-people', 'several-students']],
  ['a record', about(1, 'student-record.grades'), [0], ['records']],
  ['a threat, to whomever', [{ code: 'threat.violence', score: 0.97 }], [1], ['threat']],
  ['intimidation', [{ code: 'harassment.intimidation', score: 0.97 }], undefined, ['threat', 'harassment']],
])('a release weighs heavily: %s', (_name, findings, recipients, gravity) => {
  const entitled = { address: 'm@lakemail.example', inside: false, entitledTo: ['s0', 's1'] };
  const verdict = decide({ ...base, findings, recipients: [printer, entitled] }, pack);
  expect(gravityOfRelease(verdict, recipients)).toEqual(gravity);
});
