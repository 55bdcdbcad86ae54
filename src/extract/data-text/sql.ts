/** Reads the rows of SQL dumps: `INSERT INTO … VALUES` and `SELECT`, `UPDATE … SET`, and the blocks of `COPY … FROM stdin` that PostgreSQL writes. */
import type { DataTable, DataText } from './data-text.ts';

const insert =
  /\b(?:INSERT|REPLACE)\s+(?:IGNORE\s+|OR\s+\w+\s+)?INTO\s+([^\s(]{1,200})\s*(\([^()]{0,20000}\))?\s*(?:OVERRIDING\s+\w+\s+VALUE\s+)?VALUES?\s*(?=\()/gi;
const copy = /^COPY\s+([^\s(]{1,200})\s*(\([^()]{0,20000}\))?\s+FROM\s+stdin\b[^\n]*\n/gim;
const insertSelect = /\bINSERT\s+INTO\s+([^\s(]{1,200})\s*(\([^()]{0,20000}\))?\s+SELECT\s+(?=[\d'NnEe+-])/gi;
const update = /\bUPDATE\s+(?:ONLY\s+)?([^\s(;]{1,200})\s+SET\s+(?=[\w"`[])/gi;
const create = /\bCREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?([^\s(]{1,200})\s*\(([^;]{0,50000})/gi;
const notColumns = /^(?:primary|foreign|unique|key|constraint|index|check|fulltext|exclude)\b/i;
const maxValue = 100_000;

interface Tuples {
  readonly rows: string[][];
  readonly end: number;
}

/** Undefined for texts without rows. Linear in the length of the text. */
export function readSql(text: string): DataText | undefined {
  if (!/\bINSERT\s|\bREPLACE\s+INTO\b|^COPY\s|\bUPDATE\s+\S+\s+SET\s/im.test(text)) return undefined;
  const tables = new Map<string, { name: string; columns: string; rows: string[][] }>();
  const created = columnsOfTables(text);
  const rest: string[] = [];
  let from = 0;
  const add = (name: string, list: string | undefined, start: number, { rows, end }: Tuples) => {
    rest.push(text.slice(from, start));
    from = end;
    const columns = list === undefined ? (created.get(name) ?? []) : namesIn(list.slice(1, -1));
    const key = `${name} ${columns.join()}`;
    const known = tables.get(key) ?? { name, columns: columns.join('\t'), rows: columns.length > 0 ? [columns] : [] };
    for (const row of rows) known.rows.push(row);
    tables.set(key, known);
  };
  const found = [insert, insertSelect, update, copy]
    .flatMap((statement) => [...text.matchAll(statement)])
    .sort((a, b) => a.index - b.index);
  for (const match of found) {
    // A statement within the values of another one is text.
    if (match.index < from) continue;
    const start = match.index + match[0].length;
    if (/^UPDATE/i.test(match[0])) {
      const { columns, row, end } = assignments(text, start);
      add(bare(match[1]!), `(${columns.join()})`, match.index, { rows: [row], end });
      continue;
    }
    const read = /^COPY/i.test(match[0]) ? copiedRows : /SELECT\s+$/i.test(match[0]) ? selectedRows : tuples;
    add(bare(match[1]!), match[2], match.index, read(text, start));
  }
  if (tables.size === 0) return undefined;
  rest.push(text.slice(from));
  const read: DataTable[] = [...tables.values()].filter(({ rows }) => rows.length > 0);
  return {
    tables: read,
    rest: rest
      .join('')
      .replace(/^\s*;?\s*$/gm, '')
      .replace(/\n{2,}/g, '\n'),
  };
}

function columnsOfTables(text: string): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [, name, body] of text.matchAll(create)) {
    const columns = body!
      .replace(/\([^()]*\)/g, '')
      .split(',')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !notColumns.test(line))
      .map((line) => bare(line.split(/\s/)[0]!));
    found.set(bare(name!), columns);
  }
  return found;
}

/** A name without its schema and quotation marks. */
function bare(name: string): string {
  const last = name.split('.').at(-1)!;
  return last.replace(/["'`[\]()]/g, '');
}

function namesIn(list: string): string[] {
  return list.split(',').map((name) => bare(name.trim()));
}

/** `('a', 1, NULL), (…)` from the first bracket on. */
function tuples(text: string, start: number): Tuples {
  const rows: string[][] = [];
  let at = start;
  while (text[at] === '(') {
    const row: string[] = [];
    at += 1;
    for (;;) {
      const value = valueAt(text, at);
      row.push(value.text);
      at = value.end;
      if (text[at] !== ',') break;
      at += 1;
    }
    rows.push(row);
    if (text[at] !== ')') return { rows, end: at };
    at += 1;
    const next = /[\s,]*/y;
    next.lastIndex = at;
    at += next.exec(text)![0].length;
  }
  return { rows, end: at };
}

/** `'a', 1 UNION ALL SELECT 'b', 2` from the first value on. */
function selectedRows(text: string, start: number): Tuples {
  const rows: string[][] = [];
  const behind = /(?:\s+(?:AS\s+)?(?!UNION\b|FROM\b)["`[]?\w{1,80}["`\]]?)?\s*(,|UNION\s+(?:ALL\s+)?SELECT\s+)?/iy;
  let row: string[] = [];
  for (let at = start; ;) {
    const value = valueAt(text, at, /[,;\s]/);
    row.push(value.text);
    behind.lastIndex = value.end;
    const [, next] = behind.exec(text) ?? [];
    at = behind.lastIndex;
    if (next === ',') continue;
    rows.push(row);
    row = [];
    if (next === undefined) return { rows, end: at };
  }
}

/** `a = 'x', b = 2 WHERE …` from the first column on. */
function assignments(text: string, start: number): { columns: string[]; row: string[]; end: number } {
  const columns: string[] = [];
  const row: string[] = [];
  const name = /\s*("[^"]{1,200}"|`[^`]{1,200}`|\[[^\]]{1,200}\]|[\w.]{1,200})\s*=\s*/y;
  for (let at = start; ;) {
    name.lastIndex = at;
    const found = name.exec(text);
    if (!found) return { columns, row, end: at };
    const value = valueAt(text, name.lastIndex, /[,;\s]/);
    columns.push(bare(found[1]!));
    row.push(value.text);
    at = value.end;
    if (text[at] !== ',') return { columns, row, end: at };
    at += 1;
  }
}

/** One value up to the comma or bracket behind it. @param ends what ends a value without quotation marks as well */
function valueAt(text: string, from: number, ends?: RegExp): { text: string; end: number } {
  const opening = /\s*(?:N|E|_\w{1,20})?\s*'/y;
  opening.lastIndex = from;
  const start = opening.test(text) ? opening.lastIndex : -1;
  const close = start < 0 ? -1 : endOfString(text, start);
  if (close >= 0) {
    const behind = /(?:::\w{1,60})?\s*/y;
    behind.lastIndex = close + 1;
    return { text: unescaped(text.slice(start, close)), end: close + 1 + behind.exec(text)![0].length };
  }
  let at = from;
  let depth = 0;
  const limit = Math.min(text.length, from + maxValue);
  for (; at < limit; at += 1) {
    const sign = text[at];
    if (sign === '(') depth += 1;
    else if (sign === ')' && depth > 0) depth -= 1;
    else if (depth === 0 && (sign === ',' || sign === ')' || (at > from && ends?.test(sign!) === true))) break;
  }
  const value = text.slice(from, at).trim();
  return { text: /^(?:null|default)$/i.test(value) ? '' : value.replace(/^"(.*)"$/s, '$1'), end: at };
}

/** Offset of the quotation mark that ends a string; two of them, and one behind a backslash, belong to it. */
function endOfString(text: string, from: number): number {
  const limit = Math.min(text.length, from + maxValue);
  for (let at = from; at < limit; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === "'") {
      if (text[at + 1] !== "'") return at;
      at += 1;
    }
  }
  return -1;
}

function unescaped(value: string): string {
  return value.replaceAll("''", "'").replace(/\\([^])/g, (_, sign: string) => (/[nrt]/.test(sign) ? ' ' : sign));
}

/** Lines of cells parted by tabs up to `\.`. */
function copiedRows(text: string, start: number): Tuples {
  const found = text.indexOf('\n\\.', start - 1);
  const end = found < 0 ? text.length : found;
  const rows = text
    .slice(start, Math.max(start, end))
    .split('\n')
    .map((line) => line.split('\t').map((cell) => (cell === '\\N' ? '' : unescaped(cell))));
  return { rows, end: found < 0 ? end : end + 3 };
}
