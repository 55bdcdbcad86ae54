/** Encryption at rest: AES-256-GCM with a key id beside each ciphertext, so that keys rotate. */
import { createCipheriv, createDecipheriv, createHash, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import { HallpassError } from '../errors/hallpass-error.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface Ciphertext {
  readonly keyId: string;
  readonly nonce: Buffer;
  readonly tag: Buffer;
  readonly data: Buffer;
}

export interface KeyRing {
  /** Id of the key that encrypts; the others only decrypt. */
  readonly activeId: string;
  /**
   * @param context what the value is and whose (`body:<message id>`): authenticated, so that a ciphertext moved to
   *   another row does not decrypt
   */
  encrypt(plain: Uint8Array, context: string): Ciphertext;
  /** @throws HallpassError keys.unknown, store.bad-ciphertext */
  decrypt(ciphertext: Ciphertext, context: string): Buffer;
  /** The same keys, of which this one encrypts; undefined where it is none of them. */
  withFirst(id: string): KeyRing | undefined;
  /** A small value as one buffer: key id, nonce, tag and data behind each other. */
  seal(value: unknown, context: string): Buffer;
  unseal<T>(sealed: Uint8Array, context: string): T;
  /** Keys for another purpose (HKDF-SHA256), one of each key, the active one's first: signing links. */
  derive(purpose: string): Buffer[];
}

/**
 * Reads one key or several, separated by commas or line ends: each 32 bytes in base64 or hex, the first one encrypts.
 * The id of a key is computed from it.
 *
 * @throws HallpassError keys.bad-format; the key is not in the message
 */
export function parseKeys(text: string): KeyRing {
  const keys = new Map<string, Buffer>();
  for (const [index, entry] of text
    .split(/[\s,]+/)
    .filter((line) => line !== '')
    .entries()) {
    const key = /^[0-9a-f]{64}$/i.test(entry) ? Buffer.from(entry, 'hex') : Buffer.from(entry, 'base64');
    if (key.length !== 32) throw new HallpassError('keys.bad-format', `key ${index + 1}`);
    keys.set(createHash('sha256').update('hallpass-key-id').update(key).digest('hex').slice(0, 8), key);
  }
  const [active] = keys;
  if (active === undefined) throw new HallpassError('keys.bad-format', 'no key given');
  return keyRing(keys, active[0], active[1]);
}

export function generateKey(): string {
  return randomBytes(32).toString('base64');
}

function keyRing(keys: ReadonlyMap<string, Buffer>, activeId: string, activeKey: Buffer): KeyRing {
  // Made once: Node.js takes four times as long where it has to make one of the bytes at each call.
  const secrets = new Map([...keys].map(([id, key]) => [id, createSecretKey(key)]));
  const activeSecret = createSecretKey(activeKey);
  const encrypt = (plain: Uint8Array, context: string): Ciphertext => {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', activeSecret, nonce);
    cipher.setAAD(Buffer.from(context));
    const data = cipher.update(plain);
    cipher.final(); // GCM: no bytes of its own
    return { keyId: activeId, nonce, tag: cipher.getAuthTag(), data };
  };
  const decrypt = ({ keyId, nonce, tag, data }: Ciphertext, context: string): Buffer => {
    const key = secrets.get(keyId);
    if (key === undefined) throw new HallpassError('keys.unknown', `key id ${keyId}`);
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, nonce);
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(tag);
      const plain = decipher.update(data);
      decipher.final();
      return plain;
    } catch (cause) {
      throw new HallpassError('store.bad-ciphertext', context, { cause });
    }
  };
  return {
    activeId,
    encrypt,
    decrypt,
    withFirst(id) {
      const first = keys.get(id);
      return first && keyRing(new Map([[id, first], ...keys]), id, first);
    },
    seal(value, context) {
      const { nonce, tag, data } = encrypt(Buffer.from(JSON.stringify(value)), context);
      return Buffer.concat([Buffer.from(activeId, 'hex'), nonce, tag, data]);
    },
    unseal<T>(sealed: Uint8Array, context: string): T {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      const keyId = bytes.toString('hex', 0, 4);
      const nonce = bytes.subarray(4, 4 + NONCE_BYTES);
      const tag = bytes.subarray(4 + NONCE_BYTES, 4 + NONCE_BYTES + TAG_BYTES);
      const plain = decrypt({ keyId, nonce, tag, data: bytes.subarray(4 + NONCE_BYTES + TAG_BYTES) }, context);
      return JSON.parse(plain.toString()) as T;
    },
    derive: (purpose) => [...keys.values()].map((key) => Buffer.from(hkdfSync('sha256', key, '', purpose, 32))),
  };
}
