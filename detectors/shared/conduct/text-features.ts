/** Turns folded text into the hashed words, word pairs and letter groups that the conduct models weigh; training reads it the same way. */
import { readDataFile } from '../text/data-file.ts';
import { foldPieces, isLetter, type FoldedText } from '../text/fold.ts';
import { symbol } from '../text/letters.ts';

/** Stands for any word that names a group of people, so that no group is weighed differently from another. */
const groupHash = 0x51ed270b;
/** Stands for words that somebody else said. */
const reportedHash = 0x2c1b3c6d;
const numberHash = 0x165667b1;
const moneyHash = 0x27d4eb2f;
const seed = 0x811c9dc5;
const prime = 0x01000193;
/** Longer runs of letters are no words. */
const longestWord = 24;

/** Words of a text in order. Offsets are UTF-16 offsets into the text. */
export interface Words {
  readonly count: number;
  readonly hashes: Uint32Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** First symbol of the word in `folded`, and the one after its last; equal for numbers. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly folded: FoldedText;
}

let groups: ReadonlySet<number> | undefined;

/** Hashes of `group-words.txt` as signed numbers, read when first needed. */
function groupWords(): ReadonlySet<number> {
  if (groups === undefined) {
    const lines = readDataFile(new URL('./group-words.txt', import.meta.url)).split('\n');
    const words = lines.filter((line) => !line.startsWith('#')).flatMap((line) => line.split(' '));
    groups = new Set(words.filter((word) => word !== '').map(hashOfWord));
  }
  return groups;
}

function hashOfWord(word: string): number {
  const [folded] = foldPieces(word);
  let hash = seed;
  for (let at = 0; at < folded!.length; at += 1) hash = extend(hash, folded!, at);
  return hash | 0;
}

/** A doubled letter differs from a single one; a stretched one is taken for single. */
function extend(hash: number, folded: FoldedText, at: number): number {
  return Math.imul(hash ^ (folded.symbols[at]! + (folded.runs[at] === 2 ? 64 : 0)), prime);
}

export function wordsOf(folded: FoldedText): Words {
  const known = groupWords();
  const most = (folded.length >> 1) + 2;
  const hashes = new Uint32Array(most);
  const starts = new Uint32Array(most);
  const ends = new Uint32Array(most);
  const from = new Uint32Array(most);
  const to = new Uint32Array(most);
  let count = 0;
  for (let at = 0; at < folded.length;) {
    const first = at;
    const of = folded.symbols[at]!;
    let hash = seed;
    if (isLetter(of)) {
      for (; at < folded.length && isLetter(folded.symbols[at]!); at += 1) hash = extend(hash, folded, at);
      if (known.has(hash | 0)) hash = groupHash;
    } else {
      at += 1;
      if (of === symbol.number) hash = numberHash;
      else if (of === symbol.money) hash = moneyHash;
      else continue;
    }
    if (at - first > longestWord || count === most) continue;
    hashes[count] = hash;
    starts[count] = folded.starts[first]!;
    ends[count] = folded.ends[at - 1]!;
    const plain = isLetter(of) && hash !== groupHash;
    from[count] = first;
    to[count] = plain ? at : first;
    count += 1;
  }
  return { count, hashes, starts, ends, from, to, folded };
}

/** Hashes of features, reused from sentence to sentence. */
export interface FeatureBuffer {
  hashes: Uint32Array;
  count: number;
}

export function featureBuffer(): FeatureBuffer {
  return { hashes: new Uint32Array(4096), count: 0 };
}

/**
 * Features of the words from `first` up to `last`, written over the buffer: each word (but those for groups of people), each
 * pair of words, pairs with one word between, and groups of four letters. Words that `isReported` leave one mark together.
 */
export function featuresOf(
  words: Words,
  first: number,
  last: number,
  buffer: FeatureBuffer,
  isReported?: (index: number) => boolean,
): void {
  buffer.count = 0;
  let before = 0;
  let earlier = 0;
  for (let at = first; at < last; at += 1) {
    const reported = isReported?.(at) === true;
    const hash = reported ? reportedHash : words.hashes[at]!;
    if (reported && before === hash) continue;
    if (hash !== groupHash) add(buffer, mix(hash));
    if (before !== 0) add(buffer, mix(Math.imul(before, 0x9e3779b1) ^ hash));
    if (earlier !== 0) add(buffer, mix(Math.imul(earlier, 0x85ebca77) ^ Math.imul(hash, 3)));
    if (!reported) addLetterGroups(words, at, buffer);
    earlier = before;
    before = hash;
  }
}

function addLetterGroups({ folded, from, to }: Words, at: number, buffer: FeatureBuffer): void {
  const end = to[at]!;
  const start = from[at]!;
  if (end - start < 4) return;
  const { symbols } = folded;
  // The word's borders count as a letter of their own.
  let group = symbols[start]! | (symbols[start + 1]! << 6) | (symbols[start + 2]! << 12);
  add(buffer, mix(group ^ 0x3c6ef372));
  for (let next = start + 3; next < end; next += 1) {
    group |= symbols[next]! << 18;
    add(buffer, mix(group ^ 0x5bd1e995));
    group >>>= 6;
  }
  add(buffer, mix(group ^ 0x1f83d9ab));
}

function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

function add(buffer: FeatureBuffer, hash: number): void {
  if (buffer.count === buffer.hashes.length) {
    const larger = new Uint32Array(buffer.hashes.length * 2);
    larger.set(buffer.hashes);
    buffer.hashes = larger;
  }
  buffer.hashes[buffer.count] = hash;
  buffer.count += 1;
}
