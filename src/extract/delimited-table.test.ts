/** Tables in text files: any usual delimiter, quoted cells, and prose that is left alone. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readDelimitedTable } from './delimited-table.ts';

describe('a table', () => {
  it.each([
    [
      'commas',
      'Name,Phone,Grade\nAna,555-0142,5\nBo,555-0143,4',
      'Name\tPhone\tGrade\nAna\t555-0142\t5\nBo\t555-0143\t4',
    ],
    ['semicolons, with commas in cells', 'Name;Phone\nRuiz, Ana;1\nLee, Bo;2', 'Name\tPhone\nRuiz, Ana\t1\nLee, Bo\t2'],
    ['pipes', 'a|b\n1|2\n3|4', 'a\tb\n1\t2\n3\t4'],
    ['tabs', 'a\tb\n1\t2\n3\t4', 'a\tb\n1\t2\n3\t4'],
    [
      'quoted cells',
      'Name,Note,x\n"Ruiz, Ana","says ""hi""\nand more",1\nBo,"",2',
      'Name\tNote\tx\nRuiz, Ana\tsays "hi" and more\t1\nBo\t\t2',
    ],
    ['a stated delimiter', 'sep=;\na;b\n1;2', 'a\tb\n1\t2'],
    ['empty rows, which count', 'a;b\n1;2\n\n3;4\n', 'a\tb\n1\t2\n\n3\t4'],
  ])('with %s', (_, text, expected) => expect(readDelimitedTable(text, false)?.text).toBe(expected));

  it('that is declared may be small or uneven', () => {
    expect(readDelimitedTable('Ana,555-0142', true)?.text).toBe('Ana\t555-0142');
    expect(readDelimitedTable('Class list\nAna,1\nBo,2\n', true)?.text).toBe('Class list\nAna\t1\nBo\t2');
    expect(readDelimitedTable('no delimiter at all', true)).toBeUndefined();
  });

  it.each([
    ['prose', 'Dear all,\nplease come, if you can, to the hall.\nThanks, Ana'],
    ['JSON lines', '{"a":1,"b":2,"c":3}\n{"a":1,"b":2,"c":3}\n{"a":1,"b":2,"c":3}'],
    ['two lines', 'a,b,c\n1,2,3'],
    ['a list', 'one\ntwo\nthree'],
  ])('is not %s', (_, text) => expect(readDelimitedTable(text, false)).toBeUndefined());

  it('with a quote that is never closed keeps its rows', () => {
    expect(readDelimitedTable(`a;b\n1;"2\n${'3;4\n'.repeat(20_000)}`, false)?.text.split('\n')[1]).toBe('1\t"2');
  });

  it('is given back as it was written', () => {
    const cell = fc.string({ unit: fc.constantFrom(...'ab ,;"|é'.split('')), maxLength: 8 });
    const row = fc.tuple(cell, cell, cell);
    const rows = fc.array(row, { minLength: 3, maxLength: 20 });
    fc.assert(
      fc.property(rows, fc.constantFrom(',', ';', '\t', '|'), (table, delimiter) => {
        const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = `sep=${delimiter}\n${table.map((cells) => cells.map(quote).join(delimiter)).join('\n')}`;
        expect(readDelimitedTable(text, true)?.text).toBe(table.map((cells) => cells.join('\t')).join('\n'));
      }),
    );
  });

  it('of any text is text with as many rows or fewer', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a,;"\n\t|'.split('')), maxLength: 200 }), (text) => {
        const table = readDelimitedTable(text, true);
        expect(table?.text.split('\n').length ?? 0).toBeLessThanOrEqual(text.split('\n').length);
      }),
      { numRuns: 1000 },
    );
  });
});
