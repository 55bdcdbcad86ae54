/** Office files of 1 to 5 MB with made-up people, for measurements: the same bytes each time. */
import { utils, write } from '@e965/xlsx';
import { officePackage, xmlHead, type Part } from './office-package.ts';
import { assemblePdf, pdfStream } from './pdf.ts';
import { dbaseFile, tableFiles } from './table-files.ts';
import { binaryPivotCache } from './workbook-binary.ts';
import { zipFile } from './zip-file.ts';

export interface BigFile {
  readonly name: string;
  readonly make: () => Buffer;
}

const given = 'Ada Bela Cora Dario Elif Fenn Gita Hale Ines Jora Kiri Lune Mika Nell Orin Pax Quin Rhea Sol Tova'.split(
  ' ',
);
const family =
  'Ashby Brandt Calder Dunmore Eastly Fenwick Garrow Hallow Ingram Jessop Kestrel Lorne Marlow Norcott'.split(' ');
const words =
  'the class will meet at the museum and every family is asked to sign the form before the trip on Thursday morning'.split(
    ' ',
  );

/** Office files of each format, small and big, then a PDF with hidden text and a table in each text format. There are no big xlsb files, because the library needs gigabytes to write them. */
export function makeBigFiles(): BigFile[] {
  const sizes = (ending: string, make: (size: number) => Buffer, ...each: readonly number[]): BigFile[] =>
    each.map((size) => ({ name: `${size}.${ending}`, make: () => make(size) }));
  return [
    ...sizes('xlsx', bigWorkbook, 30_000, 60_000, 120_000),
    ...sizes('docx', bigDocument, 27_000, 50_000, 100_000),
    ...sizes('pdf', bigPdf, 300, 700, 1200),
    ...sizes('pptx', bigPresentation, 500, 1500),
    ...sizes('xlsb', (rows) => bigBinary('xlsb', rows), 13_000, 15_000),
    ...sizes('xls', (rows) => bigBinary('biff8', rows), 10_000, 20_000),
    ...sizes('ods', bigSpreadsheet, 55_000, 120_000),
    ...sizes('odt', bigText, 30_000, 80_000),
    ...sizes('rtf', bigRichText, 15_000),
    { name: 'hidden.pdf', make: () => bigPdf(300, '1 1 1 rg ') },
    ...bigTables(20_000),
  ];
}

