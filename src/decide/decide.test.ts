/** Properties that every verdict must have, whatever the pack and the message. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide } from './decide.ts';
import { parsePack } from './load-pack.ts';
import {
  failureCodes,
  listKinds,
  unreadReasons,
  type Condition,
  type PolicyPack,
  type Rule,
  type TimeCondition,
} from './pack-schema.ts';
import { actions, type DecisionInput, type FindingFact, type Verdict } from './verdict.ts';

const codes = ['student-pii.phone', 'student-pii.home-address', 'profanity.plain', 'harassment.intimidation'] as const;
const students = ['s1', 's2', 's3'] as const;
const emptyPack = parsePack(
  'name: p\ntitle: P\nversion: 1\nrules: [{id: r, title: R, when: {codes: ["*"]}, action: warn}]\n',
  '/',
);

const finding: fc.Arbitrary<FindingFact> = fc.record(
  {
    code: fc.constantFrom(...codes),
    score: fc.double({ min: 0, max: 1, noNaN: true }),
    student: fc.constantFrom(...students),
    inDirectory: fc.boolean(),
  },
  { requiredKeys: ['code', 'score'] },
);
const recipient = fc.record(
  {
    address: fc.constantFrom('a@school.example', 'b@lakemail.example', 'list@school.example'),
    inside: fc.boolean(),
    entitledTo: fc.subarray([...students]),
    list: fc.record({ address: fc.constant('list@school.example'), kind: fc.constantFrom(...listKinds) }),
  },
  { requiredKeys: ['address', 'inside', 'entitledTo'] },
);
const input: fc.Arbitrary<DecisionInput> = fc.record({
  sender: fc.constantFrom('t@school.example', 'n@school.example', ''),
  recipients: fc.array(recipient, { maxLength: 4 }),
  findings: fc.array(finding, { maxLength: 6 }),
  unread: fc.array(fc.record({ reason: fc.constantFrom(...unreadReasons), contentType: fc.constant('image/png') }), {
    maxLength: 2,
  }),
  failures: fc.array(fc.record({ code: fc.constantFrom(...failureCodes) }), { maxLength: 2 }),
  receivedAt: fc
    .date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString()),
});
const context = {
  author: fc.constantFrom('sender' as const, 'other' as const),
  automatic: fc.boolean(),
  senders: fc.constant<string[]>(['n@school.example']),
  senderGroups: fc.constant<string[]>(['nurses']),
  notSenderGroups: fc.constant<string[]>(['nurses']),
  recipientsIn: fc.constantFrom<string[][]>(['lakemail.example'], ['*@school.example']),
  listKinds: fc.subarray([...listKinds], { minLength: 1 }),
  time: fc.constant<TimeCondition>({
    days: ['mon', 'tue'],
    from: '22:00',
    to: '06:00',
    timeZone: 'America/Chicago',
  }),
};
const condition: fc.Arbitrary<Condition> = fc.record(
  {
    codes: fc.subarray(['student-pii.*', 'profanity.plain', '*.threat'], { minLength: 1 }),
    minScore: fc.constantFrom(0.3, 0.8),
    minCount: fc.integer({ min: 1, max: 3 }),
    minStudents: fc.integer({ min: 1, max: 3 }),
    unread: fc.constantFrom<('*' | 'image')[][]>(['*'], ['image']),
    failures: fc.constantFrom<('*' | 'timed-out')[][]>(['*'], ['timed-out']),
    recipients: fc.constantFrom(
      'any' as const,
      'outside' as const,
      'inside' as const,
      'unentitled' as const,
      'list' as const,
    ),
    colleagues: fc.boolean(),
    minRecipients: fc.integer({ min: 1, max: 3 }),
    ...context,
  },
  { requiredKeys: [] },
);
const rules: fc.Arbitrary<Rule[]> = fc
  .array(
    fc.record({
      when: condition,
      action: fc.constantFrom(...actions),
      unanswered: fc.constantFrom('review' as const, 'record' as const),
      monitor: fc.boolean(),
      releasers: fc.integer({ min: 1, max: 3 }),
    }),
    { maxLength: 6 },
  )
  .map((list) =>
    list.map((rule, at) => ({ ...rule, id: `r${at}`, title: `Rule ${at}`, clauses: [], tell: ['sender'] })),
  );
const pack: fc.Arbitrary<PolicyPack> = fc
  .tuple(
    rules,
    fc.array(fc.record({ rule: fc.nat(5), when: fc.record(context, { requiredKeys: [] }) }), { maxLength: 2 }),
  )
  .map(([list, exceptions]) => ({
    ...emptyPack,
    groups: { nurses: ['n@school.example'] },
    rules: list,
    exceptions: exceptions.map(({ rule, when }, at) => ({
      id: `e${at}`,
      rules: [`r${rule}`],
      when,
      reason: 'because',
      until: '2026-06-30',
    })),
  }));

const strictness = (verdict: Verdict, key: 'action' | 'monitored' = 'action') => actions.indexOf(verdict[key]);
/** Without the indices, which follow the order of the findings. */
const summary = (verdict: Verdict) => ({
  ...verdict,
  rules: verdict.rules.map((rule) => ({ ...rule, findings: rule.findings.length })),
});

