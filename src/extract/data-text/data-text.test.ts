/** Data in every dress: each format gives rows with its cells at their places, and nothing of it is lost. */
import { describe, expect, it } from '@jest/globals';
import { dbaseFile, tableFiles } from '../../../scripts/make-attachments/table-files.ts';
import { extractLimits as limits } from '../../../test/harness/extract-limits.ts';
import { extract, extractFile } from '../extract.ts';
import { readDataText } from './read-data-text.ts';

const heads = ['Last name', 'First name', 'Phone', 'Street'];
const rows = [
  ['Ortega', 'Selma', '414-555-0171', "18 O'Hare Lane"],
  ['Haddad', 'Karim', '414-555-0172', '77 Cliff Road'],
];
const table = [heads, ...rows].map((row) => row.join('\t')).join('\n');
const dresses = tableFiles([heads, ...rows]);

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
      const { parts, unread } = await extractFile(dbaseFile(rows, deleted), 'students.dbf', limits);
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
