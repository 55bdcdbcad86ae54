/** Cutting text at marks: nothing is lost or doubled, and each character has exactly the marks that cover it. */
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { segments } from './segments.ts';

it('shows overlapping marks in pieces', () => {
  const marks = [
    { start: 0, end: 14, kind: 'quoted' as const },
    { start: 2, end: 8, kind: 'finding' as const, finding: 1 },
    { start: 5, end: 10, kind: 'finding' as const, finding: 2 },
  ];
  expect(segments('> Mai Vang, 1420 Elm', marks).map(({ text, findings, quoted }) => [text, findings, quoted])).toEqual(
    [
      ['> ', [], true],
      ['Mai', [1], true],
      [' Va', [1, 2], true],
      ['ng', [2], true],
      [', 14', [], true],
      ['20 Elm', [], false],
    ],
  );
});

it('loses no character and no mark, whatever the stretch', () => {
  const mark = fc
    .record({ start: fc.nat(40), length: fc.nat(20), finding: fc.nat(5) })
    .map(({ start, length, finding }) => ({ start, end: start + length, kind: 'finding' as const, finding }));
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), fc.array(mark, { maxLength: 8 }), fc.nat(40), (text, unsorted, cut) => {
      const marks = unsorted.toSorted((a, b) => a.start - b.start);
      const from = Math.min(cut, text.length);
      const pieces = segments(text, marks, from);
      expect(pieces.map((piece) => piece.text).join('')).toBe(text.slice(from));
      let at = from;
      for (const { text: words, findings } of pieces) {
        const covering = marks.filter(({ start, end }) => end > start && start < at + words.length && end > at);
        expect(findings).toEqual(covering.map(({ finding }) => finding));
        at += words.length;
      }
    }),
  );
});
