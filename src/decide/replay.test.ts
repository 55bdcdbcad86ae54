/** Replays: what a draft changes, what it leaves, and packs that only record. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide } from './decide.ts';
import { parsePack } from './load-pack.ts';
import { createReplay, type PastVerdict } from './replay.ts';
import type { DecisionInput } from './verdict.ts';

const packOf = (rules: string, more = '') =>
  parsePack(`name: draft\ntitle: A draft\nversion: 3\n${more}\nrules:\n${rules}`, '/');
const old = packOf(`  - { id: profanity, title: P, when: { codes: [profanity.*] }, action: warn }
  - { id: threat, title: T, when: { codes: [threat.*] }, action: quarantine }`);
const inputOf = (...codes: string[]): DecisionInput => ({
  sender: 't@school.example',
  recipients: [{ address: 'v@vendor.example', inside: false, entitledTo: [] }],
  findings: codes.map((code) => ({ code, score: 0.8 })),
  unread: [],
  failures: [],
  receivedAt: '2026-03-04T16:00:00Z',
});
const past = (id: string, pack: typeof old, ...codes: string[]): PastVerdict => {
  const input = inputOf(...codes);
  return { id, input, verdict: decide(input, pack) };
};

describe('a draft', () => {
  const draft = packOf(`  - { id: language, title: L, when: { codes: [profanity.*] }, action: quarantine }
  - { id: threat, title: T, when: { codes: [threat.*], minScore: 0.9 }, action: quarantine }`);

  it('is told by what it would change, message by message and in all', () => {
    const replay = createReplay(draft, false);
    expect(replay.add(past('a', old, 'profanity.plain'))).toEqual({
      id: 'a',
      from: 'warn',
      to: 'quarantine',
      added: ['language'],
      dropped: ['profanity'],
    });
    expect(replay.add(past('b', old, 'threat.harm'))).toMatchObject({ from: 'quarantine', to: 'deliver' });
    expect(replay.add(past('c', old, 'profanity.plain', 'threat.harm'))).toBeUndefined();
    expect(replay.add(past('d', old))).toBeUndefined();
    expect(replay.report()).toEqual({
      pack: { name: 'draft', title: 'A draft', version: 3, hash: draft.hash },
      messages: 4,
      changed: 2,
      actions: [
        { from: 'warn', to: 'quarantine', messages: 1 },
        { from: 'quarantine', to: 'deliver', messages: 1 },
      ],
      rules: [
        { id: 'language', before: 0, after: 2 },
        { id: 'profanity', before: 2, after: 0 },
        { id: 'threat', before: 2, after: 0 },
      ],
      monitored: 0,
    });
  });
});

describe('packs that only record', () => {
  const trial = packOf(
    '  - { id: profanity, title: P, when: { codes: [profanity.*] }, action: warn }',
    'monitor: true',
  );
  const stricter = packOf('  - { id: profanity, title: P, when: { codes: ["*"] }, action: bounce }', 'monitor: true');

  it('change nothing as they are, and are counted', () => {
    const replay = createReplay(stricter, false);
    expect(replay.add(past('a', trial, 'profanity.plain'))).toBeUndefined();
    expect(replay.report()).toMatchObject({ messages: 1, changed: 0, rules: [], monitored: 1 });
  });

  it('are compared as if they acted where that is asked for', () => {
    const replay = createReplay(stricter, true);
    expect(replay.add(past('a', trial, 'profanity.plain'))).toMatchObject({ from: 'warn', to: 'bounce', added: [] });
    expect(replay.report().rules).toEqual([{ id: 'profanity', before: 1, after: 1 }]);
  });
});

it('the pack that decided changes nothing', () => {
  const codes = fc.array(fc.constantFrom('profanity.plain', 'threat.harm', 'student-pii.phone'), { maxLength: 4 });
  fc.assert(
    fc.property(fc.array(codes, { maxLength: 8 }), fc.boolean(), (messages, asIfActing) => {
      const replay = createReplay(old, asIfActing);
      const changes = messages.map((found, at) => replay.add(past(String(at), old, ...found)));
      expect(changes.every((change) => change === undefined)).toBe(true);
      const { changed, rules } = replay.report();
      expect(changed).toBe(0);
      expect(rules.every(({ before, after }) => before === after)).toBe(true);
    }),
  );
});
