/** Reads binary workbooks (all versions of xls, and xlsb): cells by the SheetJS library, written like the sheets of xlsx. */
import * as sheetJs from '@e965/xlsx';
import type { CellObject, WorkBook, WorkSheet } from '@e965/xlsx';
import { ReadLimit } from '../../file-reader.ts';
import { NumberDisplay } from '../cell-display.ts';
import type { Collected } from '../collected.ts';
import type { OfficePackage } from '../office-xml/office-package.ts';
import { readableTarget, type OtherParts } from '../office-xml/other-parts.ts';
import type { PlacedText } from '../placed-text.ts';
import { SheetText } from '../sheet-text.ts';
import { interruptible } from './interruptible.ts';
import { readBinaryPivotCaches } from './xlsb-pivot-cache.ts';
import { binaryPartTexts } from './xlsb-texts.ts';
import { columnName } from '../../../../message/column-name.ts';

/** Bytes that are read: a workbook of 5 MB takes two seconds. */
const slowestMs = 8000;

/** The library reads sheets as arrays of rows, with number formats and hidden rows and columns. */
const options: sheetJs.ParsingOptions = {
  type: 'buffer',
  dense: true,
  cellFormula: false,
  cellHTML: false,
  cellText: false,
  cellNF: true,
  cellStyles: true,
};
/** A stream in the form of the library. */
interface LibraryFile {
  readonly type: 2;
  readonly name: string;
  readonly content: Buffer;
}
/** A package in the form of the library, which would unpack one without limits. Its types leave it out. */
const { parse_zip: readPackage } = sheetJs as unknown as {
  parse_zip: (
    parts: { readonly FullPaths: readonly string[]; readonly FileIndex: readonly LibraryFile[] },
    options: sheetJs.ParsingOptions,
  ) => WorkBook;
};

/** xlsb: the cells, then drawings, charts and all other XML of the package. */
export async function readBinaryPackage(opened: OfficePackage, parts: OtherParts, into: Collected): Promise<void> {
  const names: string[] = [];
  const contents: LibraryFile[] = [];
  const text = into.text();
  for (const part of opened.zip.parts) {
    const isBinary = /^xl\/.*\.bin$/i.test(part.name) && !/\/(embeddings|activeX)\/|vbaProject/i.test(part.name);
    if (!isBinary && !/(\.rels|^\[Content_Types\]\.xml|^docProps\/.*\.xml)$/i.test(part.name)) continue;
    await into.attempt(part.name, part.size, async () => {
      const content = await opened.zip.read(part);
      into.budget.spendBytes(content.length);
      names.push(part.name);
      contents.push({ type: 2, name: part.name, content });
      if (isBinary) binaryPartTexts(content, text);
    });
    if (!isBinary) continue;
    opened.done.add(part);
    await parts.relatedTo(part.name, text, '');
  }
  await readBinaryPivotCaches(opened, into);
  await into.attempt('xl/workbook.bin', 0, () => {
    writeWorkbook(
      runLibrary(() => readPackage({ FullPaths: names, FileIndex: contents }, { ...options })),
      into,
    );
  });
}

/** xls. @param bytes the file, or the stream of the workbook */
export function readBinaryWorkbook(bytes: Buffer, into: Collected): void {
  writeWorkbook(
    runLibrary(() => sheetJs.read(bytes, { ...options })),
    into,
  );
}

/** A workbook that is still encrypted here opens with no password of the message. */
function runLibrary(work: () => WorkBook): WorkBook {
  try {
    return interruptible(slowestMs, work);
  } catch (error) {
    if (error instanceof Error && /password/i.test(error.message)) throw new ReadLimit('encrypted');
    throw error;
  }
}

function writeWorkbook(book: WorkBook, into: Collected): void {
  const numbers = new NumberDisplay(book.Workbook?.WBProps?.date1904 ?? false);
  for (const [index, name] of book.SheetNames.entries()) {
    into.budget.spendEntry();
    const sheet = book.Sheets[name];
    if (!sheet) continue;
    const hidden = (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0;
    const text = into.text();
    writeSheet(sheet, text, `sheet ${name}${hidden ? ' (hidden)' : ''}`, numbers);
    if (hidden) text.hide(0);
  }
  writeFacts(book, into.text());
}

function writeSheet(sheet: WorkSheet, text: PlacedText, label: string, numbers: NumberDisplay): void {
  const rows = (sheet['!data'] ?? []) as readonly (readonly (CellObject | undefined)[] | undefined)[];
  const hiddenRows = sheet['!rows'] ?? [];
  const hiddenColumns = sheet['!cols'] ?? [];
  const cells = new SheetText(text, label);
  const asides: { at: string; text: string }[] = [];
  // forEach leaves out the holes of sparse arrays.
  rows.forEach((row, rowIndex) => {
    const unseen = hiddenRows[rowIndex]?.hidden ?? false;
    row?.forEach((cell, column) => {
      if (!cell) return;
      const shown = displayed(cell, numbers);
      cells.cell(rowIndex + 1, column, shown.text, shown.hidden || unseen || (hiddenColumns[column]?.hidden ?? false));
      const at = `${columnName(column)}${rowIndex + 1}`;
      for (const comment of cell.c ?? []) {
        asides.push({ at: `comment on ${at}`, text: [comment.a, comment.t].filter(Boolean).join('\n') });
      }
      const { Target: target = '', Tooltip: tip = '' } = cell.l ?? {};
      if (target !== '') asides.push({ at: 'links', text: `${readableTarget(target)} ${tip}`.trim() });
    });
  });
  for (const aside of asides) {
    text.place(`${label}, ${aside.at}`);
    text.writeLine(aside.text);
  }
}

function displayed(cell: CellObject, numbers: NumberDisplay): { text: string; hidden: boolean } {
  const { v: value } = cell;
  if (cell.t === 'n' && typeof value === 'number') return numbers.show(value, cell.z ?? 0);
  if (typeof value === 'boolean') return { text: value ? 'TRUE' : 'FALSE', hidden: false };
  if (cell.t === 'e') return { text: String(cell.w ?? ''), hidden: false };
  return { text: value === undefined ? '' : String(value), hidden: false };
}

function writeFacts(book: WorkBook, text: PlacedText): void {
  text.place('names');
  for (const { Name: name, Ref: reference, Comment: comment } of book.Workbook?.Names ?? [])
    text.writeLine([name, reference, comment].filter(Boolean).join(' '));
  text.place('document properties');
  const properties: [string, unknown][] = [
    ...Object.entries(book.Props ?? {}),
    ...Object.entries(book.Custprops ?? {}),
  ];
  for (const [name, value] of properties) {
    if (typeof value === 'string' && value !== '' && !/^(Application|AppVersion)$/.test(name))
      text.writeLine(`${name}: ${value}`);
  }
}
