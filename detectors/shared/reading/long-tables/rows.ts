/** The long tables of a text: many lines in a row whose cells are parted by tabs. */
import type { Span } from '../../../detector.ts';
import { cellsOf } from '../records/cells.ts';

export interface LongTable {
  readonly text: string;
  readonly rows: readonly TableRow[];
  readonly columns: number;
}

/** A line; the cells that a row has less than others are empty at its end. */
export interface TableRow extends Span {
  readonly cells: readonly Span[];
}

/** Shorter tables are read row by row: that costs little. */
export const leastRows = 600;
/** A table as wide as this is none of people. */
const mostColumns = 120;

/**
 * @param breaks offsets at which a sheet begins, sorted: no table goes on over them
 * @returns in the order of the text
 */
export function longTablesOf(text: string, breaks: readonly number[] = []): LongTable[] {
  const found: LongTable[] = [];
  let rows: TableRow[] = [];
  const close = (): void => {
    const columns = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
    if (rows.length >= leastRows && columns <= mostColumns) found.push({ text, rows, columns });
    rows = [];
  };
  let next = 0;
  for (let start = 0; start < text.length;) {
    while (next < breaks.length && breaks[next]! <= start) {
      next += 1;
      close();
    }
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const cells = cellsOf(text, { start, end }, 'tab');
    if (cells.length > 1) rows.push({ start, end, cells });
    else close();
    start = end + 1;
  }
  close();
  return found;
}

export function cellText({ text }: LongTable, row: TableRow, column: number): string {
  const cell = row.cells[column];
  return cell ? text.slice(cell.start, cell.end) : '';
}
