/** The blind index: words of encrypted fields as keyed hashes, so that the database finds them without knowing them. */
import { createHmac } from 'node:crypto';

/** Which field a word stands in: `any` is what bare words of a search look in. */
export type WordField = 'any' | 'from' | 'to' | 'subject' | 'student' | 'school';

export interface FieldWords {
  readonly field: WordField;
  readonly word: string;
}

/** A message to a thousand people is found by the first of them. */
const maxWords = 2000;

/** Folded words of a text in order: lower case, without accents; letters and digits only. */
export function foldWords(text: string): string[] {
  return (
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** What an address is found by: itself, what stands before and behind the @, and the words of both. */
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

/** @param keys of `KeyRing.derive`, the active one first: rows are written with that, and found by all */
export function createBlindIndex(keys: readonly Buffer[]): BlindIndex {
  const hash = (key: Buffer, { field, word }: FieldWords): string =>
    createHmac('sha256', key).update(`${field}\0${word}`).digest().readBigInt64BE(0).toString();
  return {
    write(words) {
      const hashes = new Set<string>();
      for (const word of words) {
        if (hashes.size >= maxWords) break;
        hashes.add(hash(keys[0]!, word));
      }
      return [...hashes];
    },
    ask: (word) => keys.map((key) => hash(key, word)),
  };
}
