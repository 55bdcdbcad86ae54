/** What lexicons are built into, as `scripts/prepare-start.ts` keeps it in a file: a start takes it from there unless words or code have changed. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { packArrays, unpackArrays, type AnyArray } from './array-file.ts';
import type { PhraseArrays } from './phrase-automaton.ts';

/** Beside the console's pages: what is built, and is not in the repository. */
export const preparedFolder = new URL('../../../dist/prepared/', import.meta.url);

/** The ways to write a lexicon's terms, in columns with an entry a way: see `Patterns`. */
export interface PhraseColumns {
  readonly term: Uint32Array;
  readonly begin: Uint32Array;
  readonly openStart: Uint8Array;
  readonly openEnd: Uint8Array;
  readonly symbols: Uint8Array;
  readonly runs: Uint8Array;
  /** The number of the way's phrase in the joint automaton. */
  readonly numbers: Uint32Array;
}

export interface PreparedPhrases {
  readonly joint: PhraseArrays;
  /** By the key of their phrases. */
  readonly lexicons: ReadonlyMap<string, PhraseColumns>;
}

/** Everything that decides what phrases become, besides the phrases. A test holds the list against their imports. */
export const builders: readonly string[] = [
  'lexicon.ts',
  'joint-phrases.ts',
  'phrase.ts',
  'phrase-automaton.ts',
  'letters.ts',
  'look-alikes.ts',
  'look-alike-table.ts',
  'array-file.ts',
  'prepared-phrases.ts',
];

const columns = ['term', 'begin', 'openStart', 'openEnd', 'symbols', 'runs', 'numbers'] as const;
const jointArrays = [
  ...(['label', 'firstChild', 'nextSibling', 'phrase', 'row', 'next'] as const),
  ...(['fallback', 'ending', 'lengths', 'borders'] as const),
] as const;

/** Names a lexicon by its phrases. */
export function lexiconKey(phrases: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(phrases)).digest('hex');
}

function hashOfBuilders(): string {
  const hash = createHash('sha256');
  for (const name of builders) hash.update(readFileSync(new URL(name, import.meta.url)));
  return hash.digest('hex');
}

/** A disk that lost a page of the file must not lose phrases: its check sum stands in front of the arrays. */
const checkSum = Uint32Array.BYTES_PER_ELEMENT;

export function packPhrases({ joint, lexicons }: PreparedPhrases): Uint8Array<ArrayBuffer> {
  const arrays = new Map<string, AnyArray>([[`code ${hashOfBuilders()}`, new Uint8Array()]]);
  for (const name of jointArrays) arrays.set(`joint ${name}`, joint[name]);
  for (const [key, lexicon] of lexicons) for (const name of columns) arrays.set(`${key} ${name}`, lexicon[name]);
  const packed = packArrays(arrays);
  const bytes = new Uint8Array(checkSum + packed.length);
  new DataView(bytes.buffer).setUint32(0, crc32(packed), true);
  bytes.set(packed, checkSum);
  return bytes;
}

/** @returns undefined where there is none, it is damaged, or it was made by other code: then lexicons are built from their words */
export function openPhrases(file: URL = new URL('phrases.bin', preparedFolder)): PreparedPhrases | undefined {
  try {
    const bytes = readFileSync(file);
    const packed = bytes.subarray(checkSum);
    if (bytes.readUInt32LE(0) !== crc32(packed)) return undefined;
    const arrays = unpackArrays(packed);
    if (!arrays.has(`code ${hashOfBuilders()}`)) return undefined;
    const named = <Name extends string>(of: string, names: readonly Name[]) =>
      Object.fromEntries(names.map((name) => [name, arrays.get(`${of} ${name}`)!]));
    const keys = new Set(
      [...arrays.keys()].filter((name) => name.endsWith(' term')).map((name) => name.split(' ')[0]!),
    );
    return {
      joint: named('joint', jointArrays) as unknown as PhraseArrays,
      lexicons: new Map([...keys].map((key) => [key, named(key, columns) as unknown as PhraseColumns])),
    };
  } catch {
    return undefined; // not built, or cut short: the same comes from the words, more slowly
  }
}
