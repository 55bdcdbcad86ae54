/** RAR 5 files without their encryption (AES-256): blocks with headers and data, which may be encrypted apart (RAR 5.0 archive format). */
import { createDecipheriv, createHash, pbkdf2Sync } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { createSalted } from '../salted-keys.ts';

const signatureBytes = 8;
const [fileBlock, serviceBlock, encryptionBlock, endBlock] = [2, 3, 4, 5];
const [hasExtra, hasData, fromBefore, goesOn] = [1, 2, 8, 16];
const [hasTime, hasSum] = [2, 4];
const [encryptionRecord, hashRecord] = [1, 2];
/** RAR hashes a password 2 ** 15 times. */
const maxCyclesPower = 18;

/** Reads numbers of seven bits a byte, the lowest first. */
class Fields {
  readonly bytes: Buffer;
  at = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  number(): number {
    for (let value = 0, place = 1; ; place *= 128) {
      const [byte] = this.take(1);
      value += (byte! & 127) * place;
      if (byte! < 128) return value;
    }
  }

  take(count: number): Buffer {
    if (count < 0 || this.at + count > this.bytes.length) throw new Error('the archive ends early');
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  get rest(): Buffer {
    return this.bytes.subarray(this.at);
  }
}

function number(value: number): Buffer {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return Buffer.from([...bytes, left]);
    bytes.push((left % 128) | 128);
  }
}

/** Keys of one password by their salt. */
class Keys {
  private readonly password: string;
  private readonly known = createSalted<Buffer>();

  constructor(password: string) {
    this.password = password;
  }

  /** @throws where the check value says that the password is wrong */
  key(cyclesPower: number, salt: Buffer, check: Buffer | undefined): Buffer {
    if (cyclesPower > maxCyclesPower) throw new Error('the password would be hashed too often');
    const derive = (more: number) => pbkdf2Sync(this.password, salt, 2 ** cyclesPower + more, 32, 'sha256');
    return this.known.of(`${cyclesPower} ${salt.toString('hex')}`, () => {
      if (check && isSound(check)) {
        const folded = Buffer.alloc(8);
        derive(32).forEach((byte, index) => (folded[index % 8]! ^= byte));
        if (!folded.equals(check.subarray(0, 8))) throw new Error('wrong password');
      }
      return derive(0);
    });
  }
}

/** A check value has a check sum of its own. */
function isSound(check: Buffer): boolean {
  return createHash('sha256').update(check.subarray(0, 8)).digest().subarray(0, 4).equals(check.subarray(8, 12));
}

function decrypt(key: Buffer, vector: Buffer, data: Buffer): Buffer {
  return createDecipheriv('aes-256-cbc', key, vector)
    .setAutoPadding(false)
    .update(data.subarray(0, data.length - (data.length % 16)));
}

interface Block {
  readonly type: number;
  /** Fields behind the size of the header. */
  readonly fields: Buffer;
  readonly data: Buffer;
  /** Where the next block begins. */
  readonly next: number;
}

export function openRar5(bytes: Buffer, password: string): Buffer | undefined {
  const keys = new Keys(password);
  const pieces = [bytes.subarray(0, signatureBytes)];
  let headerKey: Buffer | undefined;
  for (let at = signatureBytes; at < bytes.length;) {
    const block = readBlock(bytes, at, headerKey);
    at = block.next;
    if (block.type === encryptionBlock) headerKey = keyOfHeaders(block.fields, keys);
    else if (block.type === fileBlock) pieces.push(plainFile(block, keys));
    // Comments and copies of the list are not read.
    else if (block.type !== serviceBlock) pieces.push(written(block.fields, block.data));
    if (block.type === endBlock) break;
  }
  return Buffer.concat(pieces);
}

