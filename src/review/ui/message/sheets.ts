/** A part's text as sheets: lines are rows, tabs separate cells, and places give the row and sheet of a line. */
import type { ContentPart } from '../../contract/message.ts';

export interface Cell {
  readonly start: number;
  readonly end: number;
}

export interface SheetRow {
  /** Counted from 1, as spreadsheet programs do. */
  readonly number: number;
  readonly start: number;
  readonly end: number;
  readonly cells: readonly Cell[];
}

export interface Sheet {
  readonly label: string;
  readonly start: number;
  /** Counted from 0, which is column A. */
  readonly firstColumn: number;
  readonly rows: readonly SheetRow[];
}

/** A part is a table if its places have rows; pages and slides have places without rows. */
export function isTable(part: Pick<ContentPart, 'text' | 'places'>): boolean {
  return part.places.some(({ firstRow }) => firstRow !== undefined) && part.text.includes('\t');
}

export function sheetsOf({ text, places }: Pick<ContentPart, 'text' | 'places'>): Sheet[] {
  const sheets: { label: string; start: number; firstColumn: number; rows: SheetRow[] }[] = [];
  places.forEach((place, at) => {
    const end = places[at + 1]?.start ?? text.length;
    const last = sheets.at(-1);
    // A further place in the same sheet follows rows that were empty and left out.
    const sheet =
      last !== undefined && last.label === place.label
        ? last
        : { label: place.label, start: place.start, firstColumn: place.firstColumn ?? 0, rows: [] };
    if (sheet !== last) sheets.push(sheet);
    sheet.rows.push(...rowsOf(text, place.start, end, place.firstRow ?? sheet.rows.length + 1));
  });
  return sheets.filter(({ rows }) => rows.length > 0);
}

function rowsOf(text: string, from: number, to: number, firstRow: number): SheetRow[] {
  const rows: SheetRow[] = [];
  for (let start = from; start < to;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 || newline > to ? to : newline;
    rows.push({ number: firstRow + rows.length, start, end, cells: cellsOf(text, start, end) });
    start = end + 1;
  }
  return rows;
}

function cellsOf(text: string, from: number, to: number): Cell[] {
  const cells: Cell[] = [];
  let start = from;
  for (let tab = text.indexOf('\t', from); tab >= 0 && tab < to; tab = text.indexOf('\t', start)) {
    cells.push({ start, end: tab });
    start = tab + 1;
  }
  return [...cells, { start, end: to }];
}
