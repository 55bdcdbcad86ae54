/** Reads one CSV file row by row, so that only what is kept of a row stays in memory; a bad row is refused, not fatal. */
import { HallpassError } from '../errors/hallpass-error.ts';
import { readLines } from './csv-lines.ts';
import { readRecords, splitRecord, type CsvRecord } from './csv-records.ts';
import type { ImportNotes } from './import-notes.ts';

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
  readonly notes: ImportNotes;
  readonly onRefused: (refused: RefusedRow) => void;
  /** Called once, before the first row. */
  readonly onColumns?: ((has: (column: string) => boolean) => void) | undefined;
  /** Called now and then with the number of rows read. */
  readonly onProgress?: ((file: string, rows: number) => void) | undefined;
}

const progressEvery = 20_000;

/**
 * Column names are compared without regard to case, spaces, hyphens and underscores: people make supplements by hand.
 * Columns are separated by commas, tabs, semicolons or vertical bars, or as a first line `sep=;` says. Empty cells beyond
 * the last column are ignored; a row that ends early is used where it has every needed column.
 *
 * @returns number of rows, refused ones included, empty ones not
 * @throws HallpassError `roster.not-readable`, naming the file, never a value
 */
export function readCsvTable(bytes: Buffer, table: TableFile, read: ReadRow): number {
  const { file, notes, onRefused, onProgress } = table;
  const { lines, delimiter, endsWithLineEnd } = openLines(bytes, table);
  const records = readRecords(lines, delimiter);
  const { columns, width, cells: header } = readHeader(records, table);
  const needed = neededWidth(columns, table.needs);
  let rows = 0;
  let last: { row: number; cells: readonly string[] } | undefined;
  let shortRows = 0;
  const take = (row: number, cells: readonly string[]): void => {
    const cell: Cell = (column) => {
      let places = columns.get(column);
      if (!places) columns.set(column, (places = columns.get(nameOf(column)) ?? []));
      for (const place of places) if (cells[place]) return cells[place];
      return '';
    };
    const reason = read(cell);
    if (reason !== undefined) onRefused({ file, row, reason });
  };
  for (const { row, cells, fault } of records) {
    if (last) take(last.row, last.cells);
    last = undefined;
    if (cells?.every((value) => value === '')) {
      notes.add('empty-rows', file);
      continue;
    }
    if (cells && isSame(cells, header)) {
      notes.add('repeated-headers', file);
      continue;
    }
    rows += 1;
    if (rows % progressEvery === 0) onProgress?.(file, rows);
    const reason = cells ? widthFault(cells, width, needed) : fault!;
    if (reason !== undefined) onRefused({ file, row, reason });
    if (!cells || reason !== undefined) continue;
    if (cells.length > width) notes.add('surplus-cells', file);
    if (cells.length < width) shortRows += 1;
    // The last row of the file is looked at when its end is known.
    last = { row, cells };
  }
  if (last && !endsWithLineEnd && last.cells.length < width && shortRows === 1) {
    onRefused({ file, row: last.row, reason: 'the file breaks off within this row' });
    shortRows = 0;
  } else if (last) take(last.row, last.cells);
  notes.add('short-rows', file, shortRows);
  return rows;
}

interface OpenLines {
  readonly lines: Iterable<string>;
  readonly delimiter: string;
  readonly endsWithLineEnd: boolean;
}

/** Reads the first lines: which sign separates the columns. */
function openLines(bytes: Buffer, { file, needs, notes }: TableFile): OpenLines {
  const { encoding, lines, endsWithLineEnd } = readLines(bytes, () => notes.add('windows-1252', file));
  if (encoding === 'utf-16') notes.add('utf-16', file);
  const iterator = lines[Symbol.iterator]();
  let first = iterator.next();
  const said = first.done === true ? undefined : /^"?sep=(.)"?/i.exec(first.value)?.[1];
  if (said !== undefined) {
    notes.add('sep-line', file);
    first = iterator.next();
  }
  const header = first.done === true ? '' : first.value;
  const delimiter = said ?? delimiterOf(header, needs);
  if (said === undefined && delimiter !== ',') notes.add('other-delimiter', file);
  return { lines: firstAnd(header, iterator), delimiter, endsWithLineEnd };
}

function* firstAnd(first: string, rest: Iterator<string>): Generator<string> {
  yield first;
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
}

/** The sign with which the header has the needed columns; spreadsheets of some countries save semicolons for commas. */
function delimiterOf(header: string, needs: TableFile['needs']): string {
  let best = { sign: ',', score: -1 };
  for (const sign of [',', '\t', ';', '|']) {
    const cells = splitRecord(header, sign);
    if (typeof cells === 'string' || 'fault' in cells) continue;
    const names = new Set(cells.map(nameOf));
    const score = cells.length - 1000 * missing(names, needs).length;
    if (best.score === -1 || score > best.score) best = { sign, score };
  }
  return best.sign;
}

function readHeader(
  records: Iterator<CsvRecord, void>,
  { file, needs, notes, onColumns }: TableFile,
): { columns: Map<string, number[]>; width: number; cells: readonly string[] } {
  const first = records.next().value;
  if (first?.fault !== undefined) throw new HallpassError('roster.not-readable', `${file}, row 1: ${first.fault}`);
  const names = (first?.cells ?? []).map(nameOf);
  const width = names.findLastIndex((name) => name !== '') + 1;
  if (width < names.length) notes.add('surplus-columns', file, names.length - width);
  const columns = new Map<string, number[]>();
  for (const [at, name] of names.slice(0, width).entries()) {
    const places = columns.get(name);
    if (!places) columns.set(name, [at]);
    else if (name !== '') {
      places.push(at);
      notes.add('repeated-columns', file);
    }
  }
  const absent = missing(new Set(columns.keys()), needs);
  if (absent.length > 0) throw new HallpassError('roster.not-readable', `${file}, no column ${absent.join(', ')}`);
  onColumns?.((column) => columns.has(nameOf(column)));
  return { columns, width, cells: names.slice(0, width) };
}

function missing(names: ReadonlySet<string>, needs: TableFile['needs']): string[] {
  return needs
    .filter((need) => ![need].flat().some((name) => names.has(nameOf(name))))
    .map((need) => [need].flat().join(' or '));
}

/** Cells that a row must have so that no needed column is missing. */
function neededWidth(columns: ReadonlyMap<string, readonly number[]>, needs: TableFile['needs']): number {
  const places = needs.map((need) =>
    Math.min(...[need].flat().flatMap((name) => columns.get(nameOf(name))?.[0] ?? Infinity)),
  );
  return Math.max(0, ...places) + 1;
}

function widthFault(cells: readonly string[], width: number, needed: number): string | undefined {
  const isFit = cells.length < width ? cells.length >= needed : cells.slice(width).every((cell) => cell === '');
  return isFit ? undefined : `${cells.length} fields instead of ${width}`;
}

function isSame(cells: readonly string[], header: readonly string[]): boolean {
  return header[0] !== '' && header.every((name, at) => nameOf(cells[at] ?? '') === name);
}

function nameOf(column: string): string {
  return column.toLowerCase().replace(/[\s_-]+/g, '');
}
