import { describe, expect, it } from '@jest/globals';
import { policyNames } from '../config/policy-files.ts';
import { inputOf } from './check-pack.ts';
import { decide } from './decide.ts';
import { describePack, type DescribedPack } from './describe-pack.ts';
import { loadPack, parsePack, withGroups } from './load-pack.ts';
import { conditionSchema, type Condition, type PolicyPack } from './pack-schema.ts';
import type { DecisionInput } from './verdict.ts';

const now = new Date('2026-03-04T16:00:00Z');
const titleOf = (code: string): string => code;
const described = (pack: PolicyPack): DescribedPack => describePack(pack, titleOf, now);

/** A pack with one rule and one group. */
function packWith(when: Condition, more = ''): PolicyPack {
  return parsePack(
    JSON.stringify({
      name: 'draft',
      title: 'Draft',
      version: 1,
      groups: { office: ['office@school.example'] },
      rules: [{ id: 'one', title: 'One', when, action: 'quarantine' }],
    }) + more,
    process.cwd(),
  );
}

const base: DecisionInput = {
  sender: 'teacher@school.example',
  recipients: [{ address: 'orders@printco.example', inside: false, entitledTo: [] }],
  findings: [{ code: 'student-pii.phone', score: 0.8, student: 's1', inDirectory: true }],
  unread: [],
  failures: [],
  receivedAt: '2026-03-04T16:00:00Z',
};
const toMother: DecisionInput = {
  ...base,
  recipients: [{ address: 'mother@lakemail.example', inside: false, entitledTo: ['s1'] }],
};
const inside = { address: 'office@school.example', inside: true, entitledTo: [], staff: true } as const;
const list = { ...inside, list: { address: 'office@school.example', kind: 'staff' } } as const;
const family = { address: 'denise@lakemail.example', inside: false, entitledTo: [], likelyFamily: true } as const;
const two: DecisionInput = {
  ...base,
  findings: [...base.findings, { code: 'student-pii.phone', score: 0.8, student: 's2', inDirectory: true }],
};

/** For each condition: what its sentence says, a message for which `decide` lets it hold, and one for which it does not. */
const table: Readonly<
  Record<keyof Condition, readonly (readonly [Condition, says: RegExp, holds: DecisionInput, fails: DecisionInput])[]>
> = {
  codes: [
    [{ codes: ['student-pii.*'] }, /Something is found: “student-pii” of any kind\./, base, { ...base, findings: [] }],
    [
      { codes: ['student-pii.phone', 'threat.harm'] },
      /“student-pii.phone” or “threat.harm”\./,
      base,
      { ...base, findings: [] },
    ],
  ],
  notCodes: [
    [
      { codes: ['*'], notCodes: ['threat.harm'] },
      /“threat.harm” does not count/,
      base,
      { ...base, findings: [{ code: 'threat.harm', score: 0.9 }] },
    ],
  ],
  minScore: [
    [
      { codes: ['*'], minScore: 0.7 },
      /score is 0\.70 or higher/,
      base,
      { ...base, findings: [{ code: 'a.b', score: 0.69 }] },
    ],
  ],
  minCount: [[{ minCount: 2 }, /At least 2 findings count/, two, base]],
  minStudents: [[{ minStudents: 2 }, /at least 2 different students/, two, base]],
  unread: [
    [
      { unread: ['encrypted'] },
      /because it is encrypted\./,
      { ...base, unread: [{ reason: 'encrypted', contentType: 'a/b' }] },
      base,
    ],
    [{ unread: ['*'] }, /could not be read\./, { ...base, unread: [{ reason: 'image', contentType: 'a/b' }] }, base],
  ],
  failures: [
    [
      { failures: ['timed-out'] },
      /the scan took too long/,
      { ...base, failures: [{ code: 'timed-out' }] },
      { ...base, failures: [{ code: 'poison' }] },
    ],
  ],
  repliers: [
    [
      { repliers: { atLeast: 10, withinMinutes: 20 } },
      /after 10 or more other people replied .* within 20 minutes/,
      { ...base, thread: [{ withinMinutes: 20, senders: 10 }] },
      { ...base, thread: [{ withinMinutes: 20, senders: 9 }] },
    ],
  ],
  recipients: [
    [{ recipients: 'outside' }, /at least one recipient outside the district/, base, { ...base, recipients: [inside] }],
    [{ recipients: 'inside' }, /at least one recipient in the district/, { ...base, recipients: [inside] }, base],
    [{ recipients: 'list' }, /at least one mailing list/, { ...base, recipients: [list] }, base],
    [
      { codes: ['*'], recipients: 'unentitled' },
      /not entitled .* not on the roster, that is every recipient/,
      base,
      toMother,
    ],
    // Nobody can be entitled where no finding is asked for.
    [{ recipients: 'unentitled' }, /^It goes to at least one recipient\.$/m, toMother, { ...base, recipients: [] }],
  ],
  colleagues: [[{ colleagues: false }, /mailboxes of staff do not count/, base, { ...base, recipients: [inside] }]],
  likelyFamily: [
    [
      { likelyFamily: true },
      /Only recipients whom the message itself shows .* count/,
      { ...base, recipients: [family] },
      base,
    ],
    [
      { likelyFamily: false },
      /Recipients whom the message itself shows .* do not count/,
      base,
      { ...base, recipients: [family] },
    ],
  ],
  minRecipients: [
    [{ minRecipients: 2 }, /at least 2 recipients\./, { ...base, recipients: [family, inside] }, base],
    [
      { codes: ['*'], recipients: 'unentitled', minRecipients: 2 },
      /at least 2 recipients who are not entitled/,
      { ...base, recipients: [family, inside] },
      { ...base, recipients: [family, ...toMother.recipients] },
    ],
  ],
  author: [
    [{ author: 'sender' }, /The sender wrote it/, base, { ...base, author: 'other' }],
    [{ author: 'other' }, /Somebody else wrote it/, { ...base, author: 'other' }, base],
  ],
  automatic: [
    [{ automatic: true }, /A program sent it/, { ...base, automatic: 'notification' }, base],
    [{ automatic: false }, /A person sent it/, base, { ...base, automatic: 'notification' }],
  ],
  senders: [
    [
      { senders: ['teacher@school.example'] },
      /sender is teacher@school\.example/,
      base,
      { ...base, sender: 'a@b.example' },
    ],
  ],
  senderGroups: [
    [{ senderGroups: ['office'] }, /sender is in the group office/, { ...base, sender: inside.address }, base],
  ],
  notSenderGroups: [
    [{ notSenderGroups: ['office'] }, /not in the group office/, base, { ...base, sender: inside.address }],
  ],
  recipientsIn: [[{ recipientsIn: ['printco.example'] }, /match printco\.example/, base, toMother]],
  recipientGroups: [[{ recipientGroups: ['office'] }, /in the group office/, { ...base, recipients: [inside] }, base]],
  listKinds: [
    [
      { listKinds: ['staff'] },
      /mailing lists of the kind staff/,
      { ...base, recipients: [list] },
      { ...base, recipients: [{ ...list, list: { address: list.address, kind: 'family' } }] },
    ],
  ],
  time: [
    [
      { time: { days: ['wed'], from: '15:00', to: '17:00' } },
      /on Wednesdays from 15:00 to 17:00 \(UTC\)/,
      base,
      { ...base, receivedAt: '2026-03-04T17:00:00Z' },
    ],
  ],
};

