/** Data is covered letter by letter; what people write stays. */
import { expect, it } from '@jest/globals';
import { coverData } from './cover-data.ts';

const data = Buffer.from(Array.from({ length: 120 }, (_, at) => (at * 89) % 256));
const base64 = data.toString('base64');
const hex = data.toString('hex');

it.each([
  ['base64 in one line', base64],
  ['base64 in short lines', base64.replace(/.{20}/g, '$&\n')],
  ['quoted base64', base64.replace(/.{60}/g, '$&\n> ')],
  ['a uuencoded file', 'begin 644 a.jpg\nM_]C_X  02D9)1@ ! 0\n#_]D \n`\nend'],
  ['a uuencoded file without an end', 'begin 644 a.jpg\nM_]C_X  02D9)1@ ! 0'],
  ['yEnc', '=ybegin line=128 size=5 name=a.jpg\n)*z=n\n=yend size=5'],
  ['hexadecimal', hex],
  ['hexadecimal in short lines', hex.replace(/.{32}/g, '$&\n')],
  ['pairs of hexadecimal digits', hex.replace(/../g, '$& ').trim()],
  ['quoted groups of four digits', hex.replace(/.{4}/g, '$& ').replace(/.{40}/g, '$&\n> ').trim()],
  ['bytes of a program', hex.replace(/../g, '0x$&, ').replace(/, $/, '')],
  ['escapes', hex.replace(/../g, '\\x$&')],
  ['percent signs', hex.replace(/../g, '%$&')],
  ['numbers', [...data].join(', ')],
])('covers %s and nothing else', (_, data) => {
  const text = `See this.\n${data}\nRegards, Roy`;
  const covered = coverData(text);
  expect(covered).toHaveLength(text.length);
  expect(covered.replace(/[•\s>,]+/g, ' ').replace('See this. Regards ', 'See this. Regards, ')).toBe(
    data.includes('begin') && !/end/.test(data.slice(6)) ? 'See this. ' : 'See this. Regards, Roy',
  );
});

it('leaves ordinary text alone', () => {
  const text = 'The superintendent-recommended accommodations begin 644 steps away: https://forms.example/a/b?c=d\nRoy';
  expect(coverData(text)).toBe(text);
  const dates =
    'Practice is on 9/3, 9/10, 9/17, 9/24, 10/1, 10/8 and 10/15; call 262-555-0142 or 262-555-0143 by 3:15 pm.\nRoy';
  expect(coverData(dates)).toBe(dates);
});

it('takes no longer for what almost is data', () => {
  const text = `${'12 '.repeat(14)}zz `.repeat(20_000);
  expect(coverData(text)).toBe(text);
});
