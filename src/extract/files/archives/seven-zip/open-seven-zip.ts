/** Takes the encryption (AES-256) out of a 7z file with a password; libarchive, which has no ciphers, reads the rest. */
import { createDecipheriv, createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { createSalted, type Salted } from '../salted-keys.ts';
import { Cursor, number, readStreamsInfo, writeStreamsInfo, type Folder, type StreamsInfo } from './streams-info.ts';

const aesCoder = Buffer.from('06f10701', 'hex');
const signature = Buffer.from('377abcaf271c0004', 'hex');
const signatureBytes = 32;
const [header, mainStreams, filesInfo, subStreams, nameProperty, encodedHeader] = [1, 4, 5, 8, 0x11, 0x17];
/** 7-Zip hashes a password 2 ** 19 times. */
const maxCyclesPower = 21;

/** Unpacks the only file of a 7z file that is not encrypted; undefined where that fails. */
export type UnpackOne = (archive: Buffer) => Promise<Buffer | undefined>;

interface Opening {
  readonly bytes: Buffer;
  readonly password: string;
  /** Keys by the settings of the coder. */
  readonly keys: Salted<Buffer>;
}

/**
 * Whether the password is right shows when the result is unpacked: 7z has no check of its own.
 *
 * @returns a 7z file without encryption; undefined where the password is wrong or its header has another form
 */
export async function openSevenZip(bytes: Buffer, password: string, unpackOne: UnpackOne): Promise<Buffer | undefined> {
  const opening: Opening = { bytes, password, keys: createSalted() };
  try {
    let list = nextHeader(bytes);
    // The list of files may be packed, and the list of a packed list, too.
    for (let depth = 0; list[0] === encodedHeader && depth < 4; depth += 1) {
      const packed = opened(readStreamsInfo(new Cursor(list, 1)), opening);
      const one = Buffer.concat([
        ...[header, mainStreams].map(number),
        writeStreamsInfo(packed.info),
        ...[subStreams, 0, 0, filesInfo, 1, nameProperty, 5, 0].map(number),
        Buffer.from('h\0', 'utf16le'),
        ...[0, 0].map(number),
      ]);
      const unpacked = await unpackOne(archive(packed.data, one));
      if (!unpacked) return undefined;
      list = unpacked;
    }
    const cursor = new Cursor(list);
    cursor.expect(header);
    cursor.expect(mainStreams);
    const { data, info } = opened(readStreamsInfo(cursor), opening);
    const rest = list.subarray(cursor.at);
    return archive(data, Buffer.concat([...[header, mainStreams].map(number), writeStreamsInfo(info), rest]));
  } catch {
    return undefined; // what it is then, its reading says
  }
}

function nextHeader(bytes: Buffer): Buffer {
  if (bytes.length < signatureBytes) return Buffer.alloc(0);
  const start = signatureBytes + Number(bytes.readBigUInt64LE(12));
  return bytes.subarray(start, start + Number(bytes.readBigUInt64LE(20)));
}

function archive(data: Buffer, list: Buffer): Buffer {
  const start = Buffer.alloc(20);
  start.writeBigUInt64LE(BigInt(data.length), 0);
  start.writeBigUInt64LE(BigInt(list.length), 8);
  start.writeUInt32LE(crc32(list), 16);
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(start));
  return Buffer.concat([signature, sum, start, data, list]);
}

/** The packed streams and their description without encryption. */
function opened(info: StreamsInfo, opening: Opening): { data: Buffer; info: StreamsInfo } {
  const streams: Buffer[] = [];
  let at = signatureBytes + info.packPosition;
  for (const size of info.packSizes) {
    streams.push(opening.bytes.subarray(at, at + size));
    at += size;
  }
  let first = 0;
  const folders = info.folders.map((folder) => {
    const own = streams.slice(first, first + folder.packed.length);
    const { streams: plain, folder: without } = openFolder(folder, own, opening);
    streams.splice(first, own.length, ...plain);
    first += own.length;
    return without;
  });
  const packSizes = streams.map(({ length }) => length);
  return { data: Buffer.concat(streams), info: { ...info, folders, packPosition: 0, packSizes } };
}

