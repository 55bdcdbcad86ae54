/** How common a word is as a given name, as a surname and in English: a table of public counts, loaded once in a worker. */
import { readDataFile } from '../text/data-file.ts';
import { classOfCode, decodeNameTable, type NameClass } from './name-table-format.ts';

/** Twice the entries and more, so that few slots are looked at. A power of two. */
const slots = 1 << 18;

/** Two hashes of a key decide: one says where it lies, 32 other bits that it is the one. No strings are kept. */
const prints = new Uint32Array(slots);
const codes = new Uint8Array(slots);
const classes = Array.from({ length: 36 }, (_, code) => classOfCode(code));
const unknown: NameClass = { given: 0, family: 0, word: 0 };

/** Set by `find`, so that a look-up makes no object. */
let print = 0;

decodeNameTable(readDataFile(new URL('./name-tables/names.txt', import.meta.url)), (key, code) => {
  const slot = find(key);
  prints[slot] = print;
  codes[slot] = code;
});

/** The class of a folded word; all 0 for one that the table does not know. */
export function nameClass(key: string): NameClass {
  const slot = find(key);
  return prints[slot] === 0 ? unknown : classes[codes[slot]!]!;
}

/** The slot of a key, or the free one where it would lie. FNV-1a for the place, another multiplier for the print. */
function find(key: string): number {
  let place = 0x811c9dc5;
  let other = 0x9747b28c;
  for (let at = 0; at < key.length; at += 1) {
    const code = key.charCodeAt(at);
    place = Math.imul(place ^ code, 0x01000193);
    other = Math.imul(other ^ code, 0x5bd1e995) ^ (other >>> 15);
  }
  print = other >>> 0 || 1;
  let slot = (place ^ (place >>> 15)) & (slots - 1);
  while (prints[slot] !== 0 && prints[slot] !== print) slot = (slot + 1) & (slots - 1);
  return slot;
}
