/** Invalid packs: every mistake at once, by line and path, without the values in the file. */
import { expect, test } from '@jest/globals';
import { HallpassError } from '../errors/hallpass-error.ts';
import { loadDistrictPack, loadPack, parsePack } from './load-pack.ts';

function mistakesOf(text: string): string {
  try {
    parsePack(text, '/');
  } catch (error) {
    if (error instanceof HallpassError && error.code === 'policy.invalid') return error.message;
    throw error;
  }
  throw new Error('the pack is valid');
}

test('lists every mistake of the schema with its line, and no value', () => {
  const message = mistakesOf(`name: Planted Secret
title: P
version: 1
ruels: []
rules:
  - id: a
    title: A
    when: { codes: [planted secret], minScore: 7, recipients: plantedsecret, unread: [plantedsecret] }
    action: plantedsecret
  - id: b
    title: B
    when: {}
    action: warn
exceptions:
  - { id: e, rules: [a], when: { codes: [x.y] }, reason: r, until: soon }
`);
  expect(message.split('\n').slice(1)).toEqual([
    '  line 1  name: expected an id in lower case such as student-data',
    '  line 4  ruels: unknown key, did you mean "rules"?',
    '  line 8  rules[0].when.codes[0]: expected a code or pattern such as student-pii.phone or student-pii.*',
    '  line 8  rules[0].when.minScore: expected a number of at most 1',
    '  line 8  rules[0].when.unread[0]: expected one of unsupported, image, picture-not-read, picture-not-judged, media, encrypted, opaque, damaged, too-deep, too-big, too-many, too-slow, partly-read, ambiguous, *',
    '  line 8  rules[0].when.recipients: expected one of any, outside, inside, unentitled, list',
    '  line 9  rules[0].action: expected one of deliver, warn, quarantine, bounce',
    '  line 12  rules[1].when: expected at least one condition',
    '  line 15  exceptions[0].when.codes: unknown key',
    '  line 15  exceptions[0].when: expected at least one condition',
    '  line 15  exceptions[0].until: expected a date such as 2026-06-30',
  ]);
  expect(message.toLowerCase()).not.toContain('planted');
});

test('lists every reference that leads nowhere', () => {
  const message = mistakesOf(`name: p
title: P
version: 1
clauses: { c1: { policy: none, number: '1', text: t } }
rules:
  - { id: a, title: A, when: { senderGroups: [nobody] }, action: warn, clauses: [c2, c1] }
  - { id: a, title: A, when: { codes: ['*'] }, action: warn }
exceptions: [{ id: e, rules: [zz], when: { senders: [x@y.example] }, reason: r, until: 2026-01-01 }]
`);
  expect(message.split('\n').slice(1)).toEqual([
    '  line 4  clauses.c1.policy: expected the id of a policy',
    '  line 6  rules[0].clauses[0]: expected the id of a clause, did you mean "c1"?',
    '  line 6  rules[0].when.senderGroups[0]: expected the id of a group',
    '  line 7  rules[1].id: expected an id that no other entry has',
    '  line 8  exceptions[0].rules[0]: expected the id of a rule',
  ]);
});

test('a pack without rules is refused: it would deliver everything', () => {
  expect(mistakesOf('name: p\ntitle: P\nversion: 1\n')).toContain('expected at least one rule');
});

test('an unknown pack is not found', () => {
  expect(() => loadPack('nowhere')).toThrow(expect.objectContaining({ code: 'policy.not-found' }));
  expect(() => loadPack('./nowhere.yaml')).toThrow(expect.objectContaining({ code: 'policy.not-found' }));
});

test('a pack that extends another replaces rules by id, and its hash follows what decides', () => {
  const text = (action: string, cases = '') =>
    `name: own\ntitle: Own\nversion: 1\nextends: default\nrules: [{ id: profanity, title: Words, when: { codes: [profanity.*] }, action: ${action} }]\n${cases}`;
  const base = loadPack('default');
  const own = parsePack(text('bounce'), '/');
  expect(own.rules.map(({ id }) => id)).toEqual(base.rules.map(({ id }) => id));
  expect(own.rules.find(({ id }) => id === 'profanity')?.action).toBe('bounce');
  expect(own.minScore).toBe(base.minScore);
  expect(own.hash).not.toBe(parsePack(text('warn'), '/').hash);
  expect(own.hash).toBe(
    parsePack(text('bounce', 'cases: [{ name: n, input: {}, expect: { action: deliver } }]'), '/').hash,
  );
});

test('a district cites its own written policy in the place of the clauses of a pack', () => {
  const clause = { number: 'section 3', text: 'A text.', textEs: 'Un texto.', rules: ['harassment', 'threat'] };
  const policy = { title: 'Board policy 512', titleEs: 'Política 512', clauses: [clause] };
  for (const name of ['default', 'kenosha-4226']) {
    const pack = loadDistrictPack(name, { groups: {}, policy, name: 'Kenosha Unified School District' });
    expect(pack.hash).not.toBe(loadPack(name).hash);
    const clausesOf = (id: string) => pack.rules.find((rule) => rule.id === id)?.clauses;
    expect(clausesOf('threat')).toEqual(['district-1']);
    expect(clausesOf('student-location')).toEqual(
      loadPack(name).rules.find(({ id }) => id === 'student-location')?.clauses,
    );
    expect(pack.clauses['district-1']).toEqual({
      policy: 'district',
      number: 'section 3',
      text: 'A text.',
      textEs: 'Un texto.',
    });
    expect(pack.policies['district']).toEqual({ title: 'Board policy 512', titleEs: 'Política 512' });
  }
  expect(loadDistrictPack('default', { groups: {} })).toEqual(loadPack('default'));
  const unknown = { ...policy, clauses: [{ ...clause, rules: ['threats'] }] };
  expect(() => loadDistrictPack('default', { groups: {}, policy: unknown })).toThrow(
    /rules that default does not have: threats/,
  );
});
