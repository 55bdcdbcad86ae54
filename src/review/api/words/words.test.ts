/** Words for reviewers are total: every code and every rule id of every detector has some, and none is an id. */
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { knownCodes } from '../../../../detectors/words.ts';
import { becauseWords } from './because.ts';
import { eventWords } from './events.ts';
import { headlineOf, type FoundCode } from './headline.ts';
import { codeTitle, detectorTitle, unreadSentence } from './titles.ts';

const folder = join(import.meta.dirname, '../../../../detectors');

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
    expect(knownCodes.length).toBeGreaterThan(25);
    for (const code of [
      ...knownCodes,
      'unread.encrypted',
      'scan.poison',
      'thread.reply-storm',
      'own-detector.some-code',
    ]) {
      isPlain(codeTitle(code));
      for (const students of [0, 1, 34])
        isPlain(
          headlineOf({
            found: [{ code, students, findings: 2 }],
            codes: [code],
            students,
            reaches: ['printco.example'],
          }),
        );
    }
  });

  it('say why for every rule id, alone and of each code, with any context', () => {
    const ids = ruleIds();
    expect(ids.length).toBeGreaterThan(60);
    for (const id of ids)
      for (const rule of [id, `label:${id}`, ...knownCodes.slice(0, 3).map((code) => `${code}/${id}`)])
        for (const context of [undefined, 'speaks for it', 'speaks against it', 'home-cue'])
          isPlain(becauseWords(rule, context));
    isPlain(becauseWords('', undefined));
  });

  it('say of a piece of evidence on which side it is', () => {
    expect(becauseWords('for', 'near the name')).toBe('Supports the finding: near the name.');
    expect(becauseWords('against', 'many lines from the name')).toBe(
      'Counts against the finding: many lines from the name.',
    );
  });

  it('call a code that nobody knows by its detector or by its name', () => {
    expect(codeTitle('student-pii.retired-code')).toBe('Student data');
    expect(codeTitle('own-detector.some-code')).toBe('Own detector some code');
    expect(detectorTitle('own-detector')).toBe('Own detector');
    expect(unreadSentence('something-new')).toBe('It was not read.');
  });

  it('call an event that nobody knows by its name', () => {
    expect(eventWords('something-new', {})).toBe('Something new');
    expect(eventWords('release', { recipients: [1] })).toBe('Released to 1 recipient');
  });
});

describe('a headline', () => {
  const of = (code: string, students = 0, findings = 1): FoundCode => ({ code, students, findings });
  const headline = (found: FoundCode[], students: number, codes: string[] = [], reaches = ['printco.example']) =>
    headlineOf({ found, students, codes: [...found.map(({ code }) => code), ...codes], reaches });

  it('names every kind of data of the same students, and whom it reaches', () => {
    const found = [of('student-pii.phone', 12, 14), of('student-pii.home-address', 12, 12)];
    expect(headline([of('student-pii.home-address', 34, 34)], 34)).toBe(
      '34 students’ home addresses to printco.example',
    );
    expect(headline(found, 12)).toBe('12 students’ phone numbers and home addresses to printco.example');
    expect(headline([...found, of('student-record.health', 12)], 12)).toBe(
      '12 students’ health information, phone numbers and home addresses to printco.example',
    );
    expect(headline([of('student-pii.phone', 1), of('student-pii.home-address', 1)], 1)).toBe(
      '1 student’s home address and phone number to printco.example',
    );
  });

  it('does not put together what may be of other students', () => {
    expect(headline([of('student-pii.home-address', 2), of('student-pii.phone', 2)], 4)).toBe(
      '2 students’ home addresses and 2 students’ phone numbers to printco.example',
    );
    expect(headline([of('student-pii.home-address', 1204), of('student-pii.phone', 1)], 1204)).toBe(
      '1,204 students’ home addresses and 1 student’s phone number to printco.example',
    );
  });

  it('has no number where no student is known', () => {
    expect(headline([of('student-pii.home-address'), of('student-pii.phone')], 0)).toBe(
      'Students’ home addresses and phone numbers to printco.example',
    );
  });

  it('names the most serious first, and what could not be checked last', () => {
    const found = [
      of('student-pii.home-address', 3, 3),
      of('profanity.plain', 0, 2),
      of('own-detector.some-code'),
      of('threat.harm'),
      of('credentials.pin'),
      of('student-image.restricted', 1),
    ];
    expect(headline(found, 3, ['unread.encrypted'], ['a.example', 'b.example', 'c.example'])).toBe(
      'A threat of harm, a picture of a student with a media restriction, a PIN, 3 students’ home addresses, ' +
        '2 profane words, own detector some code and an encrypted attachment to a.example and 2 more',
    );
  });

  it('says the same thing once', () => {
    expect(headline([of('political.campaign'), of('listserv.campaign')], 0, [], ['staff@school.example'])).toBe(
      'Campaign material to staff@school.example',
    );
  });

  it('says what could not be checked where nothing was found', () => {
    expect(headline([], 0, ['unread.encrypted'], [])).toBe('An encrypted attachment');
    expect(headline([], 0, [], [])).toBe('A message that could not be checked completely');
  });
});
