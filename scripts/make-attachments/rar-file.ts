/** RAR files whose entries are stored and encrypted, as WinRAR writes them: of version 5 (AES-256) and of version 4 (AES-128). */
import { createCipheriv, createHash, pbkdf2Sync } from 'node:crypto';
import { crc32 } from 'node:zlib';

export interface RarChoices {
  readonly password?: string;
  /** The list of files is encrypted, too. */
  readonly hidesNames?: boolean;
  /** Each entry names a salt of its own, as no packer does, to make a reader hash for every one. */
  readonly ownSalts?: boolean;
}

type Files = Readonly<Record<string, string>>;
const salt5 = Buffer.from('salt of sixteen.');
const salt4 = Buffer.from('eightlet');
const vector = Buffer.from('a vector of 16 b');
const cyclesPower = 15;

const uint = (size: 2 | 4, value: number): Buffer => {
  const bytes = Buffer.alloc(size);
  bytes.writeUIntLE(value, 0, size);
  return bytes;
};
const filled = (data: Buffer): Buffer => Buffer.concat([data, Buffer.alloc((16 - (data.length % 16)) % 16)]);
const aes = (key: Buffer, iv: Buffer, data: Buffer): Buffer =>
  createCipheriv(key.length === 16 ? 'aes-128-cbc' : 'aes-256-cbc', key, iv)
    .setAutoPadding(false)
    .update(filled(data));

/** Numbers of seven bits a byte. */
const vint = (value: number): Buffer =>
  value < 128 ? Buffer.from([value]) : Buffer.from([(value & 127) | 128, ...vint(value >> 7)]);
const joined = (...fields: readonly (number | Buffer)[]): Buffer =>
  Buffer.concat(fields.map((field) => (typeof field === 'number' ? vint(field) : field)));

/** RAR 5.0 archive format. */
export function rar5File(
  files: Files,
  { password = '', hidesNames = false, ownSalts = false }: RarChoices = {},
): Buffer {
  const derive = (more: number): Buffer => pbkdf2Sync(password, salt5, 2 ** cyclesPower + more, 32, 'sha256');
  const key = derive(0);
  const folded = Buffer.alloc(8);
  derive(32).forEach((byte, index) => (folded[index % 8]! ^= byte));
  const check = Buffer.concat([folded, createHash('sha256').update(folded).digest().subarray(0, 4)]);
  const block = (fields: Buffer, data: Buffer = Buffer.alloc(0), inClear = !hidesNames): Buffer => {
    const sized = joined(fields.length, fields);
    const header = Buffer.concat([uint(4, crc32(sized)), sized]);
    return Buffer.concat([inClear ? header : Buffer.concat([vector, aes(key, vector, header)]), data]);
  };
  const entries = Object.entries(files).map(([name, text], index) => {
    const plain = Buffer.from(text);
    const tail = [0x20, uint(4, crc32(plain)), 0, 1, name.length, Buffer.from(name)];
    if (password === '') return block(joined(2, 2, plain.length, 4, plain.length, ...tail), plain);
    const data = aes(key, vector, plain);
    const record = ownSalts
      ? joined(1, 0, 0, Buffer.from([cyclesPower]), Buffer.alloc(16, index), vector)
      : joined(1, 0, 1, Buffer.from([cyclesPower]), salt5, vector, check);
    const extra = joined(record.length, record);
    return block(joined(2, 3, extra.length, data.length, 4, plain.length, ...tail, extra), data);
  });
  return Buffer.concat([
    Buffer.from('Rar!\x1a\x07\x01\0', 'latin1'),
    ...(hidesNames ? [block(joined(4, 0, 0, 1, Buffer.from([cyclesPower]), salt5, check), undefined, true)] : []),
    block(joined(1, 0, 0)),
    ...entries,
    block(joined(5, 0, 0)),
  ]);
}

/** technote.txt of RAR 3. */
export function rar4File(
  files: Files,
  { password = '', hidesNames = false, ownSalts = false }: RarChoices = {},
): Buffer {
  const secret = secretOf(password);
  const block = (type: number, flags: number, fields: Buffer, data: Buffer = Buffer.alloc(0)): Buffer => {
    const body = Buffer.concat([Buffer.from([type]), uint(2, flags), uint(2, 7 + fields.length), fields]);
    const header = Buffer.concat([uint(2, crc32(body) & 0xffff), body]);
    const isLocked = hidesNames && type !== 0x73;
    return Buffer.concat([isLocked ? Buffer.concat([salt4, aes(secret.key, secret.iv, header)]) : header, data]);
  };
  const entries = Object.entries(files).map(([name, text], index) => {
    const plain = Buffer.from(text);
    const isLocked = password !== '';
    const data = isLocked ? aes(secret.key, secret.iv, plain) : plain;
    const fields = Buffer.concat([
      ...[data.length, plain.length].map((size) => uint(4, size)),
      Buffer.from([3]),
      ...[crc32(plain), 0x5a21_0000].map((value) => uint(4, value)),
      Buffer.from([29, ownSalts ? 0x31 : 0x30]),
      uint(2, name.length),
      uint(4, 0o100644),
      Buffer.from(name),
      isLocked ? (ownSalts ? Buffer.alloc(8, index) : salt4) : Buffer.alloc(0),
    ]);
    return block(0x74, 0x8000 | (isLocked ? 0x404 : 0), fields, data);
  });
  return Buffer.concat([
    Buffer.from('Rar!\x1a\x07\0', 'latin1'),
    block(0x73, hidesNames ? 0x80 : 0, Buffer.alloc(6)),
    ...entries,
    block(0x7b, 0x4000, Buffer.alloc(0)),
  ]);
}

function secretOf(password: string): { key: Buffer; iv: Buffer } {
  const unit = Buffer.concat([Buffer.from(password, 'utf16le'), salt4]);
  const hash = createHash('sha1');
  const iv = Buffer.alloc(16);
  for (let round = 0; round < 262_144; round += 1) {
    hash.update(unit).update(Buffer.from([round, round >> 8, round >> 16]));
    if (round % 16_384 === 0) iv[round / 16_384] = hash.copy().digest()[19]!;
  }
  return { key: hash.digest().subarray(0, 16).swap32(), iv };
}
