/** Files made to cost much: each is ended by its limits or read in a moment, and none is read as clean that was not. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compoundFile } from '../../scripts/make-attachments/compound-file.ts';
import { officePackage, xmlHead } from '../../scripts/make-attachments/office-package.ts';
import { createReadBudget } from '../../src/extract/files/budget.ts';
import type { FileContents } from '../../src/extract/files/file-reader.ts';
import { pageLines } from '../../src/extract/files/formats/pdf/page-lines.ts';
import { PlacedText } from '../../src/extract/files/formats/placed-text.ts';
import { SheetText } from '../../src/extract/files/formats/sheet-text.ts';
import { cellAt, limits, readAs } from './read-with.ts';

const reasons = ({ unread }: FileContents) => unread.map(({ reason }) => reason);
const document = (content: string) =>
  officePackage({
    '': { content: '', relations: [['d', 'officeDocument', 'word/document.xml']] },
    'word/document.xml': { type: 'document', content },
  });

describe('hostile documents', () => {
  it('entities of a DTD are not expanded', async () => {
    const bomb = `${xmlHead}<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><w:document xmlns:w="w"><w:p><w:r><w:t>&b; stays</w:t></w:r></w:p></w:document>`;
    const contents = await readAs('bomb.docx', document(bomb));
    expect(contents.texts.map(({ text }) => text).join('')).toMatch(/^&b; stays/);
    expect(reasons(contents)).toEqual(['damaged']);
  });

  it('nesting beyond reason', async () => {
    const contents = await readAs('deep.docx', document(`<w:document>${'<w:p>'.repeat(100_000)}`));
    expect(reasons(contents)).toContain('too-deep');
  });

  it('one string that a million cells show', async () => {
    const cells = Array.from(
      { length: 200_000 },
      (_, row) => `<row r="${row + 1}"><c r="A${row + 1}" t="s"><v>0</v></c></row>`,
    );
    const bytes = officePackage({
      'xl/workbook.xml': { type: 'workbook', content: '<workbook/>' },
      'xl/sharedStrings.xml': { type: 'sharedStrings', content: `<sst><si><t>${'x'.repeat(30_000)}</t></si></sst>` },
      'xl/worksheets/sheet1.xml': {
        type: 'worksheet',
        content: `<worksheet><sheetData>${cells.join('')}</sheetData></worksheet>`,
      },
    });
    expect(reasons(await readAs('many.xlsx', bytes))).toEqual(['too-big']);
  });

  it('a chain of sectors that bites its tail', async () => {
    const bytes = compoundFile({ WordDocument: Buffer.alloc(8192, 2) });
    const table = bytes.length - 512;
    bytes.writeUInt32LE(0, table);
    expect(reasons(await readAs('loop.doc', bytes))).toContain('damaged');
  });
});

describe('cells', () => {
  it('stand where they are said to stand, however far apart', () => {
    const cell = fc.tuple(fc.integer({ min: 1, max: 1_048_576 }), fc.integer({ min: 0, max: 16_383 }));
    fc.assert(
      fc.property(fc.uniqueArray(cell, { maxLength: 30, selector: String }), (cells) => {
        const text = new PlacedText(createReadBudget(limits, 1000));
        const sheet = new SheetText(text, 'sheet A');
        cells.sort(([row, column], [other, otherColumn]) => row - other || column - otherColumn);
        cells.forEach(([row, column], index) => sheet.cell(row, column, `<${index}>`, false));
        const written = text.finish();
        cells.forEach(([row, column], index) => {
          expect(cellAt({ text: written, at: written.text.indexOf(`<${index}>`) })).toEqual({ row, column });
        });
        expect(written.text.length).toBeLessThan(cells.length * 90 + 1);
      }),
    );
  });
});

describe('lines of a page', () => {
  it('hold every piece of text, in whatever place', () => {
    const piece = fc.record({
      str: fc.integer({ min: 0, max: 99_999 }).map((number) => `<${number}>`),
      transform: fc.tuple(...[0, 1, 2, 3, 4, 5].map(() => fc.float({ min: -1000, max: 1000, noNaN: true }))),
      width: fc.float({ min: 0, max: 500, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pageLines(pieces).join('\n');
        for (const { str } of pieces) expect(text).toContain(str);
      }),
    );
  });
});
