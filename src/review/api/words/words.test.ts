/** Words for reviewers are total: every code and every rule id of every detector has some, and none is an id. */
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from '../../../../detectors/registry.ts';
import { becauseWords } from './because.ts';
import { eventWords } from './events.ts';
import { codeTitle, headlineOf } from './found.ts';

const folder = join(import.meta.dirname, '../../../../detectors');
const codes = registry.flatMap(({ meta }) => meta.codes);

/** Ids in the rule files, and those that the sources write out. */
function ruleIds(): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => !name.includes('fixtures'));
  const texts = files
    .filter((name) => /(?<!\.test)\.(ts|yaml)$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  const ids = texts.flatMap((text) => [
    ...[...text.matchAll(/^\s*- id: ([\w-]+)/gm)].map(([, id]) => id!),
    ...[...text.matchAll(/rule: '([^']+)'/g)].map(([, id]) => id!),
  ]);
  return [...new Set(ids)];
}

const isPlain = (words: string): void => {
  expect(words).toMatch(/^[A-Z“\d]/);
  expect(words).not.toMatch(/[a-z][/:_][a-z]|undefined|\bnull\b|[a-z]\.[a-z]+-[a-z]/);
};

describe('words for reviewers', () => {
  it('name every code of every detector', () => {
    expect(codes.length).toBeGreaterThan(15);
    for (const code of [...codes, 'unread.encrypted', 'scan.poison', 'thread.reply-storm', 'own-detector.some-code']) {
      isPlain(codeTitle(code));
      for (const students of [0, 1, 34])
        isPlain(headlineOf({ found: [{ code, students, findings: 2 }], codes: [code], reaches: ['printco.example'] }));
    }
  });

  it('say why for every rule id, alone and of each code, with any context', () => {
    const ids = ruleIds();
    expect(ids.length).toBeGreaterThan(60);
    for (const id of ids)
      for (const rule of [id, `label:${id}`, ...codes.slice(0, 3).map((code) => `${code}/${id}`)])
        for (const context of [undefined, 'speaks for it', 'speaks against it', 'home-cue'])
          isPlain(becauseWords(rule, context));
    isPlain(becauseWords('', undefined));
  });

  it('tell a consequence, and to whom', () => {
    const found = [{ code: 'student-pii.home-address', students: 34, findings: 34 }];
    expect(headlineOf({ found, codes: [], reaches: ['printco.example'] })).toBe(
      '34 students’ home addresses to printco.example',
    );
    expect(
      headlineOf({
        found: [
          { ...found[0]!, students: 1 },
          { code: 'profanity.plain', students: 0, findings: 1 },
        ],
        codes: [],
        reaches: ['a.example', 'b.example'],
      }),
    ).toBe('1 student’s home address and more to a.example and 1 more');
    expect(headlineOf({ found: [], codes: ['unread.encrypted'], reaches: [] })).toBe('An encrypted attachment');
  });

  it('call an event that nobody knows by its name', () => {
    expect(eventWords('something-new', {})).toBe('Something new');
    expect(eventWords('release', { recipients: [1] })).toBe('Released to 1 recipient');
  });
});
