/** Writes rows into a table with COPY in the text format, the fastest way to load data into PostgreSQL. */
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export type CopyValue =
  string | number | boolean | Date | Buffer | null | readonly string[] | { readonly json: unknown };

/** Size of a chunk of the stream: small enough that other work can run in between. */
const rowsAtOnce = 50;

/** @param rows with equal keys: the names of the columns */
export async function copyIn(
  client: pg.ClientBase,
  table: string,
  rows: readonly Readonly<Record<string, CopyValue>>[],
): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0]!);
  const names = columns.map((name) => `"${name}"`).join(', ');
  const stream = client.query(copyFrom(`COPY ${table} (${names}) FROM STDIN`));
  const lines = function* () {
    for (let at = 0; at < rows.length; at += rowsAtOnce) {
      const some = rows.slice(at, at + rowsAtOnce);
      yield some.map((row) => `${columns.map((name) => write(row[name]!)).join('\t')}\n`).join('');
    }
  };
  await pipeline(Readable.from(lines()), stream);
  if (!stream.writableFinished) await once(stream, 'finish');
}

function write(value: CopyValue): string {
  if (value === null || value === undefined) return '\\N';
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`;
  if (Array.isArray(value))
    return escape(`{${value.map((item) => `"${String(item).replace(/["\\]/g, '\\$&')}"`).join(',')}}`);
  if (typeof value === 'object') return escape(JSON.stringify((value as { json: unknown }).json));
  return escape(String(value));
}

function escape(text: string): string {
  return text.replace(/[\\\t\n\r]/g, (char) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[char]!);
}
