/** Reads and writes the description of the packed streams of a 7z file (7zFormat.txt of the LZMA SDK). */

/** One step of packing: compression, a filter or encryption. */
export interface Coder {
  readonly id: Buffer;
  readonly inputs: number;
  readonly outputs: number;
  readonly settings: Buffer | undefined;
}

/** Coders and how they are joined; streams of all coders of the folder are numbered one after the other. */
export interface Folder {
  readonly coders: readonly Coder[];
  readonly pairs: readonly { readonly input: number; readonly output: number }[];
  /** Inputs that are packed streams of the file. */
  readonly packed: readonly number[];
  /** Unpacked size of each output. */
  readonly sizes: readonly number[];
}

export interface StreamsInfo {
  readonly packPosition: number;
  readonly packSizes: readonly number[];
  readonly folders: readonly Folder[];
  /** Check sums of the folders as they are written. */
  readonly digests: Buffer;
}

const [end, packInfo, unpackInfo, size, digest, folder, unpackSize] = [0, 6, 7, 9, 10, 11, 12];
/** No archive that people make has more. */
const [maxCoders, maxStreams] = [32, 1_000_000];

/** Reads numbers and bytes one after the other; throws where there are none. */
export class Cursor {
  readonly bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  take(count: number): Buffer {
    if (count < 0 || this.at + count > this.bytes.length) throw new Error('the archive ends early');
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  byte(): number {
    return this.take(1)[0]!;
  }

  /** The ones at the top of the first byte count the bytes that follow. */
  number(most = Number.MAX_SAFE_INTEGER): number {
    const first = this.byte();
    let [value, mask, place] = [0, 0x80, 1];
    for (; (first & mask) !== 0 && mask !== 0; mask >>= 1, place *= 256) value += this.byte() * place;
    value += (first & (mask - 1)) * (mask === 0 ? 0 : place);
    if (value > most) throw new Error('a number of the archive is too large');
    return value;
  }

  expect(id: number): void {
    if (this.number() !== id) throw new Error('the archive has a header of another form');
  }
}

/** @returns the description up to the folders; the cursor stands behind it */
export function readStreamsInfo(cursor: Cursor): StreamsInfo {
  cursor.expect(packInfo);
  const packPosition = cursor.number();
  const count = cursor.number(maxStreams);
  let packSizes: number[] = [];
  for (let id = cursor.number(); id !== end; id = cursor.number()) {
    if (id === size) packSizes = Array.from({ length: count }, () => cursor.number());
    else if (id === digest) readDigests(cursor, count);
    else throw new Error('the archive has a header of another form');
  }
  cursor.expect(unpackInfo);
  cursor.expect(folder);
  const folderCount = cursor.number(maxStreams);
  cursor.expect(0); // the folders follow here and not in a stream of their own
  const shapes = Array.from({ length: folderCount }, () => readFolder(cursor));
  cursor.expect(unpackSize);
  const folders = shapes.map((shape) => ({
    ...shape,
    sizes: shape.coders.flatMap(({ outputs }) => Array.from({ length: outputs }, () => cursor.number())),
  }));
  let id = cursor.number();
  const digests = id === digest ? readDigests(cursor, folderCount) : Buffer.alloc(0);
  if (id === digest) id = cursor.number();
  if (id !== end) throw new Error('the archive has a header of another form');
  return { packPosition, packSizes, folders, digests };
}

function readFolder(cursor: Cursor): Omit<Folder, 'sizes'> {
  const coders = Array.from({ length: cursor.number(maxCoders) }, (): Coder => {
    const flags = cursor.byte();
    const id = cursor.take(flags & 15);
    const isPlain = (flags & 16) === 0;
    const [inputs, outputs] = isPlain ? [1, 1] : [cursor.number(maxCoders), cursor.number(maxCoders)];
    return { id, inputs, outputs, settings: (flags & 32) === 0 ? undefined : cursor.take(cursor.number()) };
  });
  const inputs = coders.reduce((sum, coder) => sum + coder.inputs, 0);
  const outputs = coders.reduce((sum, coder) => sum + coder.outputs, 0);
  const pairs = Array.from({ length: Math.max(0, outputs - 1) }, () => ({
    input: cursor.number(),
    output: cursor.number(),
  }));
  const open = Array.from({ length: inputs }, (_, input) => input).filter((input) =>
    pairs.every((pair) => pair.input !== input),
  );
  const packedCount = inputs - pairs.length;
  return { coders, pairs, packed: packedCount > 1 ? Array.from({ length: packedCount }, () => cursor.number()) : open };
}

/** The check sums as they are written. */
function readDigests(cursor: Cursor, count: number): Buffer {
  const start = cursor.at;
  let defined = count;
  if (cursor.byte() === 0) {
    const bits = cursor.take(Math.ceil(count / 8));
    defined = bits.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
  }
  cursor.take(4 * defined);
  return cursor.bytes.subarray(start, cursor.at);
}

/** In the form that needs no thought: a first byte of ones, then eight bytes. */
export function number(value: number): Buffer {
  if (value < 0x80) return Buffer.from([value]);
  const bytes = Buffer.alloc(9, 0xff);
  bytes.writeBigUInt64LE(BigInt(value), 1);
  return bytes;
}

export function writeStreamsInfo({ packPosition, packSizes, folders, digests }: StreamsInfo): Buffer {
  return Buffer.concat([
    ...[packInfo, packPosition, packSizes.length, size, ...packSizes, end].map(number),
    ...[unpackInfo, folder, folders.length, 0].map(number),
    ...folders.map(writeFolder),
    number(unpackSize),
    ...folders.flatMap(({ sizes }) => sizes.map(number)),
    ...(digests.length > 0 ? [number(digest), digests] : []),
    number(end),
  ]);
}

function writeFolder({ coders, pairs, packed }: Folder): Buffer {
  return Buffer.concat([
    number(coders.length),
    ...coders.flatMap(({ id, inputs, outputs, settings }) => [
      Buffer.from([id.length | (inputs === 1 && outputs === 1 ? 0 : 16) | (settings ? 32 : 0)]),
      id,
      ...(inputs === 1 && outputs === 1 ? [] : [number(inputs), number(outputs)]),
      ...(settings ? [number(settings.length), settings] : []),
    ]),
    ...pairs.flatMap(({ input, output }) => [number(input), number(output)]),
    ...(packed.length > 1 ? packed.map(number) : []),
  ]);
}
