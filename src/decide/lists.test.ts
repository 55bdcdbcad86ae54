/** Lists in a verdict: reply-all storms, whom the lists reach, and the people of a group. */
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { decide } from './decide.ts';
import { parsePack, withGroups } from './load-pack.ts';
import { threadWindows, type DecisionInput } from './verdict.ts';

const list = (members?: number) => ({
  address: 'all@school.example',
  inside: true,
  entitledTo: [],
  list: { address: 'all@school.example', kind: 'staff', ...(members !== undefined && { members }) },
});
const helpdesk = { address: 'helpdesk@school.example', inside: true, entitledTo: [] };
const base: DecisionInput = {
  sender: 't@school.example',
  recipients: [list(1204) as DecisionInput['recipients'][number]],
  findings: [],
  unread: [],
  failures: [],
  receivedAt: '2026-03-04T16:00:00Z',
};
const packOf = (rules: string, more = '') => parsePack(`name: p\ntitle: P\nversion: 1\nrules:\n${rules}\n${more}`, '/');

describe('a reply-all storm', () => {
  const pack = packOf(
    '  - { id: storm, title: S, when: { repliers: { atLeast: 10 }, recipients: list }, action: warn }',
  );

  test.each([
    [[{ withinMinutes: 20, senders: 10 }] as const, 'warn'],
    [[{ withinMinutes: 20, senders: 9 }] as const, 'deliver'],
    [[{ withinMinutes: 60, senders: 50 }] as const, 'deliver'],
    [[] as const, 'deliver'],
    [undefined, 'deliver'],
  ])('%j: %s', (thread, action) => {
    const verdict = decide({ ...base, ...(thread && { thread }) }, pack);
    expect(verdict.action).toBe(action);
    expect(verdict.codes).toEqual(action === 'warn' ? ['thread.reply-storm'] : []);
  });

  it('is told with the count that made the rule match, and the people whom it would reach', () => {
    const thread = threadWindows.map((withinMinutes) => ({ withinMinutes, senders: withinMinutes + 7 }));
    expect(decide({ ...base, thread }, pack).reach).toEqual({
      lists: 1,
      members: 1204,
      thread: { withinMinutes: 20, senders: 27 },
    });
  });

  it('needs a list where the rule asks for one', () => {
    const thread = [{ withinMinutes: 20, senders: 99 }];
    expect(decide({ ...base, recipients: [helpdesk], thread }, pack).action).toBe('deliver');
  });

  it('never becomes milder with more people', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), (senders, more) => {
        const actionAt = (count: number) =>
          decide({ ...base, thread: [{ withinMinutes: 20, senders: count }] }, pack).action;
        if (actionAt(senders) === 'warn') expect(actionAt(senders + more)).toBe('warn');
      }),
    );
  });
});

describe('reach', () => {
  const pack = packOf('  - { id: r, title: R, when: { codes: [profanity.plain], recipients: list }, action: warn }');
  const findings = [{ code: 'profanity.plain', score: 0.9 }];

  it('adds up the lists for which a rule counted', () => {
    const recipients = [list(200), list(), helpdesk, list(40)] as DecisionInput['recipients'];
    expect(decide({ ...base, recipients, findings }, pack).reach).toEqual({ lists: 3, members: 240 });
  });

  it('says nothing of numbers where none is known', () => {
    expect(decide({ ...base, recipients: [list()] as DecisionInput['recipients'], findings }, pack).reach).toEqual({
      lists: 1,
    });
  });

  it('is absent where nothing counted, or no list is concerned', () => {
    expect(decide(base, pack).reach).toBeUndefined();
    expect(decide({ ...base, findings, recipients: [helpdesk] }, pack).reach).toBeUndefined();
  });
});

describe('groups', () => {
  const pack = packOf(
    '  - { id: credentials, title: C, when: { codes: [credentials.*] }, action: warn }',
    `groups: { support-staff: [] }
exceptions: [{ id: support, rules: [credentials], when: { recipientGroups: [support-staff] }, reason: R, until: 2027-06-30 }]`,
  );
  const findings = [{ code: 'credentials.password', score: 0.9 }];
  const filled = withGroups(pack, { 'support-staff': ['Helpdesk@school.example'] });

  it('an empty group has nobody in it', () => {
    expect(decide({ ...base, recipients: [helpdesk], findings }, pack).action).toBe('warn');
  });

  it('the configuration adds people, and the exception spares those recipients only', () => {
    expect(decide({ ...base, recipients: [helpdesk], findings }, filled).action).toBe('deliver');
    expect(decide({ ...base, recipients: [helpdesk, ...base.recipients], findings }, filled).action).toBe('warn');
  });

  it('people who were added make another pack, nobody added the same', () => {
    expect(filled.hash).not.toBe(pack.hash);
    expect(withGroups(pack, { 'support-staff': [] }).hash).toBe(pack.hash);
    expect(pack.groups['support-staff']).toEqual([]);
  });

  it('a rule that names an unknown group is a mistake', () => {
    expect(() => packOf('  - { id: r, title: R, when: { recipientGroups: [nobody] }, action: warn }')).toThrow(
      /recipientGroups/,
    );
  });
});
