/** The standard security handler of PDF (ISO 32000-2 7.6): the key of a file by its password, and the ciphers of its strings and streams. */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { pdfStringBytes, stringPattern } from './pdf-strings.ts';

/** Decrypts a string or stream of an object; undefined where it is damaged. */
export type Decrypt = (data: Buffer, object: number, generation: number) => Buffer | undefined;

export interface PdfCiphers {
  readonly strings: Decrypt;
  readonly streams: Decrypt;
  /** Streams with metadata are encrypted like others. */
  readonly encryptsMetadata: boolean;
}

type Method = 'none' | 'rc4' | 'aes-128' | 'aes-256';

interface Handler {
  readonly revision: number;
  readonly keyBytes: number;
  readonly owner: Buffer;
  readonly user: Buffer;
  readonly ownerKey: Buffer;
  readonly userKey: Buffer;
  readonly permissions: number;
  readonly id: Buffer;
  readonly encryptsMetadata: boolean;
  readonly strings: Method;
  readonly streams: Method;
}

/** What fills up passwords (7.6.4.3.2). */
const padding = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');

/**
 * @param dictionary source of the encryption dictionary
 * @param id first identifier of the file
 * @param password of the user or the owner
 * @returns undefined where the password is wrong or the handler is another one
 */
export function pdfCiphers(dictionary: string, id: Buffer, password: string): PdfCiphers | undefined {
  const handler = handlerOf(dictionary, id);
  if (!handler) return undefined;
  const key = handler.revision >= 5 ? longKey(handler, password) : shortKey(handler, password);
  if (!key) return undefined;
  return {
    strings: decryptBy(handler.strings, key),
    streams: decryptBy(handler.streams, key),
    encryptsMetadata: handler.encryptsMetadata,
  };
}

function handlerOf(source: string, id: Buffer): Handler | undefined {
  const number = (name: string, otherwise: number): number =>
    Number(new RegExp(String.raw`/${name}\s+(-?\d{1,10})\b`).exec(source)?.[1] ?? otherwise);
  const bytes = (name: string): Buffer => {
    const string = new RegExp(String.raw`/${name}\s*(${stringPattern})`).exec(source)?.[1];
    return string === undefined ? Buffer.alloc(0) : pdfStringBytes(string);
  };
  const [version, revision] = [number('V', 0), number('R', 0)];
  if (!/\/Filter\s*\/Standard\b/.test(source) || version < 1 || version > 5 || revision < 2 || revision > 6)
    return undefined;
  const methodOf = (name: string) => (version < 4 ? 'rc4' : methodOfFilter(source, name));
  const [strings, streams] = [methodOf('StrF'), methodOf('StmF')];
  if (!strings || !streams) return undefined;
  return {
    ...{ strings, streams },
    ...{ revision, id, owner: bytes('O'), user: bytes('U'), ownerKey: bytes('OE'), userKey: bytes('UE') },
    keyBytes: version === 1 ? 5 : version >= 4 ? 16 : Math.min(16, Math.max(5, number('Length', 40) >> 3)),
    permissions: number('P', 0) | 0,
    encryptsMetadata: !/\/EncryptMetadata\s+false\b/.test(source),
  };
}

/** The method of a crypt filter (7.6.6), none where none is named; undefined where it is not known. */
function methodOfFilter(source: string, use: string): Method | undefined {
  const name = new RegExp(String.raw`/${use}\s*/([^\s/<>[\]()]{1,100})`).exec(source)?.[1];
  if (name === undefined || name === 'Identity') return 'none';
  const filters = source.slice(Math.max(0, source.search(/\/CF\s*<</)) + 3);
  const filter = filters.slice(Math.max(0, filters.indexOf(`/${name}`)));
  return methods[/\/CFM\s*\/(\w{1,20})/.exec(filter)?.[1] ?? ''];
}

const methods: Readonly<Record<string, Method>> = { AESV3: 'aes-256', AESV2: 'aes-128', V2: 'rc4', None: 'none' };

const md5 = (...pieces: readonly Buffer[]): Buffer => createHash('md5').update(Buffer.concat(pieces)).digest();

/** Revisions 2 to 4: algorithms 2, 6 and 7. */
function shortKey(handler: Handler, password: string): Buffer | undefined {
  const padded = Buffer.concat([Buffer.from(password, 'latin1'), padding]).subarray(0, 32);
  const asUser = keyOfUser(handler, padded);
  if (asUser) return asUser;
  const { revision, keyBytes, owner } = handler;
  const size = revision === 2 ? 5 : keyBytes;
  let hash = md5(padded);
  for (let round = 0; revision > 2 && round < 50; round += 1) hash = md5(hash);
  let opened = owner.subarray(0, 32);
  for (let round = revision > 2 ? 19 : 0; round >= 0; round -= 1)
    opened = rc4(
      hash.subarray(0, size).map((byte) => byte ^ round),
      opened,
    );
  return keyOfUser(handler, opened);
}

