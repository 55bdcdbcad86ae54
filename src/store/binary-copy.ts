/** Reads rows in PostgreSQL's binary format: with pg, only COPY returns bytea as bytes rather than as hex. */
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

/** Signature (11 bytes), flags and the length of the header extension: documentation of COPY, "Binary Format". */
const COPY_HEADER_BYTES = 19;

/**
 * Fields of the first row of a query, undefined where there is none.
 *
 * @param query takes no parameters: the caller checks every value in it
 */
export async function copyFirstRow(pool: pg.Pool, query: string): Promise<readonly Buffer[] | undefined> {
  return readRow(await copyOut(pool, query));
}

async function copyOut(pool: pg.Pool, query: string): Promise<Buffer> {
  const client = await pool.connect();
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of client.query(copyTo(`COPY (${query}) TO STDOUT (FORMAT binary)`)))
      chunks.push(chunk as Buffer);
    client.release();
    return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  } catch (error) {
    // Its protocol state is unknown: it must not go back into the pool.
    client.release(true);
    throw error;
  }
}

function readRow(copied: Buffer): Buffer[] | undefined {
  let at = COPY_HEADER_BYTES;
  const count = copied.readInt16BE(at);
  at += 2;
  if (count === -1) return undefined; // the trailer
  const fields: Buffer[] = [];
  for (let i = 0; i < count; i += 1) {
    const length = copied.readInt32BE(at);
    fields.push(copied.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return fields;
}