function openFolder(
  folder: Folder,
  streams: readonly Buffer[],
  opening: Opening,
): { folder: Folder; streams: Buffer[] } {
  const plain = [...streams];
  let now = folder;
  for (;;) {
    const index = now.coders.findIndex(({ id }) => id.equals(aesCoder));
    if (index < 0) return { folder: now, streams: plain };
    const before = now.coders.slice(0, index);
    const input = before.reduce((sum, { inputs }) => sum + inputs, 0);
    const output = before.reduce((sum, { outputs }) => sum + outputs, 0);
    const place = now.packed.indexOf(input);
    if (place < 0) throw new Error('encryption within other steps');
    const data = decrypt(plain[place] ?? Buffer.alloc(0), now.coders[index]!.settings ?? Buffer.alloc(0), opening);
    plain[place] = data.subarray(0, now.sizes[output]);
    now = withoutCoder(now, { index, input, output, place });
  }
}

interface CoderPlace {
  readonly index: number;
  readonly input: number;
  readonly output: number;
  /** Among the packed streams. */
  readonly place: number;
}

/** The packed stream goes where the coder's output went. A coder that stands alone becomes one that copies. */
function withoutCoder(folder: Folder, { index, input, output, place }: CoderPlace): Folder {
  const target = folder.pairs.find((pair) => pair.output === output);
  if (!target) {
    const copy = { ...folder.coders[index]!, id: Buffer.from([0]), settings: undefined };
    return { ...folder, coders: folder.coders.with(index, copy) };
  }
  const newInput = (old: number) => (old > input ? old - 1 : old);
  const newOutput = (old: number) => (old > output ? old - 1 : old);
  return {
    coders: folder.coders.toSpliced(index, 1),
    pairs: folder.pairs
      .filter((pair) => pair !== target)
      .map((pair) => ({ input: newInput(pair.input), output: newOutput(pair.output) })),
    packed: folder.packed.with(place, target.input).map(newInput),
    sizes: folder.sizes.toSpliced(output, 1),
  };
}

function decrypt(data: Buffer, settings: Buffer, { password, keys }: Opening): Buffer {
  const [first = 0, second = 0] = settings;
  const saltBytes = (first >> 7) + (second >> 4);
  const vectorBytes = ((first >> 6) & 1) + (second & 15);
  const salt = settings.subarray(2, 2 + saltBytes);
  const vector = Buffer.alloc(16);
  settings.copy(vector, 0, 2 + saltBytes, Math.min(settings.length, 2 + saltBytes + vectorBytes, 2 + saltBytes + 16));
  const key = keys.of(`${first & 63} ${salt.toString('hex')}`, () => keyOf(password, salt, first & 63));
  return createDecipheriv('aes-256-cbc', key, vector)
    .setAutoPadding(false)
    .update(data.subarray(0, data.length - (data.length % 16)));
}

/** SHA-256 over the salt, the password and a counter, again and again. */
function keyOf(password: string, salt: Buffer, cyclesPower: number): Buffer {
  const typed = Buffer.from(password, 'utf16le');
  // The value that asks for no hash.
  if (cyclesPower === 63) return Buffer.concat([salt, typed, Buffer.alloc(32)]).subarray(0, 32);
  if (cyclesPower > maxCyclesPower) throw new Error('the password would be hashed too often');
  const unit = Buffer.concat([salt, typed, Buffer.alloc(8)]);
  const inBlock = Math.min(4096, 2 ** cyclesPower);
  const block = Buffer.concat(Array.from({ length: inBlock }, () => unit));
  const hash = createHash('sha256');
  for (let cycle = 0; cycle < 2 ** cyclesPower; cycle += inBlock) {
    for (let index = 0; index < inBlock; index += 1) block.writeUInt32LE(cycle + index, (index + 1) * unit.length - 8);
    hash.update(block);
  }
  return hash.digest();
}