function keyOfUser(handler: Handler, padded: Buffer): Buffer | undefined {
  const { revision, keyBytes, owner, user, permissions, id, encryptsMetadata } = handler;
  const rights = Buffer.alloc(4);
  rights.writeInt32LE(permissions);
  const metadata = revision >= 4 && !encryptsMetadata ? Buffer.alloc(4, 0xff) : Buffer.alloc(0);
  let key = md5(padded, owner.subarray(0, 32), rights, id, metadata).subarray(0, keyBytes);
  for (let round = 0; revision > 2 && round < 50; round += 1) key = md5(key).subarray(0, keyBytes);
  let check = revision > 2 ? md5(padding, id) : padding;
  for (let round = 0; round <= (revision > 2 ? 19 : 0); round += 1)
    check = rc4(
      key.map((byte) => byte ^ round),
      check,
    );
  return user.length >= 16 && check.equals(user.subarray(0, check.length)) ? key : undefined;
}

/** Revisions 5 and 6: algorithms 2.A, 11 and 12. */
function longKey(handler: Handler, password: string): Buffer | undefined {
  const { revision, owner, user, ownerKey, userKey } = handler;
  const typed = Buffer.from(password, 'utf8').subarray(0, 127);
  const hash = (salt: Buffer, more: Buffer): Buffer => {
    const first = createHash('sha256')
      .update(Buffer.concat([typed, salt, more]))
      .digest();
    return revision === 5 ? first : hardened(first, typed, more);
  };
  const none = Buffer.alloc(0);
  for (const [check, sealed, more] of [
    [user, userKey, none],
    [owner, ownerKey, user.subarray(0, 48)],
  ] as const) {
    if (check.length < 48 || sealed.length < 32 || !hash(check.subarray(32, 40), more).equals(check.subarray(0, 32)))
      continue;
    const cipher = createDecipheriv('aes-256-cbc', hash(check.subarray(40, 48), more), Buffer.alloc(16));
    return cipher.setAutoPadding(false).update(sealed.subarray(0, 32));
  }
  return undefined;
}

/** Algorithm 2.B. */
function hardened(first: Buffer, password: Buffer, more: Buffer): Buffer {
  let key = first;
  for (let round = 0, last = 0; round < 64 || last > round - 32; round += 1) {
    const block = Buffer.concat([password, key, more]);
    const repeated = Buffer.concat(Array.from({ length: 64 }, () => block));
    const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32)).setAutoPadding(false);
    const sealed = cipher.update(repeated);
    const rest = sealed.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = createHash(['sha256', 'sha384', 'sha512'][rest]!).update(sealed).digest();
    last = sealed.at(-1)!;
  }
  return key.subarray(0, 32);
}

function decryptBy(method: Method, key: Buffer): Decrypt {
  if (method === 'none') return (data) => data;
  if (method === 'aes-256') return (data) => withoutPadding('aes-256-cbc', key, data);
  return (data, object, generation) => {
    const number = Buffer.from([object, object >> 8, object >> 16, generation, generation >> 8]);
    const salt = Buffer.from(method === 'rc4' ? '' : 'sAlT');
    const own = md5(key, number, salt).subarray(0, Math.min(16, key.length + 5));
    return method === 'rc4' ? rc4(own, data) : withoutPadding('aes-128-cbc', own, data);
  };
}

/** The initialisation vector stands first; the last byte says how many bytes fill the last block. */
function withoutPadding(cipher: 'aes-128-cbc' | 'aes-256-cbc', key: Buffer, data: Buffer): Buffer | undefined {
  const whole = data.length - (data.length % 16);
  if (data.length === 0) return data;
  if (whole < 16 || (cipher === 'aes-128-cbc' && key.length !== 16)) return undefined;
  const opened = createDecipheriv(cipher, key, data.subarray(0, 16))
    .setAutoPadding(false)
    .update(data.subarray(16, whole));
  const filling = opened.at(-1) ?? 0;
  return filling >= 1 && filling <= 16 ? opened.subarray(0, opened.length - filling) : opened;
}

/** OpenSSL 3 has it no more. */
function rc4(key: Uint8Array, data: Buffer): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  for (let index = 0, other = 0; index < 256; index += 1) {
    other = (other + state[index]! + key[index % key.length]!) & 255;
    [state[index], state[other]] = [state[other]!, state[index]!];
  }
  const out = Buffer.allocUnsafe(data.length);
  for (let at = 0, first = 0, second = 0; at < data.length; at += 1) {
    first = (first + 1) & 255;
    const one = state[first]!;
    second = (second + one) & 255;
    const two = state[second]!;
    state[first] = two;
    state[second] = one;
    out[at] = data[at]! ^ state[(one + two) & 255]!;
  }
  return out;
}