function readBlock(bytes: Buffer, start: number, key: Buffer | undefined): Block {
  let header = bytes.subarray(start);
  if (key) {
    const vector = bytes.subarray(start, start + 16);
    const sealed = bytes.subarray(start + 16, start + 16 + (2 << 20));
    const size = new Fields(decrypt(key, vector, sealed.subarray(0, 16)).subarray(4));
    const whole = Math.ceil((4 + size.number() + size.at) / 16) * 16;
    header = decrypt(key, vector, sealed.subarray(0, whole));
  }
  const sized = new Fields(header.subarray(4));
  const length = sized.number();
  const fields = sized.take(length);
  if (crc32(header.subarray(4, 4 + sized.at)) !== header.readUInt32LE(0)) throw new Error('wrong password, or damage');
  const read = new Fields(fields);
  const [type, flags] = [read.number(), read.number()];
  if ((flags & hasExtra) !== 0) read.number();
  const dataBytes = (flags & hasData) === 0 ? 0 : read.number();
  const dataAt = start + (key ? 16 + Math.ceil((4 + sized.at) / 16) * 16 : 4 + sized.at);
  return { type, fields, data: bytes.subarray(dataAt, dataAt + dataBytes), next: dataAt + dataBytes };
}

function keyOfHeaders(source: Buffer, keys: Keys): Buffer {
  const fields = new Fields(source);
  const [, , , flags] = [fields.number(), fields.number(), fields.number(), fields.number()];
  const [cyclesPower] = fields.take(1);
  return keys.key(cyclesPower!, fields.take(16), (flags & 1) === 0 ? undefined : fields.take(12));
}

function written(fields: Buffer, data: Buffer): Buffer {
  const sized = Buffer.concat([number(fields.length), fields]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(sized));
  return Buffer.concat([sum, sized, data]);
}

/** Check sums of encrypted files depend on the password and are left out; the check value of the password stands for them. */
function plainFile({ fields: source, data }: Block, keys: Keys): Buffer {
  const fields = new Fields(source);
  const [type, flags] = [fields.number(), fields.number()];
  const extraBytes = (flags & hasExtra) === 0 ? 0 : fields.number();
  if ((flags & hasData) !== 0) fields.number();
  if ((flags & (fromBefore | goesOn)) !== 0) throw new Error('a part of the file is in another volume');
  const extra = records(source.subarray(source.length - extraBytes));
  const encryption = extra.find((record) => record.type === encryptionRecord);
  if (!encryption) return written(source, data);
  const [fileFlags, size, attributes] = [fields.number(), fields.number(), fields.number()];
  const time = fields.take((fileFlags & hasTime) === 0 ? 0 : 4);
  fields.take((fileFlags & hasSum) === 0 ? 0 : 4);
  const packing = fields.number();
  const rest = fields.rest.subarray(0, fields.rest.length - extraBytes);
  const opened = openData(encryption.content, data, keys);
  // Files that are only stored are as long as their data.
  const isStored = ((packing >> 7) & 7) === 0;
  const plain = isStored ? opened.subarray(0, size) : opened;
  const kept = extra.filter((record) => record.type !== encryptionRecord && record.type !== hashRecord);
  const more = Buffer.concat(kept.map(({ whole }) => whole));
  const newFlags = (flags & ~(hasExtra | hasData)) | (more.length > 0 ? hasExtra : 0) | hasData;
  const head = [type, newFlags, ...(more.length > 0 ? [more.length] : []), plain.length];
  return written(
    Buffer.concat([...[...head, fileFlags & ~hasSum, size, attributes].map(number), time, number(packing), rest, more]),
    plain,
  );
}

interface ExtraRecord {
  readonly type: number;
  readonly content: Buffer;
  readonly whole: Buffer;
}

function records(extra: Buffer): ExtraRecord[] {
  const fields = new Fields(extra);
  const found: ExtraRecord[] = [];
  while (fields.rest.length > 0) {
    const start = fields.at;
    const record = new Fields(fields.take(fields.number()));
    const type = record.number();
    found.push({ type, content: record.rest, whole: extra.subarray(start, fields.at) });
  }
  return found;
}

function openData(record: Buffer, data: Buffer, keys: Keys): Buffer {
  const fields = new Fields(record);
  const [, flags] = [fields.number(), fields.number()];
  const [cyclesPower] = fields.take(1);
  const [salt, vector] = [fields.take(16), fields.take(16)];
  return decrypt(keys.key(cyclesPower!, salt, (flags & 1) === 0 ? undefined : fields.take(12)), vector, data);
}
