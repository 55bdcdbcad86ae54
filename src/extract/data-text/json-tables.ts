/** Finds tables in JSON whose headings stand once: `{"columns": ["name", …], "rows": [["Maya", …], …]}`, or in the first row. */
import type { DataTable, DataText } from './data-text.ts';

/** A longer text is read as it stands: parsing it would take its size many times over. */
const maxLength = 4_000_000;
const maxDepth = 20;

/** Undefined where there is no such table. The text around the tables is the whole text. */
export function readJsonTables(text: string): DataText | undefined {
  if (!/^\s*[{[]/.test(text) || text.length > maxLength || !/\[\s*\[/.test(text)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // no JSON, or several values
  }
  const tables: DataTable[] = [];
  collect(value, [], tables, 0);
  return tables.length === 0 ? undefined : { tables, rest: text };
}

type Cell = string | number | boolean | null;

/** @param beside lists that stand beside the value in its object: one of them may have its headings */
function collect(value: unknown, beside: readonly (readonly string[])[], tables: DataTable[], depth: number): void {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return;
  const rows = rowsOf(value);
  if (rows) {
    const heading = beside.find((names) => names.length === rows[0]!.length);
    const cells = rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
    tables.push({ name: '', rows: heading ? [[...heading], ...cells] : cells });
    return;
  }
  const inner: unknown[] = Object.values(value);
  const lists = inner.filter(
    (one): one is string[] => Array.isArray(one) && one.length > 1 && one.every((name) => typeof name === 'string'),
  );
  for (const one of inner) collect(one, lists, tables, depth + 1);
}

/** The value as rows of the same number of cells. */
function rowsOf(value: object): readonly (readonly Cell[])[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const width = Array.isArray(value[0]) ? value[0].length : 0;
  const isRow = (row: unknown): row is readonly Cell[] =>
    Array.isArray(row) && row.length === width && row.every((cell) => cell === null || typeof cell !== 'object');
  return width > 1 && value.every(isRow) ? value : undefined;
}
