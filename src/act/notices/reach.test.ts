/** The texts about mailing lists: how many people the message would reach, and how many have replied before. */
import { describe, expect, it, test } from '@jest/globals';
import type { Reach } from '../../decide/verdict.ts';
import { foundInWords } from './found.ts';
import { findings, verdict } from './goldens/inputs.ts';

const storm = { senders: 34, withinMinutes: 20 };

describe('the reach of a message', () => {
  test.each<[Reach, string[], string[]]>([
    [{ lists: 1 }, ['it is addressed to a mailing list'], ['está dirigido a una lista de correo']],
    [
      { lists: 1, members: 1204 },
      ['it is addressed to a mailing list that reaches 1,204 people'],
      ['está dirigido a una lista de correo que llega a 1,204 personas'],
    ],
    [
      { lists: 2, members: 1 },
      ['it is addressed to 2 mailing lists that reach 1 person'],
      ['está dirigido a 2 listas de correo que llegan a 1 persona'],
    ],
    [
      { lists: 1, members: 1204, thread: storm },
      [
        '34 people have already replied to everyone within 20 minutes',
        'it is addressed to a mailing list that reaches 1,204 people',
      ],
      [
        '34 personas ya respondieron a todos en 20 minutos',
        'está dirigido a una lista de correo que llega a 1,204 personas',
      ],
    ],
  ])('%j', (reach, en, es) => {
    expect(foundInWords([], { ...verdict, reach }, 'en')).toEqual(en);
    expect(foundInWords([], { ...verdict, reach }, 'es')).toEqual(es);
  });

  it('comes before the findings', () => {
    const items = foundInWords(findings, { ...verdict, reach: { lists: 1, members: 12 } }, 'en');
    expect(items).toEqual([
      'it is addressed to a mailing list that reaches 12 people',
      'the names and home addresses of 3 students',
      'the name and phone number of 1 student',
    ]);
  });
});
