/** Each reason for an unread part has its own text in each language, with advice for the sender. */
import { describe, expect, it } from '@jest/globals';
import { unreadReasons } from '../../decide/pack-schema.ts';
import type { Verdict } from '../../decide/verdict.ts';
import { foundInWords } from './found.ts';
import { unreadWords } from './unread-words.ts';
import type { Language } from './notice.ts';

const verdictOf = (code: string): Verdict => ({
  action: 'quarantine',
  monitored: 'quarantine',
  codes: [code],
  rules: [],
  clauses: [],
  students: 0,
  pack: { name: 'default', hash: '' },
  releasers: 1,
});

describe.each<Language>(['en', 'es'])('in %s', (language) => {
  it.each(unreadReasons)('%s has its own text', (reason) => {
    const [words] = foundInWords([], verdictOf(`unread.${reason}`), language);
    expect(words).toBe(unreadWords[language].unchecked[`unread.${reason}`]);
  });

  it.each(unreadReasons.filter((reason) => reason !== 'image' && reason !== 'media'))(
    '%s comes with advice',
    (reason) => {
      const code = `unread.${reason}`;
      const { unchecked, advice } = unreadWords[language];
      expect(foundInWords([], verdictOf(code), language, true)).toEqual([`${unchecked[code]}: ${advice[code]}`]);
    },
  );
});
