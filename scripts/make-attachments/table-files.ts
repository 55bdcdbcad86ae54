/** One table in the text and XML formats that programs export: each cell is a text, the first row is the heads. */

type Rows = readonly (readonly string[])[];

const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;
const xmlText = (value: string): string => value.replaceAll('&', '&amp;').replaceAll("'", '&apos;');
const cellsIn = (row: readonly string[], open: string, close: string): string =>
  row.map((value) => `${open}${xmlText(value)}${close}`).join('');
const rowsIn = (table: Rows, row: (cells: readonly string[]) => string): string => table.map(row).join('');

/** By the name of the format. */
export function tableFiles(table: Rows): Readonly<Record<string, string | Buffer>> {
  const spreadsheet = spreadsheetMl(table);
  const word = wordBody(table);
  return {
    SQL: sql(table),
    'SQL that selects values': sqlSelecting(table),
    'SQL that updates rows': sqlUpdating(table),
    'a property list': propertyList(table),
    'JSON with headings of its own': JSON.stringify({ title: 'x', columns: table[0], rows: table.slice(1) }, null, 1),
    'JSON of rows': JSON.stringify(table),
    'a table with carets': table.map((row) => row.join('^')).join('\n'),
    'the copy block of PostgreSQL': copyBlock(table),
    SYLK: [
      'ID;PWXL;N;E',
      ...table.flatMap((row, y) => row.map((cell, x) => `C;Y${y + 1};X${x + 1};K"${cell}"`)),
      'E',
    ].join('\r\n'),
    DIF: dif(table),
    'SpreadsheetML 2003': spreadsheet,
    'SpreadsheetML in UTF-16': Buffer.from(`\ufeff${spreadsheet}`, 'utf16le'),
    'Word 2003 XML': `<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">${word}</w:wordDocument>`,
    'flat OPC': `<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part pkg:name="/word/document.xml" pkg:contentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"><pkg:xmlData><w:document>${word}</w:document></pkg:xmlData></pkg:part></pkg:package>`,
    'flat OpenDocument': flatOpenDocument(table),
    'HTML named .xls': `<html><body><table>${rowsIn(table, (row) => `<tr>${cellsIn(row, '<td>', '</td>')}</tr>`)}</table></body></html>`,
    'CSV in UTF-16': Buffer.from(`\ufeff${table.map((row) => row.join(',')).join('\r\n')}`, 'utf16le'),
  };
}

function sql([heads = [], ...rows]: Rows): string {
  const columns = heads.map((head) => (head.includes(' ') ? `"${head}"` : head)).join(', ');
  const values = rows.map((row) => `(${row.map(quoted).join(', ')})`).join(',\n');
  return `-- Dump of the table\nCREATE TABLE students (\n  last varchar(40) NOT NULL,\n  PRIMARY KEY (last)\n);\nINSERT INTO students (${columns}) VALUES\n${values};\n`;
}

function sqlSelecting([heads = [], ...rows]: Rows): string {
  const columns = heads.map((head) => `"${head}"`).join(', ');
  return `INSERT INTO students (${columns})\n${rows.map((row) => `SELECT ${row.map(quoted).join(', ')}`).join(' UNION ALL\n')};\n`;
}

function sqlUpdating([heads = [], ...rows]: Rows): string {
  const values = (row: readonly string[]): string =>
    row.map((cell, at) => `"${heads[at]}" = ${quoted(cell)}`).join(', ');
  return rows.map((row, id) => `UPDATE students SET ${values(row)} WHERE id = ${id};\n`).join('');
}

function propertyList([heads = [], ...rows]: Rows): string {
  const row = (cells: readonly string[]): string =>
    `<dict>${cells.map((cell, at) => `<key>${xmlText(heads[at]!)}</key>\n<string>${xmlText(cell)}</string>`).join('')}</dict>`;
  return `<?xml version="1.0"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "x">\n<plist version="1.0"><array>${rowsIn(rows, row)}</array></plist>`;
}

function copyBlock([heads = [], ...rows]: Rows): string {
  const columns = heads.map((head) => `"${head}"`).join(', ');
  return `COPY public.students (${columns}) FROM stdin;\n${rows.map((row) => row.join('\t')).join('\n')}\n\\.\n`;
}

function dif(table: Rows): string {
  const head = ['TABLE', '0,1', '"EXCEL"', 'VECTORS', '0,4', '""', 'TUPLES', '0,3', '""', 'DATA', '0,0', '""'];
  const rows = table.flatMap((row) => ['-1,0', 'BOT', ...row.flatMap((cell) => ['1,0', `"${cell}"`])]);
  return [...head, ...rows, '-1,0', 'EOD'].join('\r\n');
}

function spreadsheetMl(table: Rows): string {
  const rows = rowsIn(table, (row) => `<Row>${cellsIn(row, '<Cell><Data ss:Type="String">', '</Data></Cell>')}</Row>`);
  return `<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Students"><Table>${rows}</Table></Worksheet></Workbook>`;
}

function wordBody(table: Rows): string {
  const row = (cells: readonly string[]): string =>
    `<w:tr>${cellsIn(cells, '<w:tc><w:p><w:r><w:t>', '</w:t></w:r></w:p></w:tc>')}</w:tr>`;
  return `<w:body><w:tbl>${rowsIn(table, row)}</w:tbl></w:body>`;
}

function flatOpenDocument(table: Rows): string {
  const row = (cells: readonly string[]): string =>
    `<table:table-row>${cellsIn(cells, '<table:table-cell><text:p>', '</text:p></table:table-cell>')}</table:table-row>`;
  return `<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet><table:table table:name="S">${rowsIn(table, row)}</table:table></office:spreadsheet></office:body></office:document>`;
}

/** dBase III with four fields of 20 characters. @param rows without heads */
export function dbaseFile(rows: Rows, deleted: boolean): Buffer {
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
    Buffer.from(`${deleted ? '*' : ' '}${row.map((cell) => cell.slice(0, 20).padEnd(20)).join('')}`),
  );
  return Buffer.concat([head, ...fields, Buffer.from([13]), ...records, Buffer.from([0x1a])]);
}
