/** Archives: what other programs write is read back, and what is wrong with one is said; bytes of any kind end in entries or reasons. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { pack } from 'tar-stream';
import { buffer } from 'node:stream/consumers';
import {
  TextReader,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipWriter,
  configure,
  type ZipWriterAddDataOptions,
} from '@zip.js/zip.js';
import { rar5File } from '../../../../scripts/make-attachments/rar-file.ts';
import { createReadBudget } from '../budget.ts';
import { ReadLimit } from '../file-reader.ts';
import type { ReadArchive } from './archive-entry.ts';
import { readGz } from './gz.ts';
import { readByLibarchive } from './libarchive.ts';
import { readTar } from './tar.ts';
import { readZip } from './zip.ts';

configure({ useWebWorkers: false });
const limits = { maxFiles: 100, maxUnpackedBytes: 50_000_000, maxRatio: 200, filesTimeoutMs: 60_000 };
type Content = Buffer | string;

async function zip(files: Readonly<Record<string, Content>>, options: ZipWriterAddDataOptions = {}): Promise<Buffer> {
  const writer = new ZipWriter(new Uint8ArrayWriter());
  for (const [name, content] of Object.entries(files))
    await writer.add(
      name,
      typeof content === 'string' ? new TextReader(content) : new Uint8ArrayReader(content),
      options,
    );
  return Buffer.from(await writer.close());
}

/** `name: text` of what was read, `name! reason` of what was not. */
async function list(
  read: ReadArchive,
  bytes: Buffer,
  passwords: readonly string[] = [],
  name?: string,
): Promise<string[]> {
  const seen: string[] = [];
  try {
    const file = { bytes, format: 'zip', passwords, ...(name !== undefined && { name }) } as const;
    for await (const entry of read(file, createReadBudget(limits, bytes.length)))
      seen.push(
        'bytes' in entry ? `${entry.name}: ${entry.bytes.toString()}` : `${entry.name ?? '*'}! ${entry.unread}`,
      );
  } catch (error) {
    seen.push(`*! ${error instanceof ReadLimit ? error.reason : 'damaged'}`);
  }
  return seen;
}

const two = { 'a/list.csv': 'name,phone', 'b.txt': 'words '.repeat(50) };
const read = Object.entries(two).map(([name, text]) => `${name}: ${text}`);

