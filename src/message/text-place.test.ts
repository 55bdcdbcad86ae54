/** Where in a file a finding stands: cells are those that the program shows, lines are counted from 1. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createPlaceFinder } from './text-place.ts';

const text = 'Name\tPhone\nAna\t555-0142\n\nBo\t555-0143';
const at = (wanted: string) => text.indexOf(wanted);

describe('a place', () => {
  it('is none in a mail of its own text', () => {
    expect(createPlaceFinder({ kind: 'body', text })(3)).toBeUndefined();
  });

  it('is a line of a text file', () => {
    const placeOf = createPlaceFinder({ kind: 'attachment', text });
    expect([0, at('Ana'), at('Bo')].map(placeOf)).toEqual(['line 1', 'line 2', 'line 4']);
  });

  it('is a cell of a sheet, with rows and columns that were left out', () => {
    const places = [
      { start: 0, label: 'sheet Grade 5', firstRow: 3, firstColumn: 1 },
      { start: at('Bo'), label: 'sheet Grade 5, hidden', firstRow: 40, firstColumn: 26 },
    ];
    const placeOf = createPlaceFinder({ kind: 'attachment', text, places });
    expect(placeOf(0)).toBe('sheet Grade 5, cell B3');
    expect(placeOf(at('555-0142') + 2)).toBe('sheet Grade 5, cell C4');
    expect(placeOf(at('555-0143'))).toBe('sheet Grade 5, hidden, cell AB40');
  });

  it('is the label alone where there are no rows, and the first one in front of it', () => {
    const placeOf = createPlaceFinder({ kind: 'attachment', text, places: [{ start: 5, label: 'page 2' }] });
    expect([placeOf(0), placeOf(20)]).toEqual(['page 2', 'page 2']);
  });

  it('names columns as spreadsheets do', () => {
    const column = (n: number) =>
      createPlaceFinder({
        kind: 'attachment',
        text: 'x',
        places: [{ start: 0, label: '', firstRow: 1, firstColumn: n }],
      })(0);
    expect([0, 25, 26, 51, 52, 701, 702, 16_383].map(column)).toEqual(
      ['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA', 'XFD'].map((name) => `cell ${name}1`),
    );
  });

  it('counts rows and cells like the table that was written', () => {
    const cell = fc.stringMatching(/^[a-z ]{0,6}$/);
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 }), (rows) => {
        const table = rows.map((row) => row.join('\t')).join('\n');
        const placeOf = createPlaceFinder({
          kind: 'attachment',
          text: table,
          places: [{ start: 0, label: 's', firstRow: 1, firstColumn: 0 }],
        });
        let offset = 0;
        rows.forEach((row, r) =>
          row.forEach((content, c) => {
            expect(placeOf(offset)).toBe(`s, cell ${'ABCDE'[c]}${r + 1}`);
            offset += content.length + 1;
          }),
        );
      }),
    );
  });
});
