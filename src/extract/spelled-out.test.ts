/** Words across gaps: sentences are put together, lists and tables are left alone. */
import { describe, expect, it, test } from '@jest/globals';
import { spelledOut } from './spelled-out.ts';

describe('spelledOut', () => {
  test.each([
    ['a letter a gap', 'M a y a   T h o m p s o n   h e r e', 'Maya Thompson here'],
    [
      'a word a line',
      'Maya\nThompson\nlives\nat\n1420\nWillow\nCreek\nRoad',
      'Maya Thompson lives at 1420 Willow Creek Road',
    ],
    ['wide gaps', 'Maya   Thompson   lives   at   1420   Willow   Road', 'Maya Thompson lives at 1420 Willow Road'],
  ])('reads %s', (_name, text, read) => {
    expect(spelledOut(text)).toEqual([read]);
  });

  // Put together, first names would be full names of people who are none.
  test.each([
    ['names', 'Maya\nDiego\nGrace\nJordan\nTaylor\nLee\nVang\nHope'],
    ['names in a row', 'Maya   Diego   Grace   Jordan   Taylor   Lee   Vang'],
    ['numbers', '12\n15\n18\n22\n25\n28\n31\n40'],
  ])('leaves a list of %s alone', (_name, text) => {
    expect(spelledOut(text)).toEqual([]);
  });

  it('adds nothing to ordinary lines', () => {
    expect(spelledOut('Dear all,\n\nthe bus leaves at 8.\nA. B. Moore\n')).toEqual([]);
  });
});
