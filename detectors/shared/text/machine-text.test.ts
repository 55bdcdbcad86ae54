/** Machine text is stepped over; nothing that people write is. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { machineText } from './machine-text.ts';
import { words } from '../people/names.ts';

const base64 = 'QmFzZTY0IGlzIG5vdCByZWFkIGJ5IGFueWJvZHkgYXQgYWxsLCBzbyB3aHkgbG9vaw1x';

describe('machineText', () => {
  it.each([
    ['base64', `see ${base64} below`, base64],
    [
      'hexadecimal',
      'sum 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c end',
      '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c',
    ],
  ])('finds %s', (_name, text, expected) => {
    expect(machineText(text).map(({ start, end }) => text.slice(start, end))).toEqual([expected]);
  });

  it.each([
    'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren',
    'this-is-a-sentence-with-hyphens-about-Kou-Vang-in-room-204-on-May-12-at-3-PM',
    'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  ])('leaves %s', (text) => {
    expect(machineText(text)).toEqual([]);
  });

  it('finds a run wherever it stands, once, and no word of it becomes a name', () => {
    const prose = fc.array(fc.constantFrom('Ann', 'the', 'bus', '12', 'room', '\n'), { maxLength: 30 });
    fc.assert(
      fc.property(prose, prose, (before, after) => {
        const text = [...before, base64, ...after].join(' ');
        const start = text.indexOf(base64);
        expect(machineText(text)).toEqual([{ start, end: start + base64.length }]);
        expect(words(text).some((word) => word.start >= start && word.end <= start + base64.length)).toBe(false);
      }),
    );
  });
});
