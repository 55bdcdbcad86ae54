/** Reads Excel files: every sheet as a table with its other texts, hidden sheets too; then names, pivot caches and unused strings. */
import { NumberDisplay } from '../cell-display.ts';
import type { Collected } from '../collected.ts';
import { attribute, isOn } from '../xml-events.ts';
import type { PackagePart } from '../zip-package.ts';
import { readCellStyles } from './cell-styles.ts';
import type { OfficePackage } from './office-package.ts';
import type { OtherParts } from './other-parts.ts';
import { readPivotCaches } from './pivot-cache.ts';
import { SharedStrings } from './shared-strings.ts';
import { Worksheet, type WorkbookFacts } from './worksheet.ts';

interface ListedSheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly relationship: string;
}

interface WorkbookPart {
  readonly sheets: ListedSheet[];
  readonly names: string[];
  date1904: boolean;
}

/** Reads xlsx and xlsm; the reader of binary workbooks reads the cells of xlsb. */
export async function readWorkbook(opened: OfficePackage, parts: OtherParts, into: Collected): Promise<void> {
  const main = opened.zip.find('xl/workbook.xml') ?? opened.partOfType('sheet.main+xml');
  if (!main) {
    const { readBinaryPackage } = await import('../legacy/binary-workbook.ts');
    await readBinaryPackage(opened, parts, into);
    return;
  }
  const book = await readMain(opened, main, into);
  const strings = new SharedStrings();
  await strings.read(opened, into);
  const facts: WorkbookFacts = {
    strings,
    styles: await readCellStyles(opened, into),
    numbers: new NumberDisplay(book.date1904),
  };
  for (const { part, name, hidden } of await sheetParts(opened, main, book)) {
    const text = into.text();
    const label = `sheet ${name}${hidden ? ' (hidden)' : ''}`;
    into.budget.spendEntry();
    await into.attempt(part.name, part.size, async () => {
      const sheet = new Worksheet(text, label, facts);
      const whole = await opened.parse(part, sheet).finally(() => sheet.end());
      if (!whole) into.missed('damaged', part.size, part.name);
    });
    await parts.relatedTo(part.name, text, label, hidden);
    if (hidden) text.hide(0);
  }
  const text = into.text();
  text.place('names');
  for (const name of book.names) text.writeLine(name);
  await readPivotCaches(opened, into);
  strings.writeUnused(into.text());
}

async function readMain(opened: OfficePackage, main: PackagePart, into: Collected): Promise<WorkbookPart> {
  const book: WorkbookPart = { sheets: [], names: [], date1904: false };
  let name = '';
  let value = '';
  await into.attempt(main.name, main.size, async () => {
    const whole = await opened.parse(main, {
      open: (element, attributes) => {
        value = '';
        if (element === 'workbookPr') book.date1904 = isOn(attributes['date1904'], false);
        else if (element === 'sheet') {
          book.sheets.push({
            name: attributes['name'] ?? '',
            hidden: /hidden/i.test(attributes['state'] ?? ''),
            relationship: attribute(attributes, 'id') ?? '',
          });
        } else if (element === 'definedName') {
          name = [attributes['name'], attributes['comment'], attributes['description']].filter(Boolean).join(', ');
        }
      },
      text: (piece) => {
        value += piece;
      },
      close: (element) => {
        if (element === 'definedName') book.names.push(`${name} ${value.trim()}`);
      },
    });
    if (!whole) into.missed('damaged', main.size, main.name);
  });
  return book;
}

/** Listed sheets in order, then sheets that the workbook does not list. */
async function sheetParts(
  opened: OfficePackage,
  main: PackagePart,
  book: WorkbookPart,
): Promise<{ part: PackagePart; name: string; hidden: boolean }[]> {
  const found: { part: PackagePart; name: string; hidden: boolean }[] = [];
  const seen = new Set<PackagePart>();
  const targets = new Map((await opened.relationships(main.name)).map(({ id, target }) => [id, target]));
  for (const { name, hidden, relationship } of book.sheets) {
    const part = opened.zip.find(targets.get(relationship) ?? '');
    if (!part || seen.has(part)) continue;
    seen.add(part);
    found.push({ part, name, hidden });
  }
  for (const part of opened.zip.parts) {
    if (seen.has(part) || !/\/(work|chart|dialog|macro)sheets\/[^/]+\.xml$/i.test(part.name)) continue;
    found.push({ part, name: part.name.slice(part.name.lastIndexOf('/') + 1), hidden: true });
  }
  return found;
}
