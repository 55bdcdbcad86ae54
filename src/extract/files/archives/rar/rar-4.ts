/** RAR 3 and 4 files without their encryption (AES-128): blocks of a header and data, which may be encrypted apart (technote.txt of RAR 3). */
import { createDecipheriv, createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { createSalted } from '../salted-keys.ts';

const signatureBytes = 7;
const [archiveBlock, fileBlock, endBlock] = [0x73, 0x74, 0x7b];
const lockedHeaders = 0x80;
const [fromBefore, goesOn, isLocked, isLarge, hasSalt, hasData] = [1, 2, 4, 0x100, 0x400, 0x8000];
/** Method of files that are not packed. */
const stored = 0x30;
const rounds = 0x40000;

interface Secret {
  readonly key: Buffer;
  readonly vector: Buffer;
}

export function openRar4(bytes: Buffer, password: string): Buffer | undefined {
  const secrets = createSalted<Secret>();
  const secretOf = (salt: Buffer): Secret => secrets.of(salt.toString('hex'), () => derive(password, salt));
  const pieces = [bytes.subarray(0, signatureBytes)];
  let headersLocked = false;
  for (let at = signatureBytes; at + 7 <= bytes.length;) {
    const { header, dataAt } = readHeader(bytes, at, headersLocked ? secretOf : undefined);
    const [type, flags] = [header[2]!, header.readUInt16LE(3)];
    const dataBytes = type === fileBlock || (flags & hasData) !== 0 ? header.readUInt32LE(7) : 0;
    const high = type === fileBlock && (flags & isLarge) !== 0 ? header.readUInt32LE(32) * 2 ** 32 : 0;
    const data = bytes.subarray(dataAt, dataAt + dataBytes + high);
    at = dataAt + dataBytes + high;
    if (type === archiveBlock) {
      headersLocked = (flags & lockedHeaders) !== 0;
      pieces.push(written(withFlags(header, flags & ~lockedHeaders)));
    } else if (type === fileBlock) pieces.push(plainFile(header, data, secretOf));
    else pieces.push(written(header), data);
    if (type === endBlock) break;
  }
  return Buffer.concat(pieces);
}

/** A locked header has its salt in front and is filled up to whole blocks of the cipher. */
function readHeader(
  bytes: Buffer,
  start: number,
  secretOf: ((salt: Buffer) => Secret) | undefined,
): { header: Buffer; dataAt: number } {
  let source = bytes.subarray(start, start + 65_535);
  if (secretOf) {
    const secret = secretOf(bytes.subarray(start, start + 8));
    const sealed = bytes.subarray(start + 8, start + 8 + 65_536);
    source = decrypt(secret, sealed.subarray(0, Math.ceil(decrypt(secret, sealed).readUInt16LE(5) / 16) * 16));
  }
  const size = source.readUInt16LE(5);
  const header = source.subarray(0, size);
  if (size < 7 || header.length < size) throw new Error('the archive ends early');
  if ((crc32(header.subarray(2)) & 0xffff) !== header.readUInt16LE(0)) throw new Error('wrong password, or damage');
  return { header, dataAt: start + (secretOf ? 8 + Math.ceil(size / 16) * 16 : size) };
}

function withFlags(header: Buffer, flags: number): Buffer {
  const copy = Buffer.from(header);
  copy.writeUInt16LE(flags, 3);
  return copy;
}

function written(header: Buffer): Buffer {
  const copy = Buffer.from(header);
  copy.writeUInt16LE(copy.length, 5);
  copy.writeUInt16LE(crc32(copy.subarray(2)) & 0xffff, 0);
  return copy;
}

function plainFile(header: Buffer, data: Buffer, secretOf: (salt: Buffer) => Secret): Buffer {
  const flags = header.readUInt16LE(3);
  if ((flags & isLocked) === 0) return Buffer.concat([header, data]);
  if ((flags & (fromBefore | goesOn)) !== 0) throw new Error('a part of the file is in another volume');
  const nameEnd = 32 + ((flags & isLarge) === 0 ? 0 : 8) + header.readUInt16LE(26);
  const saltEnd = nameEnd + ((flags & hasSalt) === 0 ? 0 : 8);
  const opened = decrypt(secretOf(header.subarray(nameEnd, saltEnd)), data);
  const plain = header[25] === stored ? opened.subarray(0, header.readUInt32LE(11)) : opened;
  // libarchive checks the sums of packed files only.
  if (header[25] === stored && crc32(plain) !== header.readUInt32LE(16)) throw new Error('wrong password, or damage');
  const without = withFlags(
    Buffer.concat([header.subarray(0, nameEnd), header.subarray(saltEnd)]),
    flags & ~(isLocked | hasSalt),
  );
  without.writeUInt32LE(plain.length % 2 ** 32, 7);
  return Buffer.concat([written(without), plain]);
}

function decrypt({ key, vector }: Secret, data: Buffer): Buffer {
  return createDecipheriv('aes-128-cbc', key, vector)
    .setAutoPadding(false)
    .update(data.subarray(0, data.length - (data.length % 16)));
}

/** SHA-1 over the password, the salt and a counter of three bytes; the vector is made of the hashes in between. */
function derive(password: string, salt: Buffer): Secret {
  const unit = Buffer.concat([Buffer.from(password, 'utf16le'), salt, Buffer.alloc(3)]);
  const inBlock = rounds / 16;
  const block = Buffer.concat(Array.from({ length: inBlock }, () => unit));
  const hash = createHash('sha1');
  const vector = Buffer.alloc(16);
  for (let part = 0; part < 16; part += 1) {
    for (let index = 0; index < inBlock; index += 1)
      block.writeUIntLE(part * inBlock + index, (index + 1) * unit.length - 3, 3);
    // The vector takes a byte of the hash after the first round of each part.
    vector[part] = hash.copy().update(block.subarray(0, unit.length)).digest()[19]!;
    hash.update(block);
  }
  return { key: hash.digest().subarray(0, 16).swap32(), vector };
}