it('has a row in the table below for every condition that a rule can have', () => {
  expect(Object.keys(table).sort()).toEqual(Object.keys(conditionSchema.shape).sort());
});

describe.each(Object.entries(table))('the sentence of %s', (_, rows) => {
  it.each(rows)('%j', (when, says, holds, fails) => {
    const pack = packWith(when);
    expect(described(pack).rules[0]!.conditions.join('\n')).toMatch(says);
    const matches = (input: DecisionInput): boolean => decide(input, pack).rules.some(({ id }) => id === 'one');
    if (fails.recipients.length > 0) expect([matches(holds), matches(fails)]).toEqual([true, false]);
    else expect(matches(holds)).toBe(true);
  });
});

describe.each(policyNames())('every case of %s', (name) => {
  const pack = loadPack(name);
  const { rules, sentences } = described(pack);
  it.each(pack.cases.map((one) => [one.name, one] as const))('is decided as the sentences say: %s', (_, one) => {
    const verdict = decide(inputOf(one), withGroups(pack, one.input.groups));
    const says: Record<string, RegExp> = {
      deliver: /^It is delivered|If nobody can answer, .* it is delivered and recorded\.$/m,
      warn: /^It waits for its sender/m,
      quarantine: /^It is held for review\./m,
      bounce: /^It is returned to its sender\./m,
    };
    for (const { id, action, monitor, exception } of verdict.rules) {
      const words = rules.find(({ rule }) => rule.id === id)!;
      expect(words.outcome.join('\n')).toMatch(says[action]!);
      expect(words.monitor !== null).toBe(monitor);
      if (exception !== undefined) expect(words.exceptions).toContain(exception);
    }
    if (verdict.releasers > 1)
      expect(rules.flatMap(({ outcome }) => outcome)).toContain(
        `${verdict.releasers} people must approve its release.`,
      );
    // The strictest rule that counts decides; where none counts, the message is delivered.
    const counted = verdict.rules.filter((rule) => !rule.monitor && rule.exception === undefined);
    expect(verdict.action).toBe(counted[0]?.action ?? 'deliver');
    expect(sentences.some((words) => words.startsWith('The whole policy is in monitor mode'))).toBe(pack.monitor);
  });
});

it('says that an exception has ended, and that an empty group lets it apply to nobody', () => {
  const pack = parsePack(
    JSON.stringify({
      name: 'draft',
      title: 'Draft',
      version: 1,
      groups: { nurses: [] },
      rules: [{ id: 'one', title: 'One', when: { codes: ['a.b'] }, action: 'warn' }],
      exceptions: [
        { id: 'trip', rules: ['one'], when: { senders: ['school.example'] }, reason: 'A trip', until: '2026-03-03' },
        { id: 'nurse', rules: ['one'], when: { senderGroups: ['nurses'], recipients: 'outside' }, reason: 'Care' },
      ],
    }),
    process.cwd(),
  );
  const [trip, nurse] = described(pack).exceptions;
  expect(trip).toMatchObject({ ended: true, effect: 'These rules then do not count.' });
  expect(nurse).toMatchObject({ ended: false, effect: 'These rules then do not count for those recipients.' });
  expect(nurse!.conditions.join(' ')).toContain('the group nurses, which is empty');
  const input = { ...base, findings: [{ code: 'a.b', score: 1 }] };
  expect(decide(input, pack).action).toBe('warn');
});
