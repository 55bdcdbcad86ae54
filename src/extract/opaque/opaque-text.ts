/** Finds text that is encoded data which nobody can read: ciphertext in base64, hexadecimal and other alphabets. */
import { recogniseText } from '../files/recognise-text.ts';
import { hasCodeSigns } from './code-signs.ts';
import { isDense, leastDenseBytes, looksRandom } from './dense.ts';
import { encodedRuns } from './encoded-runs.ts';
import { knownData } from './known-data.ts';
import { withoutOrdinaryData } from './ordinary-data.ts';
import { isRareLetters } from './rare-letters.ts';
import { isReadable } from './readable-data.ts';

/** Encrypted data in a format that says so. */
const encryptedFormats: readonly { readonly sign: string; readonly format: RegExp }[] = [
  { sign: '-----BEGIN ', format: /-----BEGIN (?:PGP MESSAGE|AGE ENCRYPTED FILE|ENCRYPTED MESSAGE)-----/ },
  { sign: '$ANSIBLE_VAULT;', format: /^\$ANSIBLE_VAULT;\d/m },
  // OpenSSL enc, CryptoJS
  { sign: 'U2FsdGVkX1', format: /\bU2FsdGVkX1[89+/][A-Za-z0-9+/\s]{30}/ },
  // Fernet
  { sign: 'gAAAAA', format: /\bgAAAAA[A-Za-z0-9_-]{90}/ },
  // JWE (RFC 7516)
  {
    sign: 'eyJ',
    format: /\beyJ[\w-]{10,2000}\.[\w-]{0,2000}\.[\w-]{8,64}\.[\w-]{40,}\.[\w-]{16,64}(?![\w-])/,
  },
];

/** Fields of an object with ciphertext: the text itself, and what its decryption needs. */
const cipherField =
  /["']?\b(?:ct|cipher_?text|encrypted_?(?:data|msg|text|content|payload)?)["']?\s*[:=]\s*["']?[A-Za-z0-9+/_=-]{44}/i;
const cipherParameter = /["']?\b(?:iv|nonce|salt|tag|mac)["']?\s*[:=]\s*["']?[A-Za-z0-9+/_=-]{8}/i;

/** Shorter texts cannot hold enough data to tell it from words. */
const leastLength = 48;

export interface EncodedData {
  /** `encrypted` where the format says so, `opaque` where the data looks random; undefined where all can be read. */
  readonly unread?: 'encrypted' | 'opaque';
  /** Decoded data that is text or a file of a known format. */
  readonly readable: readonly Buffer[];
}

/**
 * The encoded data in a text. Keys, certificates, signatures, check sums, links and files that are read by themselves do not
 * count. CPU time is linear in the length of the text.
 *
 * @param text as it was sent: HTML with its tags
 * @param isFile whether bytes begin like a file of a known format
 */
export function encodedData(text: string, isFile: (bytes: Buffer) => boolean): EncodedData {
  const readable: Buffer[] = [];
  let unread: EncodedData['unread'] = statedEncryption(text);
  if (text.length < leastLength) return { readable, ...(unread && { unread }) };
  if (isRareLetters(text) || hasCodeSigns(text)) unread ??= 'opaque';
  for (const { bytes } of encodedRuns(withoutOrdinaryData(text))) {
    if (bytes && isReadable(bytes, isFile)) readable.push(bytes);
    else unread ??= unreadRun(bytes);
  }
  return { readable, ...(unread && { unread }) };
}

/** Whether a text contains data in which nothing can be read; see `encodedData`. */
export function opaqueText(text: string): EncodedData['unread'] {
  return encodedData(text, () => false).unread;
}

function statedEncryption(text: string): 'encrypted' | undefined {
  const isStated = encryptedFormats.some(({ sign, format }) => text.includes(sign) && format.test(text));
  return isStated || (cipherField.test(text) && cipherParameter.test(text)) ? 'encrypted' : undefined;
}

/** @param bytes undefined where an alphabet is not decoded */
function unreadRun(bytes: Buffer | undefined): EncodedData['unread'] {
  if (bytes === undefined) return 'opaque';
  if (bytes.length < leastDenseBytes) return undefined;
  const known = knownData(bytes);
  if (known === 'encrypted') return 'encrypted';
  return known !== 'key' && isUnreadable(bytes) ? 'opaque' : undefined;
}

function isUnreadable(bytes: Buffer): boolean {
  if (recogniseText(bytes) !== undefined) return false;
  return bytes.length < 1024 ? looksRandom(bytes) : isDense(bytes);
}
