/** Opens encrypted zip entries with a password: the traditional cipher (APPNOTE 6.1) and WinZip's AES (AE-1, AE-2). */
import { createCipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { AesEncryption } from './zip-entry.ts';

const headerLength = 12;
const verifierLength = 2;
const macLength = 10;

/**
 * Undoes the traditional cipher.
 *
 * @param checkByte last byte of the decrypted header with the right password; one of 256 wrong passwords gives it, too
 * @returns the compressed data, or undefined where the password is wrong
 */
export function openZipCrypto(data: Buffer, password: string, checkByte: number): Buffer | undefined {
  if (data.length < headerLength) return undefined;
  const keys = new ZipCryptoKeys(Buffer.from(password, 'utf8'));
  let last = 0;
  for (let i = 0; i < headerLength; i += 1) last = keys.open(data[i]!);
  if (last !== checkByte) return undefined;
  const out = Buffer.allocUnsafe(data.length - headerLength);
  for (let i = 0; i < out.length; i += 1) out[i] = keys.open(data[headerLength + i]!);
  return out;
}

class ZipCryptoKeys {
  private key0 = 0x12345678;
  private key1 = 0x23456789;
  private key2 = 0x34567890;

  constructor(password: Buffer) {
    for (const byte of password) this.update(byte);
  }

  open(byte: number): number {
    const mix = (this.key2 | 2) & 0xffff;
    const plain = byte ^ (((mix * (mix ^ 1)) >>> 8) & 0xff);
    this.update(plain);
    return plain;
  }

  private update(byte: number): void {
    this.key0 = crcStep(this.key0, byte);
    this.key1 = (Math.imul(this.key1 + (this.key0 & 0xff), 134_775_813) + 1) >>> 0;
    this.key2 = crcStep(this.key2, this.key1 >>> 24);
  }
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

function crcStep(crc: number, byte: number): number {
  return (crcTable[(crc ^ byte) & 0xff]! ^ (crc >>> 8)) >>> 0;
}

/** Undoes WinZip's AES encryption. @returns the compressed data, or undefined where the password is wrong or the data altered */
export function openZipAes(data: Buffer, password: string, { keyBits }: AesEncryption): Buffer | undefined {
  const keyLength = keyBits / 8;
  const saltLength = keyLength / 2;
  if (data.length < saltLength + verifierLength + macLength) return undefined;
  const salt = data.subarray(0, saltLength);
  const derived = pbkdf2Sync(password, salt, 1000, keyLength * 2 + verifierLength, 'sha1');
  if (!derived.subarray(keyLength * 2).equals(data.subarray(saltLength, saltLength + verifierLength))) return undefined;
  const sealed = data.subarray(saltLength + verifierLength, data.length - macLength);
  const mac = createHmac('sha1', derived.subarray(keyLength, keyLength * 2))
    .update(sealed)
    .digest();
  if (!timingSafeEqual(mac.subarray(0, macLength), data.subarray(data.length - macLength))) return undefined;
  return counterMode(sealed, derived.subarray(0, keyLength), keyBits);
}

/** AES in counter mode with a little-endian counter that begins at 1; Node.js has none. */
function counterMode(data: Buffer, key: Buffer, keyBits: number): Buffer {
  const counters = Buffer.alloc(Math.ceil(data.length / 16) * 16);
  for (let block = 0; block * 16 < counters.length; block += 1) counters.writeUInt32LE(block + 1, block * 16);
  const cipher = createCipheriv(`aes-${keyBits}-ecb`, key, null).setAutoPadding(false);
  const stream = cipher.update(counters);
  const out = Buffer.allocUnsafe(data.length);
  for (let i = 0; i < data.length; i += 1) out[i] = data[i]! ^ stream[i]!;
  return out;
}

/** Whether the unpacked bytes have the checksum of the packed file. */
export function matchesCrc(bytes: Buffer, expected: number): boolean {
  return crc32(bytes) === expected >>> 0;
}
