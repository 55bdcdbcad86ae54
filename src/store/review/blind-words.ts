/** The blind index: words of encrypted fields as keyed hashes, so that the database finds them without knowing them. */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { foldWords } from '../../message/search-words.ts';

/** The field of a word: `any` has those of sender, recipients and subject. Each takes eight bytes of the 64 of a hash. */
const fields = ['any', 'from', 'to', 'subject', 'student', 'school', 'body', 'file'] as const;
export type WordField = (typeof fields)[number];

export interface FieldWords {
  readonly field: WordField;
  readonly word: string;
}

/** A message to a thousand people is found by the first of its recipients. */
const maxWords = 2000;

/** The words that find an address: the address, its local part, its domain, and the words of both. */
export function addressWords(address: string): string[] {
  const whole = address.trim().toLowerCase();
  const at = whole.lastIndexOf('@');
  if (at < 0) return [whole, ...foldWords(whole)];
  const domain = whole.slice(at + 1);
  return [whole, whole.slice(0, at), domain, `@${domain}`, ...foldWords(whole)];
}

export interface BlindIndex {
  /** Hashes of words, without repeats, as PostgreSQL writes a bigint. */
  write(words: Iterable<FieldWords>): string[];
  /** For a search: one hash for each key in use, of which any may stand in a row. */
  ask(word: FieldWords): string[];
}

/** Words of names and domains repeat, and keyed hashes are the largest cost of a held message. */
const mostKept = 20_000;

/**
 * HMAC-SHA-512 of a word; each field has eight bytes of it for its own, so that the same word in two fields is not seen to
 * be the same.
 *
 * @param keys of `KeyRing.derive`, the active one first: rows are written with that, and found by all
 */
export function createBlindIndex(keys: readonly Buffer[]): BlindIndex {
  // Node.js takes four times as long where it makes a key of the bytes at each call.
  const secrets = keys.map((key) => createSecretKey(key));
  const kept = new Map<string, Buffer>();
  const digestOf = (key: KeyObject, word: string): Buffer => {
    if (key !== secrets[0]) return createHmac('sha512', key).update(word).digest();
    const known = kept.get(word);
    if (known) return known;
    if (kept.size >= mostKept) kept.clear();
    const digest = createHmac('sha512', key).update(word).digest();
    kept.set(word, digest);
    return digest;
  };
  const hash = (key: KeyObject, { field, word }: FieldWords): string =>
    digestOf(key, word)
      .readBigInt64BE(8 * fields.indexOf(field))
      .toString();
  return {
    write(words) {
      const hashes = new Set<string>();
      for (const word of words) {
        if (hashes.size >= maxWords) break;
        hashes.add(hash(secrets[0]!, word));
      }
      return [...hashes];
    },
    ask: (word) => secrets.map((key) => hash(key, word)),
  };
}
