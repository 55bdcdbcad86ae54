/** Masked and respelled words are found, the codes and names of a school are not. */
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { buildDisguiseFinder } from './disguise.ts';

const words = ['fuck{|ing|er}', 'shit{|ty}', 'bitch', 'damn', 'ass', 'asshole', 'dick', 'fuck you', 'fuing'];
const finder = buildDisguiseFinder(words.map((phrase) => ({ phrase, data: phrase })));
const found = (text: string): string[] => finder.find(text).map(({ start, end }) => text.slice(start, end));

describe('buildDisguiseFinder', () => {
  it.each([
    ['that f***ing door', ['f***ing']],
    ['f*ing', ['f*ing']],
    ['a sh*t day, sh!t!!', ['sh*t', 'sh!t']],
    ['$h!t and $#!+ again', ['$h!t', '$#!+']],
    ['b1tch, 5h1t', ['b1tch', '5h1t']],
    ['a$$ @ss @$$h0le', ['a$$', '@ss', '@$$h0le']],
    ['f u c k you', ['f u c k']],
    ['F.U.C.K. f-u-c-k f_u_c_k', ['F.U.C.K', 'f-u-c-k', 'f_u_c_k']],
    ['s h i t.', ['s h i t']],
    ['f u c k  y o u', ['f u c k']],
    ['p1ss-poor d@mn-good', ['d@mn']],
    ['fuuu*k', ['fuuu*k']],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    'Room A55, bus 455, grade A*, B**, form W-9, p. 5, Q1-Q4, 3:15, $45.00, 24/7',
    'D*** C*** and J*** are names held back',
    'dick@school.example https://shit.example/f*ck',
    'a s s e s s and c l a s s spelled out, U.S.A., e.g., P.S.- done, A B C D E',
    'C++ and F# and *** and ---- and ____',
    'x * y - z = d * n',
  ])('is quiet on: %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  test('offsets lie inside the text, in order and without overlaps', () => {
    const token = fc.constantFrom(
      'f',
      'u',
      '*',
      '$',
      '!',
      '1',
      'ass',
      '-',
      ' ',
      '../shared',
      '/',
      '\n',
      'fuck',
      'sh1t',
      '𝐟',
      '@',
    );
    fc.assert(
      fc.property(fc.array(token), (parts) => {
        const text = parts.join('');
        let reach = 0;
        for (const { start, end } of finder.find(text)) {
          expect(start).toBeGreaterThanOrEqual(reach);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(end).toBeGreaterThan(start);
          reach = end;
        }
      }),
      { examples: [[['sh1t', '-', '@']]] },
    );
  });
});
