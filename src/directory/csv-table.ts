/** Reads one CSV file row by row, so that only what is kept of a row stays in memory; a bad row is refused, not fatal. */
import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import { HallpassError } from '../errors/hallpass-error.ts';

/** Value of a column in the current row, trimmed; empty where the file has no such column. */
export type Cell = (column: string) => string;

/** Says why the row cannot be used: `no sourcedId`; undefined where it can. Never a value. */
export type ReadRow = (cell: Cell) => string | undefined;

export interface RefusedRow {
  readonly file: string;
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number;
  readonly reason: string;
}

export interface TableFile {
  readonly file: string;
  /** Without these the file is not what it is taken for. A list within the list: one of them. */
  readonly needs: readonly (string | readonly string[])[];
  readonly onRefused: (refused: RefusedRow) => void;
  /** Called once, before the first row. */
  readonly onColumns?: ((has: (column: string) => boolean) => void) | undefined;
  /** Called now and then with the number of rows read. */
  readonly onProgress?: ((file: string, rows: number) => void) | undefined;
}

const progressEvery = 20_000;

/**
 * Column names are compared without regard to case, spaces, hyphens and underscores: people make supplements by hand. Where
 * the header has no comma, tabs or semicolons part the columns. Bytes that are no UTF-8 are read as Windows-1252, which
 * exports of older systems are.
 *
 * @returns number of rows, refused ones included
 * @throws HallpassError `roster.not-readable`, naming the file and the row, never a value
 */
export function readCsvTable(bytes: Buffer, table: TableFile, read: ReadRow): number {
  const { file, needs, onRefused, onColumns, onProgress } = table;
  let columns: Map<string, number> | undefined;
  let width = 0;
  let rows = 0;
  let row: readonly string[] = [];
  const placeOf = (column: string): number => {
    const place = columns?.get(nameOf(column)) ?? -1;
    columns?.set(column, place);
    return place;
  };
  const cell: Cell = (column) => row[columns?.get(column) ?? placeOf(column)] ?? '';
  const onRecord = (record: readonly string[]): null => {
    if (!columns) {
      const found = new Map(record.map((name, at) => [nameOf(name), at]));
      columns = found;
      width = record.length;
      checkColumns(file, columns, needs);
      onColumns?.((column) => found.has(nameOf(column)));
      return null;
    }
    rows += 1;
    row = record;
    const reason = record.length === width ? read(cell) : `${record.length} fields instead of ${width}`;
    if (reason !== undefined) onRefused({ file, row: rows + 1, reason });
    if (rows % progressEvery === 0) onProgress?.(file, rows);
    return null;
  };
  try {
    const text = decoded(bytes);
    parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      on_record: onRecord,
    });
  } catch (error) {
    // The parser's own message quotes the row, so it is not kept as the cause.
    if (error instanceof CsvError) throw new HallpassError('roster.not-readable', `${file}, row ${rows + 2}`);
    throw error;
  }
  if (!columns) checkColumns(file, new Map(), needs);
  return rows;
}

function nameOf(column: string): string {
  return column.toLowerCase().replace(/[\s_-]+/g, '');
}

/** Spreadsheets save commas as semicolons in some countries, and tabs where they are asked for text. */
function delimiterOf(text: Buffer | string): string {
  const end = text.indexOf('\n');
  const header = text.slice(0, end < 0 ? text.length : end).toString();
  return [',', '\t', ';'].find((sign) => header.includes(sign)) ?? ',';
}

function decoded(bytes: Buffer): Buffer | string {
  return isUtf8(bytes) ? bytes : new TextDecoder('windows-1252').decode(bytes);
}

function checkColumns(file: string, columns: ReadonlyMap<string, number>, needs: TableFile['needs']): void {
  const missing = needs
    .filter((need) => ![need].flat().some((name) => columns.has(nameOf(name))))
    .map((need) => [need].flat().join(' or '));
  if (missing.length > 0) throw new HallpassError('roster.not-readable', `${file}, no column ${missing.join(', ')}`);
}