/** A generator of numbers that are the same each time (mulberry32). */
function dice(): (sides: number) => number {
  let state = 7;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

function* people(count: number): Generator<readonly [string, string, number, string, number]> {
  const roll = dice();
  for (let index = 0; index < count; index += 1) {
    const name = `${given[roll(given.length)]} ${family[roll(family.length)]}`;
    const street = `${100 + roll(9000)} ${family[roll(family.length)]} Street`;
    yield [
      name,
      street,
      5_550_100_000 + roll(10_000),
      `${name.replace(' ', '.').toLowerCase()}${roll(100)}@families.example`,
      30_000 + roll(15_000),
    ];
  }
}

function* paragraphs(count: number): Generator<string> {
  const roll = dice();
  for (let index = 0; index < count; index += 1) {
    yield Array.from({ length: 25 + roll(30) }, () =>
      roll(8) === 0 ? family[roll(family.length)] : words[roll(words.length)],
    ).join(' ');
  }
}

function bigWorkbook(rows: number): Buffer {
  const main =
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
  const strings: string[] = [];
  const lines: string[] = [];
  let row = 0;
  for (const [name, street, phone, mail, born] of people(rows)) {
    row += 1;
    const text = (column: string, value: string) =>
      `<c r="${column}${row}" t="s"><v>${strings.push(`<si><t>${value}</t></si>`) - 1}</v></c>`;
    lines.push(
      `<row r="${row}">${text('A', name)}${text('B', street)}<c r="C${row}"><v>${phone}</v></c>${text('D', mail)}<c r="E${row}" s="1"><v>${born}</v></c></row>`,
    );
  }
  return officePackage({
    '': { content: '', relations: [['w', 'officeDocument', 'xl/workbook.xml']] },
    'xl/workbook.xml': {
      type: 'workbook',
      content: `${xmlHead}<workbook ${main}><sheets><sheet name="List" sheetId="1" r:id="a"/></sheets></workbook>`,
      relations: [['a', 'worksheet', 'worksheets/sheet1.xml']],
    },
    'xl/sharedStrings.xml': { type: 'sharedStrings', content: `${xmlHead}<sst ${main}>${strings.join('')}</sst>` },
    'xl/styles.xml': {
      type: 'styles',
      content: `${xmlHead}<styleSheet ${main}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    },
    'xl/worksheets/sheet1.xml': {
      type: 'worksheet',
      content: `${xmlHead}<worksheet ${main}><sheetData>${lines.join('')}</sheetData></worksheet>`,
    },
  });
}

function bigDocument(count: number): Buffer {
  const body = [...paragraphs(count)].map(
    (text) =>
      `<w:p><w:pPr><w:pStyle w:val="Body"/></w:pPr><w:r><w:rPr><w:sz w:val="22"/></w:rPr><w:t>${text}</w:t></w:r></w:p>`,
  );
  return officePackage({
    '': { content: '', relations: [['d', 'officeDocument', 'word/document.xml']] },
    'word/document.xml': {
      type: 'document',
      content: `${xmlHead}<w:document xmlns:w="urn:w"><w:body>${body.join('')}</w:body></w:document>`,
    },
  });
}

function bigPresentation(slides: number): Buffer {
  const parts: Record<string, Part> = {
    'ppt/presentation.xml': { type: 'presentation', content: `${xmlHead}<p:presentation xmlns:p="urn:p"/>` },
  };
  let number = 0;
  const all = [...paragraphs(slides * 40)];
  for (let at = 0; at < all.length; at += 40) {
    number += 1;
    const text = all.slice(at, at + 40).map((line) => `<a:p><a:r><a:t>${line}</a:t></a:r></a:p>`);
    parts[`ppt/slides/slide${number}.xml`] = {
      type: 'slide',
      content: `${xmlHead}<p:sld xmlns:p="urn:p" xmlns:a="urn:a"><p:cSld><p:spTree><p:sp><p:txBody>${text.join('')}</p:txBody></p:sp></p:spTree></p:cSld></p:sld>`,
    };
  }
  return officePackage(parts);
}

/** @param first operators in front of each line of text */
function bigPdf(pages: number, first = ''): Buffer {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', '', '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'];
  const kids: string[] = [];
  const all = [...paragraphs(pages * 12)];
  for (let page = 0; page < pages; page += 1) {
    const lines = all.slice(page * 12, page * 12 + 12).flatMap((text) => text.match(/.{1,90}(?: |$)/g) ?? []);
    const content = lines
      .map((line, index) => `BT ${first}/F1 10 Tf 50 ${770 - index * 13} Td (${line.trim()}) Tj ET`)
      .join('\n');
    objects.push(pdfStream('', content));
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${objects.length} 0 R >>`,
    );
    kids.push(`${objects.length} 0 R`);
  }
  objects[1] = `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${pages} >>`;
  objects.push('<< /Title (List) >>');
  return assemblePdf(objects);
}

function bigTables(rows: number): BigFile[] {
  const table = [...people(rows)].map(([name, street, phone]) => [...name.split(' '), String(phone), street]);
  const heads = ['Last name', 'First name', 'Phone', 'Street'];
  const endings: Readonly<Record<string, string>> = {
    SQL: 'sql',
    'SQL that selects values': 'select.sql',
    'SQL that updates rows': 'update.sql',
    'a property list': 'plist',
    'JSON with headings of its own': 'json',
    'the copy block of PostgreSQL': 'copy',
    SYLK: 'slk',
    DIF: 'dif',
    'SpreadsheetML 2003': 'spreadsheet.xml',
    'Word 2003 XML': 'word.xml',
    'flat OPC': 'opc.xml',
    'flat OpenDocument': 'fods',
    'HTML named .xls': 'html.xls',
  };
  const files = Object.entries(endings).map(([format, ending]) => ({
    name: `table.${ending}`,
    make: () => Buffer.from(tableFiles([heads, ...table])[format]!),
  }));
  return [
    ...files,
    { name: 'table.dbf', make: () => dbaseFile(table, false) },
    { name: 'pivot.xlsb', make: () => binaryPivotCache(heads, table, 'in rows') },
  ];
}

function bigBinary(bookType: 'xlsb' | 'biff8', rows: number): Buffer {
  const book = {
    SheetNames: ['List'],
    Sheets: { List: utils.aoa_to_sheet([...people(rows)].map((person) => [...person])) },
    Props: { CreatedDate: new Date(0), ModifiedDate: new Date(0) },
  };
  return write(book, { bookType, type: 'buffer', compression: true }) as Buffer;
}

function bigSpreadsheet(rows: number): Buffer {
  const lines = [...people(rows)].map(
    (person) =>
      `<table:table-row>${person.map((value) => `<table:table-cell><text:p>${value}</text:p></table:table-cell>`).join('')}</table:table-row>`,
  );
  return openDocumentOf('spreadsheet', `<table:table table:name="List">${lines.join('')}</table:table>`);
}

function bigText(count: number): Buffer {
  return openDocumentOf('text', [...paragraphs(count)].map((text) => `<text:p>${text}</text:p>`).join(''));
}

function openDocumentOf(kind: string, body: string): Buffer {
  return zipFile({
    mimetype: `application/vnd.oasis.opendocument.${kind}`,
    'content.xml': `<office:document-content xmlns:office="urn:o" xmlns:text="urn:t" xmlns:table="urn:b"><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
  });
}

function bigRichText(count: number): Buffer {
  const body = [...paragraphs(count)].map((text) => `\\pard\\fs22 ${text}\\par`);
  return Buffer.from(`{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}${body.join('\n')}}`, 'latin1');
}
