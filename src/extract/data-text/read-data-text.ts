/** Reads text formats of data as tables, with a line for each row and tabs between cells, so that detectors see rows and cells. */
import type { ReadText } from '../files/file-reader.ts';
import { readDif } from './dif.ts';
import { readEdi } from './edi.ts';
import { readHl7 } from './hl7.ts';
import { readJsonTables } from './json-tables.ts';
import { readLdif } from './ldif.ts';
import { readPlist } from './plist.ts';
import { readSql } from './sql.ts';
import { readSylk } from './sylk.ts';

/** @param text line ends as `\n` @returns undefined where the text is in none of these formats */
export function readDataText(text: string): ReadText | undefined {
  const data =
    readSylk(text) ??
    readDif(text) ??
    readLdif(text) ??
    readPlist(text) ??
    readJsonTables(text) ??
    readHl7(text) ??
    readEdi(text) ??
    readSql(text);
  if (!data) return undefined;
  const pieces: string[] = [];
  const places: { start: number; label: string; firstRow?: number; firstColumn?: number }[] = [];
  let length = 0;
  const write = (piece: string, label: string, isTable: boolean) => {
    if (piece.trim() === '') return;
    places.push({ start: length, label, ...(isTable && { firstRow: 1, firstColumn: 0 }) });
    pieces.push(piece);
    length += piece.length + 1;
  };
  for (const { name, rows } of data.tables) {
    const lines = rows.map((row) => row.map((cell) => cell.replace(/[\t\n]+/g, ' ')).join('\t'));
    write(lines.join('\n'), name === '' ? '' : `table ${name}`.slice(0, 80), true);
  }
  write(data.rest, 'text around the tables', false);
  return { text: pieces.join('\n'), places, hidden: [] };
}
