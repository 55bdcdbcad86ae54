import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { fold } from './fold.ts';
import { PhraseTrie } from './phrase-automaton.ts';
import { builders, openPhrases, packPhrases } from './prepared-phrases.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hallpass-phrases-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), minLength: 1, maxLength: 6 });
const symbolsOf = (phrase: string): number[] => [...fold(phrase).symbols.subarray(0, fold(phrase).length)];
const added = (trie: PhraseTrie, phrases: readonly string[]): number[] =>
  phrases.map((phrase) => trie.add(symbolsOf(phrase), 0, { openStart: phrase < 'b', openEnd: phrase.length < 3 }));
const endsIn = (trie: PhraseTrie, text: string): unknown => {
  const { count, ends, phrases } = trie.compile().endsIn(fold(text));
  return [ends.slice(0, count), phrases.slice(0, count)];
};
const file = (bytes: Uint8Array): URL => {
  const path = join(folder, 'phrases.bin');
  writeFileSync(path, bytes);
  return pathToFileURL(path);
};
const packed = (joint: PhraseTrie): Uint8Array<ArrayBuffer> => {
  const columns = { term: Uint32Array.of(0, 1), begin: Uint32Array.of(0, 3, 7), numbers: Uint32Array.of(0, 1) };
  const symbols = { symbols: Uint8Array.of(1, 2, 3), runs: Uint8Array.of(1, 1, 2) };
  const lexicon = { ...columns, ...symbols, openStart: Uint8Array.of(0, 1), openEnd: Uint8Array.of(1, 0) };
  return packPhrases({ joint: joint.arrays(), lexicons: new Map([['key', lexicon]]) });
};

describe('prepared phrases', () => {
  it('are found as those that were added, with the same numbers, and can be added to', () => {
    fc.assert(
      fc.property(fc.array(word), fc.array(word), fc.array(word), (before, after, texts) => {
        const built = new PhraseTrie();
        added(built, before);
        const prepared = new PhraseTrie(openPhrases(file(packed(built)))?.joint);
        const text = texts.join(' ');
        expect(endsIn(prepared, text)).toEqual(endsIn(built, text));
        expect(added(prepared, [...after, ...before])).toEqual(added(built, [...after, ...before]));
        expect(endsIn(prepared, text)).toEqual(endsIn(built, text));
      }),
    );
  });

  it('come with the columns of each lexicon', () => {
    const opened = openPhrases(file(packed(new PhraseTrie())));
    expect([...opened!.lexicons.keys()]).toEqual(['key']);
    expect(opened!.lexicons.get('key')).toMatchObject({ begin: Uint32Array.of(0, 3, 7), openEnd: Uint8Array.of(1, 0) });
  });

  it('are not used where the file is missing, cut short or damaged anywhere', () => {
    const whole = packed(new PhraseTrie());
    expect(openPhrases(pathToFileURL(join(folder, 'missing.bin')))).toBeUndefined();
    for (const length of [0, 100, whole.length / 2, whole.length - 1])
      expect(openPhrases(file(whole.slice(0, length)))).toBeUndefined();
    for (let at = 0; at < whole.length; at += 1) {
      const damaged = whole.slice();
      damaged[at]! ^= 1;
      expect(openPhrases(file(damaged))).toBeUndefined();
    }
    expect(openPhrases(file(whole))).toBeDefined();
  });

  it('are not used where other code has made them', () => {
    const other = Buffer.from(packed(new PhraseTrie()));
    const at = other.indexOf('code ') + 'code '.length;
    other[at] = other[at] === 0x30 ? 0x31 : 0x30;
    other.writeUInt32LE(crc32(other.subarray(4)));
    expect(openPhrases(file(other))).toBeUndefined();
  });
});

describe('the code that decides what phrases become', () => {
  /** Imports that only search, or name the columns of a part. */
  const searching = ['fold.ts', 'text-folder.ts'];

  it('is listed with all that it imports', () => {
    for (const name of builders) {
      const source = readFileSync(join(import.meta.dirname, name), 'utf8');
      const imports = [...source.matchAll(/^import (?!type )[^;]*? from '\.\/([^']+)';$/gms)].map((match) => match[1]!);
      expect([...builders, ...searching]).toEqual(expect.arrayContaining(imports));
    }
  });
});
