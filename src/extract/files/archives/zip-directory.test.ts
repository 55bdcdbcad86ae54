/** The directory of zip files: what most programs list, what others find, and how damage is told, for archives and Office files. */
import { describe, expect, it } from '@jest/globals';
import { configSchema } from '../../../config/schema.ts';
import { createReadBudget } from '../budget.ts';
import { ZipPackage } from '../formats/zip-package.ts';
import { readZipDirectory } from './zip-directory.ts';

const limits = configSchema.parse({}).scan;

interface Listed {
  readonly name: string;
  readonly offset: number;
  readonly size?: number;
}

/** The local header and data of a stored entry. */
function local(name: string, data: string): Buffer {
  const header = Buffer.alloc(30);
  header.write('PK\x03\x04', 'latin1');
  header.writeUInt16LE(20, 4);
  header.writeUInt32LE(data.length, 18);
  header.writeUInt32LE(data.length, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name + data)]);
}

function directory(at: number, entries: readonly Listed[]): Buffer {
  const records = entries.map(({ name, offset, size = 4 }) => {
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50, 0);
    record.writeUInt32LE(size, 20);
    record.writeUInt32LE(size, 24);
    record.writeUInt16LE(name.length, 28);
    record.writeUInt32LE(offset, 42);
    return Buffer.concat([record, Buffer.from(name)]);
  });
  const central = Buffer.concat(records);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([central, end]);
}

const [one, two] = [local('a.xml', 'ONE!'), local('b.xml', 'TWO!')];
const both = Buffer.concat([one, two]);
const end = both.length;
const a = { name: 'a.xml', offset: 0 };
const b = { name: 'b.xml', offset: one.length };

describe('a zip file', () => {
  it.each<[string, Buffer, { entries: string[]; listed: string[]; damaged: boolean }]>([
    [
      'in order',
      Buffer.concat([both, directory(end, [a, b])]),
      { entries: ['a.xml', 'b.xml'], listed: ['a.xml', 'b.xml'], damaged: false },
    ],
    [
      'with an unlisted entry',
      Buffer.concat([both, directory(end, [b])]),
      { entries: ['a.xml', 'b.xml'], listed: ['b.xml'], damaged: false },
    ],
    ['without a directory', both, { entries: ['a.xml', 'b.xml'], listed: ['a.xml', 'b.xml'], damaged: true }],
    [
      'with two names of one entry',
      Buffer.concat([both, directory(end, [{ ...a, name: 'decoy' }, a])]),
      { entries: ['decoy', 'b.xml'], listed: ['decoy', 'a.xml'], damaged: false },
    ],
    [
      'with an entry that does not exist',
      Buffer.concat([both, directory(end, [a, { ...b, offset: 7 }])]),
      { entries: ['a.xml', 'b.xml'], listed: ['a.xml'], damaged: true },
    ],
    [
      'with an entry that is longer than the file',
      Buffer.concat([both, directory(end, [a, { ...b, size: 9999 }])]),
      { entries: ['a.xml', 'b.xml'], listed: ['a.xml', 'b.xml'], damaged: true },
    ],
    [
      'with bytes in front',
      Buffer.concat([Buffer.from('program'), both, directory(end, [a, b])]),
      { entries: ['a.xml', 'b.xml'], listed: ['a.xml', 'b.xml'], damaged: false },
    ],
    ['with nothing in it', directory(0, []), { entries: [], listed: [], damaged: false }],
  ])('%s', (_, bytes, expected) => {
    const { entries, listed, damaged, cut } = readZipDirectory(bytes, 10);
    const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);
    expect({ entries: names(entries), listed: names(listed), damaged, cut }).toEqual({ ...expected, cut: false });
  });

  it('is cut at its limit', () => {
    expect(readZipDirectory(Buffer.concat([both, directory(end, [a, b])]), 1)).toMatchObject({ cut: true });
    expect(readZipDirectory(both, 1)).toMatchObject({ cut: true });
  });
});

describe('an Office file', () => {
  const open = (bytes: Buffer) => new ZipPackage(bytes, createReadBudget(limits, bytes.length));

  it('has the parts of the directory under all of their names', async () => {
    const opened = open(
      Buffer.concat([
        both,
        directory(end, [
          { ...a, name: 'decoy' },
          { ...a, name: '\\A.xml' },
        ]),
      ]),
    );
    expect(opened.parts.map(({ name }) => name)).toEqual(['decoy', 'A.xml']);
    expect((await opened.read(opened.find('/a.xml')!)).toString()).toBe('ONE!');
  });

  it('has the parts of the local headers where there is no directory', async () => {
    const opened = open(both);
    expect(opened.damaged).toBe(true);
    expect((await opened.read(opened.find('b.xml')!)).toString()).toBe('TWO!');
  });

  it('has what there is of a part that is longer than the file', async () => {
    const opened = open(Buffer.concat([both, directory(end, [{ ...b, size: 9999 }])]));
    expect((await opened.read(opened.find('b.xml')!)).toString()).toMatch(/^TWO!/);
  });
});
