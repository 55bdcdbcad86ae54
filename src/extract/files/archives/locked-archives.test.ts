/** Encrypted 7z and RAR files: read with a password of the message, encrypted without one, and never more than that for damaged ones. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { rar4File, rar5File } from '../../../../scripts/make-attachments/rar-file.ts';
import { createReadBudget } from '../budget.ts';
import { ReadLimit } from '../file-reader.ts';
import { readByLibarchive } from './libarchive.ts';
import { openRar4 } from './rar/rar-4.ts';
import { openRar5 } from './rar/rar-5.ts';

const limits = { maxFiles: 100, maxUnpackedBytes: 50_000_000, maxRatio: 200, filesTimeoutMs: 60_000 };
const password = 'Maple-42';

async function list(bytes: Buffer, passwords: readonly string[]): Promise<string[]> {
  const seen: string[] = [];
  try {
    for await (const entry of readByLibarchive(
      { bytes, format: '7z', passwords },
      createReadBudget(limits, bytes.length),
    ))
      seen.push(
        'bytes' in entry ? `${entry.name}: ${entry.bytes.toString()}` : `${entry.name ?? '*'}! ${entry.unread}`,
      );
  } catch (error) {
    seen.push(`*! ${error instanceof ReadLimit ? error.reason : 'damaged'}`);
  }
  return seen;
}

const fixture = (name: string) => readFileSync(new URL(`../../../../fixtures/archives/${name}`, import.meta.url));
const files = {
  'a.txt': 'The kestrel of the locked archive.\n',
  'b/list.csv': 'name,address\nMaya Tigard,1420 Elm Street\n',
};
const inRar = Object.entries(files).map(([name, text]) => `${name}: ${text}`);
const in7z = [
  'a/first.txt: The kestrel of locked-7z nests in the old mill.\n',
  `list.csv: ${'name,address\nMaya Tigard,1420 Elm Street\n'.repeat(50)}`,
];
const archives: readonly (readonly [what: string, bytes: Buffer, contents: readonly string[]])[] = [
  // Made with py7zr 1.1.4.
  ['7z', fixture('secret.7z'), in7z],
  ['7z whose list is encrypted', fixture('secret-names.7z'), in7z],
  ['7z with a filter for programs', fixture('secret-filter.7z'), in7z],
  ['7z whose files are not packed', fixture('secret-stored.7z'), in7z],
  ['RAR 5', rar5File(files, { password }), inRar],
  ['RAR 5 whose list is encrypted', rar5File(files, { password, hidesNames: true }), inRar],
  ['RAR 4', rar4File(files, { password }), inRar],
  ['RAR 4 whose list is encrypted', rar4File(files, { password, hidesNames: true }), inRar],
];

describe.each(archives)('%s', (_, bytes, contents) => {
  it('is read with the password among others', async () => {
    expect(await list(bytes, ['Birch-17', password])).toEqual(contents);
  });

  it('is encrypted with another password', async () => {
    const seen = await list(bytes, ['Birch-17', 'maple-42']);
    expect(seen.length).toBeGreaterThan(0);
    for (const entry of seen) expect(entry).toMatch(/! encrypted$/);
  });

  it('ends in entries or reasons wherever it is cut or changed', async () => {
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 4 }),
        fc.integer({ min: 40, max: bytes.length }),
        async (changes, length) => {
          const other = Buffer.from(bytes);
          for (const [at, byte] of changes) other[at] = byte;
          for (const entry of await list(other.subarray(0, length), [password])) expect(entry).toMatch(/: |! /);
        },
      ),
      { numRuns: 5 },
    );
  });
});

it('a RAR 4 file without encryption is read', async () => {
  expect(await list(rar4File(files), [password])).toEqual(inRar);
});

it('a 7z file that asks for too many rounds of hashing is encrypted', async () => {
  const bytes = Buffer.from(fixture('secret-names.7z'));
  const settings = bytes.lastIndexOf(Buffer.from('06f10701', 'hex')) + 5;
  bytes[settings] = (bytes[settings]! & 0xc0) | 24;
  bytes.writeUInt32LE(crc32(bytes.subarray(32 + Number(bytes.readBigUInt64LE(12)))), 28);
  bytes.writeUInt32LE(crc32(bytes.subarray(12, 32)), 8);
  expect(await list(bytes, [password])).toEqual(['*! encrypted']);
});

it('a RAR file with a salt for every entry is not hashed for each of them', async () => {
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`${index}.txt`, 'kestrel']));
  const choices = { password, ownSalts: true };
  expect(() => openRar4(rar4File(many, choices), password)).toThrow('a hash of its own');
  expect(() => openRar5(rar5File(many, choices), password)).toThrow('a hash of its own');
  expect(await list(rar5File(many, choices), [password])).toEqual([expect.stringMatching(/! encrypted$/)]);
});
