/** Unpacks deflate and gzip data up to a limit; of damaged data the part before the damage. */
import { constants, createGunzip, createInflateRaw, gunzipSync, inflateRawSync, type ZlibOptions } from 'node:zlib';
import { codeOf } from '../../../errors/hallpass-error.ts';

export interface Unpacked {
  readonly bytes: Buffer;
  /** The data ends early or cannot be decoded. */
  readonly damaged: boolean;
  /** There was more than `maxBytes`. */
  readonly cut: boolean;
}

/** Unpacks the raw deflate data of a zip entry. */
export function inflateEntry(data: Buffer, maxBytes: number): Promise<Unpacked> {
  return unpack(inflateRawSync, createInflateRaw, data, maxBytes);
}

/** Unpacks all members of a gzip file (RFC 1952 2.2), without the bytes after the last member. */
export function gunzip(data: Buffer, maxBytes: number): Promise<Unpacked> {
  return unpack(gunzipSync, createGunzip, data, maxBytes);
}

type Unzip = ReturnType<typeof createInflateRaw> | ReturnType<typeof createGunzip>;

/** Unpacks in one call, which is much faster for small entries, and in pieces only where that call fails. */
async function unpack(
  atOnce: (data: Buffer, options: ZlibOptions) => Buffer,
  create: (options: ZlibOptions) => Unzip,
  data: Buffer,
  maxBytes: number,
): Promise<Unpacked> {
  try {
    return { bytes: atOnce(data, { maxOutputLength: Math.max(1, maxBytes) }), damaged: false, cut: false };
  } catch (error) {
    const cut = codeOf(error) === 'ERR_BUFFER_TOO_LARGE';
    // zlib loses the chunk in which it meets the damage, so the chunks are small.
    const chunkSize = cut ? 65_536 : 1024;
    const bytes = await drain(create({ finishFlush: constants.Z_SYNC_FLUSH, chunkSize }), data, maxBytes);
    return { bytes, damaged: !cut, cut };
  }
}

function drain(stream: Unzip, data: Buffer, maxBytes: number): Promise<Buffer> {
  const { promise, resolve } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let length = 0;
  const finish = () => resolve(Buffer.concat(chunks));
  stream.on('data', (chunk: Buffer) => {
    const kept = chunk.subarray(0, maxBytes - length);
    chunks.push(kept);
    length += kept.length;
    if (length >= maxBytes) stream.destroy();
  });
  stream.on('error', finish);
  stream.on('close', finish);
  stream.end(data);
  return promise;
}
