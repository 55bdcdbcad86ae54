/** What a notice says of mailing lists: whom the message would reach, and how many have answered before. */
import { describe, expect, it, test } from '@jest/globals';
import type { Reach } from '../../decide/verdict.ts';
import { foundInWords } from './found.ts';
import { findings, verdict } from './goldens/inputs.ts';

const storm = { senders: 34, withinMinutes: 20 };

describe('the reach of a message', () => {
  test.each<[Reach, string[], string[]]>([
    [{ lists: 1 }, ['it goes to a mailing list'], ['va a una lista de correo']],
    [
      { lists: 1, members: 1204 },
      ['it goes to a mailing list that reaches 1,204 people'],
      ['va a una lista de correo que llega a 1,204 personas'],
    ],
    [
      { lists: 2, members: 1 },
      ['it goes to 2 mailing lists that reach 1 person'],
      ['va a 2 listas de correo que llegan a 1 persona'],
    ],
    [
      { lists: 1, members: 1204, thread: storm },
      [
        '34 people have already answered everyone within 20 minutes',
        'it goes to a mailing list that reaches 1,204 people',
      ],
      ['34 personas ya respondieron a todos en 20 minutos', 'va a una lista de correo que llega a 1,204 personas'],
    ],
  ])('%j', (reach, en, es) => {
    expect(foundInWords([], { ...verdict, reach }, 'en')).toEqual(en);
    expect(foundInWords([], { ...verdict, reach }, 'es')).toEqual(es);
  });

  it('comes before what was found', () => {
    const items = foundInWords(findings, { ...verdict, reach: { lists: 1, members: 12 } }, 'en');
    expect(items).toEqual([
      'it goes to a mailing list that reaches 12 people',
      'the names and home addresses of 3 students',
      'the name and phone number of 1 student',
    ]);
  });
});
