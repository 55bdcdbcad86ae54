/** Puts the rows of one file of a bundle into its table: new rows replace known ones, further rows with the same id are merged. */
import { readCsvTable, type Cell, type TableFile } from './csv-table.ts';

export interface TableMerge<Row> extends TableFile {
  readonly table: Map<string, Row>;
  /** What becomes of a row: it is kept, refused with a reason, or `unused`. */
  readonly toRow: (cell: Cell) => Row | { readonly refuse: string } | 'unused';
  /** Two rows of this file with the same id. Default: the later one. */
  readonly merge?: ((first: Row, second: Row) => Row) | undefined;
  /** Whether a row is older than the known one, which it then does not replace. */
  readonly isOlder?: ((row: Row, known: Row) => boolean) | undefined;
  /** What is left of a row of this file after a row that deletes its id; undefined where nothing is. Default: nothing. */
  readonly without?: ((known: Row, cell: Cell) => Row | undefined) | undefined;
}

/**
 * @returns number of rows, refused ones included
 * @throws HallpassError `roster.not-readable`
 */
export function mergeTable<Row>(bytes: Buffer, options: TableMerge<Row>): number {
  const { file, table, notes, toRow, merge, isOlder, without } = options;
  const seen = new Set<string>();
  const remove = (id: string, cell: Cell): void => {
    notes.add('deleted-rows', file);
    const known = seen.has(id) ? table.get(id) : undefined;
    const rest = known === undefined ? undefined : without?.(known, cell);
    if (rest === undefined) {
      table.delete(id);
      seen.delete(id);
    } else table.set(id, rest);
  };
  return readCsvTable(bytes, options, (cell) => {
    const id = cell('sourcedId');
    if (id === '') return 'no sourcedId';
    if (isGone(cell)) {
      remove(id, cell);
      return undefined;
    }
    const row = toRow(cell);
    if (row === 'unused') return undefined;
    if (isRefusal(row)) return row.refuse;
    const known = table.get(id);
    if (known !== undefined && seen.has(id)) {
      notes.add('merged-rows', file);
      const [first, second] = isOlder?.(row, known) === true ? [row, known] : [known, row];
      table.set(id, merge ? merge(first, second) : second);
    } else if (known !== undefined && isOlder?.(row, known) === true) notes.add('older-rows', file);
    else {
      table.set(id, row);
      seen.add(id);
    }
    return undefined;
  });
}

function isRefusal<Row>(row: Row | { readonly refuse: string }): row is { readonly refuse: string } {
  return typeof row === 'object' && row !== null && 'refuse' in row;
}

/** Version 1.1 knows active and tobedeleted; 1.0 had inactive too. */
function isGone(cell: Cell): boolean {
  const status = cell('status').toLowerCase();
  return status === 'tobedeleted' || status === 'inactive';
}
