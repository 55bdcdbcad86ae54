/** A sheet's text becomes the cells that its program shows. */
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sheetsOf } from './sheets.ts';

it('keeps the row numbers over rows that were left out, and parts the sheets', () => {
  const text = 'Name\tStreet\nMai\t1420 Elm\nLee\t7 Oak\nTotal\t2';
  const places = [
    { start: 0, label: 'Grade 5', firstRow: 1, firstColumn: 1 },
    { start: text.indexOf('Lee'), label: 'Grade 5', firstRow: 10, firstColumn: 1 },
    { start: text.indexOf('Total'), label: 'Sums', firstRow: 1, firstColumn: 0 },
  ];
  const sheets = sheetsOf({ text, places });
  expect(
    sheets.map(({ label, rows }) => [
      label,
      rows.map(({ number, cells }) => [number, ...cells.map(({ start, end }) => text.slice(start, end).trim())]),
    ]),
  ).toEqual([
    [
      'Grade 5',
      [
        [1, 'Name', 'Street'],
        [2, 'Mai', '1420 Elm'],
        [10, 'Lee', '7 Oak'],
      ],
    ],
    ['Sums', [[1, 'Total', '2']]],
  ]);
});

it('gives back every cell of a table', () => {
  const cell = fc.stringMatching(/^[^\t\n]*$/);
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(table, (rows) => {
      const text = rows.map((cells) => cells.join('\t')).join('\n');
      const [sheet] = sheetsOf({ text, places: [{ start: 0, label: 'S', firstRow: 1 }] });
      expect(sheet?.rows.map(({ cells }) => cells.map(({ start, end }) => text.slice(start, end)))).toEqual(rows);
    }),
  );
});