describe('whatever the pack and the message', () => {
  test('one more finding, unread part or failure never makes it milder', () => {
    fc.assert(
      fc.property(
        pack,
        input,
        finding,
        fc.constantFrom(...unreadReasons),
        fc.constantFrom(...failureCodes),
        (p, i, extra, reason, code) => {
          const before = decide(i, p);
          for (const more of [
            { ...i, findings: [...i.findings, extra] },
            { ...i, unread: [...i.unread, { reason, contentType: 'image/png' }] },
          ]) {
            const after = decide(more, p);
            expect(strictness(after)).toBeGreaterThanOrEqual(strictness(before));
            expect(strictness(after, 'monitored')).toBeGreaterThanOrEqual(strictness(before, 'monitored'));
          }
          const failed = decide({ ...i, failures: [...i.failures, { code }] }, p);
          const decided = failed.rules.some(
            ({ id, action }) =>
              id === 'built-in.unscannable' || action !== 'deliver' || failed.codes.includes(`scan.${code}`),
          );
          expect(decided).toBe(true);
        },
      ),
    );
  });

  test('the order of findings and of rules does not matter', () => {
    fc.assert(
      fc.property(pack, input, (p, i) => {
        const turned = decide({ ...i, findings: i.findings.toReversed() }, { ...p, rules: p.rules.toReversed() });
        expect(summary(turned)).toEqual(summary(decide(i, p)));
      }),
    );
  });

  test('two runs agree, and the input stays as it was', () => {
    fc.assert(
      fc.property(pack, input, (p, i) => {
        const frozen = structuredClone(i);
        expect(decide(i, p)).toEqual(decide(frozen, p));
        expect(i).toEqual(frozen);
      }),
    );
  });

  test('rules in monitor mode never change the action, a pack in monitor mode delivers', () => {
    fc.assert(
      fc.property(pack, input, (p, i) => {
        const without = decide(i, { ...p, rules: p.rules.filter(({ monitor }) => !monitor) });
        const verdict = decide(i, p);
        // A monitored rule may decide on a failure that the built-in rule would otherwise hold.
        if (i.failures.length === 0) expect(verdict.action).toBe(without.action);
        expect(strictness(verdict, 'monitored')).toBeGreaterThanOrEqual(strictness(verdict));
        expect(decide(i, { ...p, monitor: true }).action).toBe('deliver');
      }),
    );
  });

  test('the action is that of the strictest rule that counts, and indices lie within the input', () => {
    fc.assert(
      fc.property(pack, input, (p, i) => {
        const verdict = decide(i, p);
        const counted = verdict.rules.filter(({ monitor, exception }) => !monitor && exception === undefined);
        expect(verdict.action).toBe(counted[0]?.action ?? 'deliver');
        for (const rule of verdict.rules) {
          expect(rule.findings.every((at) => at in i.findings)).toBe(true);
          expect(rule.recipients.every((at) => at in i.recipients)).toBe(true);
        }
      }),
    );
  });
});
