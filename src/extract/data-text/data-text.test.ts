/** Data in every dress: each format gives rows with its cells at their places, and nothing of it is lost. */
import { describe, expect, it } from '@jest/globals';
import { extractLimits as limits } from '../../../test/harness/extract-limits.ts';
import { extract, extractFile } from '../extract.ts';
import { readDataText } from './read-data-text.ts';

const heads = ['Last name', 'First name', 'Phone', 'Street'];
const rows = [
  ['Ortega', 'Selma', '414-555-0171', "18 O'Hare Lane"],
  ['Haddad', 'Karim', '414-555-0172', '77 Cliff Road'],
];
const table = [heads, ...rows].map((row) => row.join('\t')).join('\n');
const quoted = (value: string): string => `'${value.replace("'", "''")}'`;
const xmlText = (value: string): string => value.replace("'", '&apos;');
const cellsIn = (row: string[], open: string, close: string): string =>
  row.map((value) => `${open}${xmlText(value)}${close}`).join('');

const word = `<w:body><w:tbl>${[heads, ...rows].map((row) => `<w:tr>${cellsIn(row, '<w:tc><w:p><w:r><w:t>', '</w:t></w:r></w:p></w:tc>')}</w:tr>`).join('')}</w:tbl></w:body>`;
const spreadsheetMl = `<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Students"><Table>${[heads, ...rows].map((row) => `<Row>${cellsIn(row, '<Cell><Data ss:Type="String">', '</Data></Cell>')}</Row>`).join('')}</Table></Worksheet></Workbook>`;
const fods = `<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet><table:table table:name="S">${[heads, ...rows].map((row) => `<table:table-row>${cellsIn(row, '<table:table-cell><text:p>', '</text:p></table:table-cell>')}</table:table-row>`).join('')}</table:table></office:spreadsheet></office:body></office:document>`;

function dbase(deleted: boolean): Buffer {
  const fields = ['LAST', 'FIRST', 'PHONE', 'STREET'].map((name) => {
    const field = Buffer.alloc(32);
    field.write(`${name}\0`, 'latin1');
    field.write('C', 11, 'latin1');
    field[16] = 20;
    return field;
  });
  const head = Buffer.alloc(32);
  head.set([3, 126, 11, 28]);
  head.writeUInt32LE(rows.length, 4);
  head.writeUInt16LE(32 * 5 + 1, 8);
  head.writeUInt16LE(81, 10);
  const records = rows.map((row) =>
    Buffer.from(`${deleted ? '*' : ' '}${row.map((cell) => cell.padEnd(20)).join('')}`),
  );
  return Buffer.concat([head, ...fields, Buffer.from([13]), ...records, Buffer.from([0x1a])]);
}

const dresses: Readonly<Record<string, string | Buffer>> = {
  SQL: `-- Dump of the table\nCREATE TABLE students (\n  last varchar(40) NOT NULL,\n  PRIMARY KEY (last)\n);\nINSERT INTO students ("Last name", "First name", Phone, Street) VALUES\n${rows.map((row) => `(${row.map(quoted).join(', ')})`).join(',\n')};\n`,
  'the copy block of PostgreSQL': `COPY public.students ("Last name", "First name", "Phone", "Street") FROM stdin;\n${rows.map((row) => row.join('\t')).join('\n')}\n\\.\n`,
  SYLK: [
    'ID;PWXL;N;E',
    ...[heads, ...rows].flatMap((row, y) => row.map((cell, x) => `C;Y${y + 1};X${x + 1};K"${cell}"`)),
    'E',
  ].join('\r\n'),
  DIF: [
    'TABLE',
    '0,1',
    '"EXCEL"',
    'VECTORS',
    '0,4',
    '""',
    'TUPLES',
    '0,3',
    '""',
    'DATA',
    '0,0',
    '""',
    ...[heads, ...rows].flatMap((row) => ['-1,0', 'BOT', ...row.flatMap((cell) => ['1,0', `"${cell}"`])]),
    '-1,0',
    'EOD',
  ].join('\r\n'),
  'SpreadsheetML 2003': spreadsheetMl,
  'SpreadsheetML in UTF-16': Buffer.from(`\ufeff${spreadsheetMl}`, 'utf16le'),
  'Word 2003 XML': `<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">${word}</w:wordDocument>`,
  'flat OPC': `<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part pkg:name="/word/document.xml" pkg:contentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"><pkg:xmlData><w:document>${word}</w:document></pkg:xmlData></pkg:part></pkg:package>`,
  'flat OpenDocument': fods,
  'HTML named .xls': `<html><body><table>${[heads, ...rows].map((row) => `<tr>${cellsIn(row, '<td>', '</td>')}</tr>`).join('')}</table></body></html>`,
  'CSV in UTF-16': Buffer.from(`\ufeff${[heads, ...rows].map((row) => row.join(',')).join('\r\n')}`, 'utf16le'),
};

