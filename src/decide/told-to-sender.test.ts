/** A verdict as its sender reads it: without the rules that tell the security contacts alone. */
import { describe, expect, it } from '@jest/globals';
import { decide } from './decide.ts';
import { parsePack } from './load-pack.ts';
import { toldToSender, stoppingRules, type DecisionInput, type Verdict } from './verdict.ts';

const list = { address: 'all@school.example', inside: true, entitledTo: [] as string[] };
const input: DecisionInput = {
  sender: 't@school.example',
  recipients: [{ ...list, list: { address: 'all@school.example', kind: 'staff', members: 90 } }],
  findings: [
    { code: 'sexual.image', score: 0.9, student: 's1' },
    { code: 'student-pii.phone', score: 0.9, student: 's2' },
    { code: 'profanity.curse', score: 0.9 },
  ],
  unread: [{ reason: 'encrypted', contentType: 'application/zip' }],
  failures: [],
  receivedAt: '2026-03-04T16:00:00Z',
};
const rule = (id: string, when: string, more: string) =>
  `  - { id: ${id}, title: ${id}, when: { ${when} }, ${more} }\n`;
const secret = rule('picture', 'codes: [sexual.image]', 'action: quarantine, tell: [security], clauses: [c1]');
const records = rule('records', 'codes: [student-pii.*]', 'action: quarantine, clauses: [c2]');
const told = (rules: string, given = input): [Verdict, Verdict] => {
  const clauses = 'c1: { policy: p, number: "1", text: Pictures }\n  c2: { policy: p, number: "2", text: Records }';
  const pack = `name: p\ntitle: P\nversion: 1\npolicies:\n  p: { title: Policy }\nclauses:\n  ${clauses}\nrules:\n${rules}`;
  const verdict = decide(given, parsePack(pack, '/'));
  return [verdict, toldToSender(verdict)];
};
const titles = (verdict: Verdict) => stoppingRules(verdict).map(({ title }) => title);

describe('what the sender learns', () => {
  it('is nothing of a rule for security alone, beside one that tells the sender', () => {
    const [whole, shown] = told(secret + records);
    expect([titles(whole), whole.codes, whole.students]).toEqual([
      ['picture', 'records'],
      ['sexual.image', 'student-pii.phone'],
      2,
    ]);
    expect(titles(shown)).toEqual(['records']);
    expect(shown).toMatchObject({ action: 'quarantine', codes: ['student-pii.phone'], students: 1 });
    expect(shown.clauses.map(({ text }) => text)).toEqual(['Records']);
    expect(shown.reach).toEqual({ lists: 1, members: 90 });
    expect(JSON.stringify(shown)).not.toMatch(/sexual|picture/i);
  });

  it('is nothing where no rule tells the sender', () => {
    const [, shown] = told(secret);
    expect(shown).toMatchObject({ action: 'quarantine', rules: [], codes: [], clauses: [], students: 0 });
    expect(shown.reach).toBeUndefined();
  });

  it('is all of a verdict whose rules tell the sender, or return or ask', () => {
    for (const rules of [records, rule('curses', 'codes: [profanity.*]', 'action: warn, tell: [security]')]) {
      const [whole, shown] = told(rules);
      expect(shown).toBe(whole);
    }
  });

  it('is nothing of what could not be read, where that is for security alone', () => {
    const unread = rule('sealed', 'unread: [encrypted]', 'action: quarantine, tell: [security]');
    const [whole, shown] = told(unread + records);
    expect(whole.codes).toContain('unread.encrypted');
    expect(shown.codes).toEqual(['student-pii.phone']);
  });

  it('is no code at all of a verdict that does not say whose the codes are', () => {
    const [{ told: _, ...earlier }] = told(secret + records);
    expect(toldToSender(earlier)).toMatchObject({ codes: [], students: 1 });
  });
});