describe('zip', () => {
  it.each<[string, ZipWriterAddDataOptions]>([
    ['deflated', {}],
    ['stored', { level: 0 }],
    ['zip64', { zip64: true }],
    ['with sizes behind the data', { dataDescriptor: true }],
    ['with a signed descriptor', { dataDescriptor: true, dataDescriptorSignature: true }],
  ])('%s', async (_, options) => expect(await list(readZip, await zip(two, options))).toEqual(read));

  it.each<[string, ZipWriterAddDataOptions]>([
    ['AES 256', { encryptionStrength: 3 }],
    ['AES 192', { encryptionStrength: 2 }],
    ['AES 128, stored', { encryptionStrength: 1, level: 0 }],
    ['the traditional cipher', { zipCrypto: true }],
    ['the traditional cipher, sizes in front', { zipCrypto: true, dataDescriptor: false }],
  ])('encrypted with %s: opened by one of the passwords, otherwise said to be encrypted', async (_, options) => {
    const bytes = await zip(two, { ...options, password: 'Maple-42' });
    const wrong = Array.from({ length: 300 }, (__, n) => `wrong${n}`);
    expect(await list(readZip, bytes, ['wrong', 'maple-42', 'Maple-42'])).toEqual(read);
    expect(await list(readZip, bytes, wrong)).toEqual(['a/list.csv! encrypted', 'b.txt! encrypted']);
  });

  it('behind other bytes, as of a self-extracting program', async () => {
    expect(await list(readZip, Buffer.concat([Buffer.from('MZ and a program'), await zip(two)]))).toEqual(read);
  });

  it('without its directory, or cut in the middle, gives what there is and says so', async () => {
    const bytes = await zip(two, { dataDescriptor: false });
    const directory = bytes.indexOf('PK\x01\x02');
    expect(await list(readZip, bytes.subarray(0, directory))).toEqual([...read, '*! damaged']);
    expect(await list(readZip, bytes.subarray(0, directory - 10))).toEqual([
      read[0],
      expect.stringMatching(/^b\.txt: w/),
      'b.txt! damaged',
      '*! damaged',
    ]);
  });

  it('with an entry that the directory leaves out is read by its local headers too', async () => {
    const shown = await zip({ 'shown.txt': 'harmless' }, { dataDescriptor: false });
    const hidden = await zip({ 'hidden.csv': 'name,phone' }, { dataDescriptor: false });
    const local = hidden.subarray(0, hidden.indexOf('PK\x01\x02'));
    const seen = ['hidden.csv: name,phone', 'shown.txt: harmless'];
    expect(await list(readZip, Buffer.concat([local, shown]))).toEqual(seen);
    // The directory says that the shown entry is longer than its own header does, over the hidden one.
    const at = shown.indexOf('PK\x01\x02');
    const bytes = Buffer.concat([shown.subarray(0, at), local, shown.subarray(at)]);
    const central = at + local.length;
    bytes.writeUInt32LE(bytes.readUInt32LE(central + 20) + local.length, central + 20);
    bytes.writeUInt32LE(bytes.readUInt32LE(bytes.length - 22 + 16) + local.length, bytes.length - 22 + 16);
    expect((await list(readZip, bytes)).filter((line) => line.endsWith('phone'))).toEqual(['hidden.csv: name,phone']);
  });

  it('with two directories is read by both', async () => {
    const [one, other] = [await zip({ 'one.txt': 'first' }), await zip({ 'other.txt': 'second' })];
    expect(await list(readZip, Buffer.concat([one, other]))).toEqual(['one.txt: first', 'other.txt: second']);
  });

  it('with a changed byte says that the entry is damaged', async () => {
    const bytes = await zip({ 'a.txt': 'harmless words' }, { level: 0, dataDescriptor: false });
    bytes[bytes.indexOf('harmless')] = 0x48;
    expect(await list(readZip, bytes)).toEqual(['a.txt: Harmless words', 'a.txt! damaged']);
  });

  it('of a compression that is not known says so', async () => {
    const bytes = await zip({ 'a.txt': 'words' }, { level: 0, dataDescriptor: false });
    bytes.writeUInt16LE(14, bytes.indexOf('PK\x01\x02') + 10);
    bytes.writeUInt16LE(14, 8);
    expect(await list(readZip, bytes)).toEqual(['a.txt! unsupported']);
  });

  it('that unpacks to more than a message may have is cut, and the reading ends', async () => {
    const bytes = await zip({ 'bomb.txt': Buffer.alloc(60_000_000), 'behind.txt': 'words' });
    const seen = await list(readZip, bytes);
    expect(seen.map((line) => line.slice(0, 30))).toContainEqual(expect.stringMatching(/too-big/));
    expect(Buffer.byteLength(seen.join(''))).toBeLessThan(limits.maxUnpackedBytes);
  });

  it('with more entries than a message may have', async () => {
    const files = Object.fromEntries(Array.from({ length: 120 }, (_, n) => [`${n}.txt`, 'x']));
    const seen = await list(readZip, await zip(files));
    expect(seen).toHaveLength(101);
    expect(seen.at(-1)).toBe('*! too-many');
  });

  it('that is empty is no damage', async () => expect(await list(readZip, await zip({}))).toEqual([]));

  it('gives back whatever was packed', async () => {
    const name = fc.stringMatching(/^[a-zé日]{1,8}\.txt$/u);
    const content = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('hex'));
    const options = fc.record({ level: fc.constantFrom(0, 9), dataDescriptor: fc.boolean(), zip64: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, content, { maxKeys: 5 }), options, async (files, how) => {
        expect(await list(readZip, await zip(files, how))).toEqual(
          Object.entries(files).map(([key, text]) => `${key}: ${text}`),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('gzip', () => {
  it('is one file, named by its header or the archive', async () => {
    expect(await list(readGz, gzipSync('name,phone'), [], 'list.csv.gz')).toEqual(['list.csv: name,phone']);
    expect(await list(readGz, gzipSync('x'), [], 'all.TGZ')).toEqual(['all.tar: x']);
    const named = Buffer.concat([gzipSync('x').subarray(0, 10), Buffer.from('own.txt\0'), gzipSync('x').subarray(10)]);
    named[3] = 8;
    expect(await list(readGz, named, [], 'a.gz')).toEqual(['own.txt: x']);
  });

  it('of several members is read to the end', async () => {
    expect(await list(readGz, Buffer.concat([gzipSync('one '), gzipSync('two')]))).toEqual(['unnamed: one two']);
  });

  it('that is cut gives what there is', async () => {
    const bytes = gzipSync(Array.from({ length: 5000 }, (_, n) => `line ${n * 7919}`).join('\n'));
    const seen = await list(readGz, bytes.subarray(0, bytes.length / 2));
    expect(seen).toEqual([expect.stringMatching(/^unnamed: line 0\nline 7919/), 'unnamed! damaged']);
  });

  it('that unpacks to more than a message may have', async () => {
    const seen = await list(readGz, gzipSync(Buffer.alloc(80_000_000)));
    expect(seen.at(-1)).toBe('unnamed! too-big');
  });
});

describe('tar', () => {
  const tar = async (files: readonly [string, string][]): Promise<Buffer> => {
    const archive = pack();
    for (const [name, content] of files) archive.entry({ name }, content);
    archive.entry({ name: 'folder', type: 'directory' });
    archive.entry({ name: 'link', type: 'symlink', linkname: '/etc/passwd' });
    archive.finalize();
    return buffer(archive);
  };
  const long = `${'folder/'.repeat(40)}list.csv`;

  it('gives its files, with long names, and nothing for links and folders', async () => {
    const bytes = await tar([
      ['a.txt', 'one'],
      [long, 'two'],
      ['é.txt', 'three'],
      ['empty.txt', ''],
    ]);
    expect(await list(readTar, bytes)).toEqual(['a.txt: one', `${long}: two`, 'é.txt: three', 'empty.txt: ']);
  });

  it('that is cut, or followed by another, gives what there is', async () => {
    const bytes = await tar([
      ['a.txt', 'one'],
      ['b.txt', 'x'.repeat(2000)],
    ]);
    expect(await list(readTar, bytes.subarray(0, 2000))).toEqual([
      'a.txt: one',
      expect.stringMatching(/^b\.txt: x+$/),
      'b.txt! damaged',
    ]);
    expect(await list(readTar, Buffer.concat([bytes, await tar([['c.txt', 'three']])]))).toContain('c.txt: three');
  });

  it('with damage in the middle goes on behind it', async () => {
    const bytes = await tar([
      ['a.txt', 'one'],
      ['b.txt', 'two'],
    ]);
    bytes.write('99', 1024 + 148);
    expect(await list(readTar, bytes)).toEqual(['a.txt: one', '*! damaged']);
  });
});

describe('mutated and random archives', () => {
  it.each<[string, ReadArchive, () => Promise<Buffer> | Buffer]>([
    ['zip', readZip, () => zip({ ...two, 'c.bin': Buffer.alloc(3000, 7) }, { password: 'x', zipCrypto: true })],
    ['plain zip', readZip, () => zip({ ...two, 'c.bin': Buffer.alloc(3000, 7) })],
    ['gzip', readGz, () => gzipSync('words '.repeat(500))],
    ['tar', readTar, () => Buffer.concat([Buffer.alloc(512, 65), Buffer.alloc(2048)])],
  ])('%s: entries or reasons, never anything else, and never more than the limits', async (_, reader, make) => {
    const original = await make();
    const change = fc.tuple(fc.nat(original.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), fc.nat(original.length), async (changes, length) => {
        const bytes = Buffer.from(original);
        for (const [at, byte] of changes) bytes[at] = byte;
        const seen = await list(reader, bytes.subarray(0, length), ['x', 'y']);
        expect(seen.length).toBeLessThanOrEqual(limits.maxFiles * 2 + 1);
        expect(Buffer.byteLength(seen.join(''))).toBeLessThan(limits.maxUnpackedBytes);
      }),
      { numRuns: 150 },
    );
  });
});

describe('archives that libarchive reads', () => {
  const fixture = (name: string) => readFileSync(new URL(`../../../../fixtures/archives/${name}`, import.meta.url));
  const contents = ['list.csv: name,address\nMaya Tigard,1420 Elm Street\n', 'note.txt: A second file.\n'];

  it.each(['two.7z', 'two.tar.xz', 'two.tar.bz2'])('%s', async (name) =>
    expect(await list(readByLibarchive, fixture(name))).toEqual(contents),
  );
  it('RAR 5', async () =>
    expect(await list(readByLibarchive, rar5File({ 'a.txt': 'first', 'b/c.txt': 'second' }))).toEqual([
      'a.txt: first',
      'b/c.txt: second',
    ]));
  it.each([
    ['locked.7z', ['list.csv! encrypted']],
    ['names-hidden.7z', ['*! encrypted']],
  ])('%s is encrypted', async (name, expected) =>
    expect(await list(readByLibarchive, fixture(name))).toEqual(expected),
  );
  it('never ends without a word, however the file is cut', async () => {
    for (const name of ['two.7z', 'locked.7z', 'two.tar.xz', 'two.tar.bz2']) {
      const whole = fixture(name);
      for (let end = 32; end < whole.length; end += 29)
        expect((await list(readByLibarchive, whole.subarray(0, end))).at(-1)).toMatch(
          /! (damaged|unsupported|encrypted)$/,
        );
    }
  });
});