/** The lines of a table in the parts of a message with one file. */
async function read(content: string | Buffer, name: string, type: string): Promise<{ text: string; unread: string[] }> {
  const raw = `Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: ${type}\nContent-Disposition: attachment; filename="${name}"\nContent-Transfer-Encoding: base64\n\n${Buffer.from(content as string).toString('base64')}\n--b--\n`;
  const { parts, unread } = await extract(Buffer.from(raw), { sender: '', recipients: [] }, limits);
  return { text: parts.map(({ text }) => text).join('\n'), unread: unread.map(({ reason }) => reason) };
}

describe('a table', () => {
  it.each(Object.entries(dresses))('in %s is rows and cells', async (_name, content) => {
    for (const type of ['application/octet-stream', 'text/plain', 'application/xml', 'application/vnd.ms-excel']) {
      const { text, unread } = await read(content, 'students.xls', type);
      expect(text.replace(/ *\n/g, '\n')).toContain(table);
      expect(unread).toEqual([]);
    }
  });

  it('in dBase is rows and cells; deleted rows are hidden', async () => {
    for (const deleted of [false, true]) {
      const { parts, unread } = await extractFile(dbase(deleted), 'students.dbf', limits);
      const [part] = parts;
      expect(part!.text).toContain(table.slice(table.indexOf('Ortega')));
      expect(part!.hidden.length > 0).toBe(deleted);
      expect(unread).toEqual([]);
    }
  });

  it('in MIME HTML is rows and cells', async () => {
    const page = `From: saved\nSubject: list\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=p\n\n--p\nContent-Type: text/html\nContent-Location: file:///list.htm\n\n${String(dresses['HTML named .xls'])}\n--p--\n`;
    expect((await read(page, 'list.mht', 'application/octet-stream')).text).toContain(table);
  });
});

describe('the text around a table', () => {
  it('is read', () => {
    const sql =
      "Maya rides bus 4.\nINSERT INTO a VALUES (1, NULL, N'it''s', E'a\\'b', now(), -2.5);\n-- Karim is absent\nINSERT INTO a VALUES (2);";
    const { text } = readDataText(sql)!;
    expect(text).toContain("1\t\tit's\ta'b\tnow()\t-2.5\n2");
    expect(text).toContain('Maya rides bus 4.');
    expect(text).toContain('Karim is absent');
  });

  it('belongs to a directory export: folded lines and base64', () => {
    const name = Buffer.from('Selma Ortéga').toString('base64');
    const { text } = readDataText(`version: 1\ndn: cn=x,dc=school\ncn:: ${name}\ntelephoneNumber: 414-\n 555-0171\n`)!;
    expect(text).toContain('cn: Selma Ortéga\ntelephoneNumber: 414-555-0171');
  });

  it.each(['Please INSERT the key.\nREPLACE it.', 'TABLE\nfor four', 'ID; the card', 'dn: short', 'COPY that, over.'])(
    'alone is no table: %s',
    (text) => {
      expect(readDataText(text)).toBeUndefined();
    },
  );

  it('is linear to read', () => {
    const hostile = [
      'INSERT INTO a VALUES ('.repeat(40_000),
      `INSERT INTO a VALUES ${"('".repeat(200_000)}`,
      `CREATE TABLE a (${'('.repeat(300_000)} INSERT INTO a VALUES (1)`,
      `ID;P\n${'C;X1'.repeat(100_000)}`,
    ];
    for (const text of hostile) expect(readDataText(text)?.text.length ?? 0).toBeLessThan(text.length * 2);
  });
});
