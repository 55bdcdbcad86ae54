/** CSV of untrusted text: cells keep their content, and none becomes a formula. */
import { expect, test } from '@jest/globals';
import { csv } from './csv.ts';

test.each([
  ['plain', 'plain'],
  ['a, "b"', '"a, ""b"""'],
  ['two\nlines', '"two\nlines"'],
  ['=HYPERLINK("http://x.example")', `"'=HYPERLINK(""http://x.example"")"`],
  ['+1 555', "'+1 555"],
  ['@SUM(A1)', "'@SUM(A1)"],
])('%j is written as %j', (value, expected) => {
  expect(csv(['Column'], [[value]])).toBe(`Column\r\n${expected}\r\n`);
});
