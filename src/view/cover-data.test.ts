/** Data is covered letter by letter; what people write stays. */
import { expect, it } from '@jest/globals';
import { coverData } from './cover-data.ts';

const base64 = Buffer.from(Array.from({ length: 120 }, (_, at) => (at * 89) % 256)).toString('base64');

it.each([
  ['base64 in one line', base64],
  ['base64 in short lines', base64.replace(/.{20}/g, '$&\n')],
  ['quoted base64', base64.replace(/.{60}/g, '$&\n> ')],
  ['a uuencoded file', 'begin 644 a.jpg\nM_]C_X  02D9)1@ ! 0\n#_]D \n`\nend'],
  ['a uuencoded file without an end', 'begin 644 a.jpg\nM_]C_X  02D9)1@ ! 0'],
  ['yEnc', '=ybegin line=128 size=5 name=a.jpg\n)*z=n\n=yend size=5'],
])('covers %s and nothing else', (_, data) => {
  const text = `See this.\n${data}\nRegards, Roy`;
  const covered = coverData(text);
  expect(covered).toHaveLength(text.length);
  expect(covered.replace(/[•\s>]+/g, ' ')).toBe(
    data.includes('begin') && !/end/.test(data.slice(6)) ? 'See this. ' : 'See this. Regards, Roy',
  );
});

it('leaves ordinary text alone', () => {
  const text = 'The superintendent-recommended accommodations begin 644 steps away: https://forms.example/a/b?c=d\nRoy';
  expect(coverData(text)).toBe(text);
});
