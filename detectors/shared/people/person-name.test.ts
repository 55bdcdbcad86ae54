/** The table of names and words, and what it says of a run of words. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nameClass } from './name-table.ts';
import { classOfCode, decodeNameTable, encodeNameTable, type NameClass } from './name-table-format.ts';
import { guessPerson } from './person-name.ts';

describe('the file form of the table', () => {
  const key = fc.stringMatching(/^[a-z]{1,20}$/);
  const entryClass = fc.integer({ min: 0, max: 35 }).map(classOfCode);

  it('gives back every entry in order', () => {
    fc.assert(
      fc.property(fc.dictionary(key, entryClass, { maxKeys: 200 }), (table) => {
        const entries = Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1));
        const read: [string, NameClass][] = [];
        decodeNameTable(encodeNameTable(entries), (name, code) => read.push([name, classOfCode(code)]));
        expect(read).toEqual(entries.map(([name, of]) => [name, { ...of }]));
      }),
    );
  });

  it('refuses a damaged one', () => {
    expect(() => decodeNameTable('Aann~', () => undefined)).toThrow('damaged');
  });
});

describe('nameClass', () => {
  it('knows names of every community and words', () => {
    for (const given of ['youa', 'hodan', 'guadalupe', 'deshawn', 'emma'])
      expect(nameClass(given).given).toBeGreaterThan(0);
    for (const family of ['xiong', 'sharma', 'nguyen', 'garcia', 'smith']) expect(nameClass(family).family).toBe(2);
    expect(nameClass('bus')).toMatchObject({ given: 0, word: 2 });
    expect(nameClass('qqzzqq')).toEqual({ given: 0, family: 0, word: 0 });
  });
});

describe('guessPerson', () => {
  it.each([
    'kou vang',
    'mai see vang',
    'sofia pena vega',
    'deshawn jefferson wells',
    'priya sharma',
    'blake mueller',
    'junho le',
    'ben walker',
    'van nguyen',
    'katya van den berg',
  ])('%s is surely a name', (name) => {
    expect(guessPerson(name.split(' ')).score).toBeGreaterThan(0.5);
  });

  it.each([
    'harbor view',
    'winter bingo night',
    'think hub',
    'quick pump',
    'single mom',
    'risk management',
    'nsps subpart',
  ])('%s is surely none', (name) => {
    expect(guessPerson(name.split(' ')).score).toBeLessThan(0.12);
  });

  it('says which words are words as well, and the order', () => {
    expect(guessPerson(['grant', 'page']).words).toBe(true);
    expect(guessPerson(['mueller', 'blake']).form).toBe('last-first');
  });
});
