/** Recognises random-looking data that ordinary mail contains: certificates and keys, and encrypted data of known formats. */
import { isBeyondEnd } from './beyond-end.ts';

/** Longer than any key or signature in one number: 8,192 bits and some room. */
const maxNumberBytes = 1100;
const maxDepth = 16;

export type KnownData = 'key' | 'encrypted';

/** What the bytes are by their structure, which is followed to the end; undefined for all other data. */
export function knownData(bytes: Buffer): KnownData | undefined {
  if (bytes.subarray(0, 8).toString('latin1') === 'Salted__') return 'encrypted'; // OpenSSL enc
  if (bytes.subarray(0, 21).toString('latin1') === 'age-encryption.org/v1') return 'encrypted';
  try {
    if (bytes[0] === 0x30 && derEnd(bytes, 0, 0) === bytes.length) return 'key';
    if (isSshKey(bytes)) return 'key';
    return pgpKind(bytes);
  } catch (error) {
    if (isBeyondEnd(error)) return undefined;
    throw error;
  }
}

/** The end of a DER element whose contents are elements as well (X.690); NaN where one is not, or holds too much. */
function derEnd(bytes: Buffer, at: number, depth: number): number {
  if (depth > maxDepth) return Number.NaN;
  const tag = bytes.readUInt8(at);
  const first = bytes.readUInt8(at + 1);
  const lengthBytes = first > 127 ? first & 127 : 0;
  if (lengthBytes > 4 || first === 128) return Number.NaN;
  const start = at + 2 + lengthBytes;
  const end = start + (lengthBytes > 0 ? bytes.readUIntBE(at + 2, lengthBytes) : first);
  if (end > bytes.length) return Number.NaN;
  if ((tag & 0x20) !== 0) {
    let inner = start;
    while (inner < end) inner = derEnd(bytes, inner, depth + 1);
    return inner === end ? end : Number.NaN;
  }
  if (end - start <= maxNumberBytes) return end;
  // A private key or an extension is an octet string with elements inside.
  return (tag & 31) === 4 && derEnd(bytes, start, depth + 1) === end ? end : Number.NaN;
}

/** A public key as SSH writes it (RFC 4253 6.6): fields with their lengths, the first of which is the name of the algorithm. */
function isSshKey(bytes: Buffer): boolean {
  const nameLength = bytes.readUInt32BE(0);
  if (nameLength > 64 || !/^(?:ssh|ecdsa|sk)-[\w@.-]+$/.test(bytes.toString('latin1', 4, 4 + nameLength))) return false;
  let at = 0;
  while (at < bytes.length) {
    const length = bytes.readUInt32BE(at);
    if (length > maxNumberBytes) return false;
    at += 4 + length;
  }
  return at === bytes.length;
}

/** Packets of an OpenPGP message that is encrypted (RFC 9580 5): session keys, encrypted data. */
const encryptedPackets = new Set([1, 3, 9, 18, 20]);
/** Packets of keys and signatures: signature, secret and public keys, marker, user ids. */
const keyPackets = new Set([2, 5, 6, 7, 10, 12, 13, 14, 17]);

function pgpKind(bytes: Buffer): KnownData | undefined {
  let at = 0;
  const tags: number[] = [];
  while (at < bytes.length && tags.length < 1000) {
    const packet = pgpPacket(bytes, at);
    if (!packet) return undefined;
    tags.push(packet.tag);
    const isEncrypted = encryptedPackets.has(packet.tag);
    if (!isEncrypted && !keyPackets.has(packet.tag)) return undefined;
    if (isEncrypted) return isSession(bytes, packet) ? 'encrypted' : undefined;
    if (!isKeyPacket(bytes, packet, tags.length === 1)) return undefined;
    at = packet.end;
  }
  return at === bytes.length && tags.length > 0 ? 'key' : undefined;
}

/** Whether a packet has a version that exists, and the size of a key. Keys and signatures come first. */
function isKeyPacket(bytes: Buffer, { tag, start, end }: PgpPacket, isFirst: boolean): boolean {
  const version = bytes.readUInt8(start);
  if (end > bytes.length || (isFirst && ![2, 5, 6].includes(tag))) return false;
  if (tag === 2) return version >= 3 && version <= 6 && end - start < maxNumberBytes * 2;
  if ([5, 6, 7, 14].includes(tag)) return version >= 3 && version <= 6 && end - start < maxNumberBytes * 4;
  if (tag === 13) return end - start < 1000 && !/[^\x20-\x7e\x80-\xff]/.test(bytes.toString('latin1', start, end));
  return end - start < (tag === 17 ? 50_000 : 16);
}

interface PgpPacket {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** The head of a packet (RFC 9580 4.2): the old and the new form. */
function pgpPacket(bytes: Buffer, at: number): PgpPacket | undefined {
  const head = bytes.readUInt8(at);
  if ((head & 0x80) === 0) return undefined;
  if ((head & 0x40) === 0) {
    const tag = (head >> 2) & 15;
    const sizeBytes = [1, 2, 4][head & 3];
    if (sizeBytes === undefined) return { tag, start: at + 1, end: bytes.length };
    const start = at + 1 + sizeBytes;
    return { tag, start, end: start + bytes.readUIntBE(at + 1, sizeBytes) };
  }
  const tag = head & 63;
  const first = bytes.readUInt8(at + 1);
  if (first < 192) return { tag, start: at + 2, end: at + 2 + first };
  if (first < 224) return { tag, start: at + 3, end: at + 3 + (first - 192) * 256 + bytes.readUInt8(at + 2) + 192 };
  if (first < 255) return { tag, start: at + 2, end: bytes.length };
  return { tag, start: at + 6, end: at + 6 + bytes.readUInt32BE(at + 2) };
}

/** Whether a packet begins as one with a session key or with encrypted data: versions and algorithms that exist. */
function isSession(bytes: Buffer, { tag, start, end }: PgpPacket): boolean {
  const version = bytes.readUInt8(start);
  if (tag === 1) return (version === 3 || version === 6) && end - start < 2000;
  if (tag === 3) return version >= 4 && version <= 6 && bytes.readUInt8(start + 1) <= 30 && end - start < 200;
  return tag === 9 || (version >= 1 && version <= 2);
}
