/** Exports as student information systems and spreadsheets write them: what is read, repaired and refused of a file. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  csv,
  header,
  makeExports,
  noted,
  person,
  rows,
  supplement,
  today,
  whole,
} from '../../test/harness/roster-export.ts';
import { zipOf } from '../../test/harness/zip.ts';
import { openRosterBundle, readBundle, readRosterFolder } from './read-roster.ts';
import { reportOf } from './roster-report.ts';

const { made, folderOf, read, remove } = makeExports();
afterAll(remove);
const utf16 = (text: string, mark = true): Buffer => Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le');

describe('the same roster in another form', () => {
  const expected = read(whole);

  it.each<[string, () => string | Buffer | Record<string, string | Buffer>, string[]]>([
    ['CRLF and a byte order mark', () => `\ufeff${whole.replaceAll('\n', '\r\n')}`, []],
    ['CR alone', () => whole.replaceAll('\n', '\r'), []],
    ['no line end at the end', () => whole.trimEnd(), []],
    ['UTF-16, little-endian', () => utf16(whole), ['utf-16 1']],
    ['UTF-16, big-endian', () => utf16(whole).swap16(), ['utf-16 1']],
    ['UTF-16 without a mark', () => utf16(whole, false), ['utf-16 1']],
    ['UTF-16 with tabs', () => utf16(whole.replaceAll(',', '\t')), ['utf-16 1', 'other-delimiter 1']],
    ['Windows-1252', () => Buffer.from(whole, 'latin1'), ['windows-1252 2']],
    ['a sep line', () => `sep=,\n${whole}`, ['sep-line 1']],
    ['a sep line with semicolons', () => `sep=;\r\n${whole.replaceAll(',', ';')}`, ['sep-line 1']],
    ['a quoted sep line', () => `"sep=;"\n${whole.replaceAll(',', ';')}`, ['sep-line 1']],
    ['semicolons', () => whole.replaceAll(',', ';'), ['other-delimiter 1']],
    [
      'semicolons and a comma in the header',
      () => whole.replaceAll(',', ';').replaceAll('\n', ';\n').replace(';\n', ';"note, internal"\n'),
      ['other-delimiter 1'],
    ],
    ['vertical bars', () => whole.replaceAll(',', '|'), ['other-delimiter 1']],
    ['a comma after each row', () => whole.replaceAll('\n', ',\n').replace(',\n', '\n'), ['surplus-cells 4']],
    ['a comma after the header', () => whole.replace('\n', ',\n'), ['surplus-columns 1']],
    ['commas after everything', () => whole.replaceAll('\n', ',,\n'), ['surplus-columns 2', 'surplus-cells 4']],
    ['rows that end early', () => whole.replace(/,+$/gm, ''), ['short-rows 2']],
    ['rows without values', () => `${whole},,,,,,,\n\n , \n`, ['empty-rows 2']],
    ['the header again', () => csv(header, rows[0], header.toUpperCase(), ...rows.slice(1)), ['repeated-headers 1']],
    ['cells in quotation marks', () => whole.replace(/[^,\n]+/g, '"$&"'), []],
    ['blanks around quotation marks', () => whole.replace(/[^,\n]+/g, ' "$&" '), []],
    [
      'other capitals in names of columns and files',
      () => ({ 'Users.CSV': whole.replace(header, header.toUpperCase()) }),
      [],
    ],
    ['a folder', () => ({ 'OneRoster/users.csv': whole }), ['nested-folder 1']],
    [
      'folders of folders, with those of macOS',
      () => ({ 'a/b/users.csv': whole, '__MACOSX/a/b/._users.csv': 'x' }),
      ['nested-folder 1'],
    ],
  ])('%s', (_, files, notes) => {
    const roster = read(files());
    expect(roster.people).toEqual(expected.people);
    expect(roster.applied.refused).toEqual([]);
    expect(noted(roster)).toEqual(notes);
  });

  it.each([
    ['folder', { 'Export 2026/users.csv': Buffer.from(whole), '__MACOSX/Export 2026/._users.csv': Buffer.from('x') }],
    ['folder with a dot before it', { './OneRoster/users.csv': Buffer.from(whole) }],
    [
      'lot of pictures',
      {
        'users.csv': Buffer.from(whole),
        ...Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`photos/${at}.jpg`, Buffer.from('x')])),
      },
    ],
  ])('a zip with a %s', async (_, files) => {
    const path = join(made, 'export.zip');
    writeFileSync(path, zipOf(files));
    const roster = readBundle(await openRosterBundle(path, supplement), { supplement, today });
    expect(roster.people).toEqual(expected.people);
  });

  it('is refused where there are two exports', () => {
    const folder = folderOf({ 'fall/users.csv': whole, 'spring/users.csv': whole });
    expect(() => readRosterFolder(folder)).toThrow(/two files named users\.csv/);
  });

  it('has one bad byte: its line keeps the letters that are UTF-8', () => {
    const bytes = Buffer.from(whole.replace('José,Peña', 'Jos\u00e9~,Peña').replace('Linh', 'Lính'));
    bytes[bytes.indexOf('~')] = 0xe9;
    const roster = read(bytes);
    expect(noted(roster)).toEqual(['windows-1252 1']);
    expect(['g-1', 'g-2'].map((id) => person(roster, id).givenName)).toEqual(['Lính', 'Joséé']);
    expect(person(roster, 'g-2').familyName).toBe('Peña');
  });

  it('is read across the blocks in which a large file is decoded', () => {
    const many = Array.from({ length: 40_000 }, (_, at) => `s-${at},student,Ána,Vu${at},,,,o-1`);
    const bytes = Buffer.from(csv(header, ...many));
    expect(bytes.length).toBeGreaterThan(1024 ** 2);
    bytes[bytes.lastIndexOf('V')] = 0xe9;
    const roster = read(bytes);
    expect(roster.counts.students).toBe(many.length);
    expect(noted(roster)).toEqual(['windows-1252 1']);
    expect(new Set(roster.people.map(({ givenName }) => givenName))).toEqual(new Set(['Ána']));
  });
});

describe('a row that cannot be read is refused and named, and the file goes on', () => {
  it.each([
    ['within an unquoted cell', 's-9,student,Bo "Bobby",Planted7731,,,,', 'there is a stray quotation mark'],
    ['an inch mark', 's-9,student,Bo,Planted7731 5",,,,', 'there is a stray quotation mark'],
    ['never closed', 's-9,student,"Bo,Planted7731,,,,', 'a quotation mark is never closed'],
    ['at the start of the row', '"s-9,student,Bo,Planted7731,,,,', 'a quotation mark is never closed'],
    [
      'not doubled within quotation marks',
      's-9,student,"Bo "Bobby"",Planted7731,,,,',
      'there is a stray quotation mark within quotation marks',
    ],
    [
      'after a backslash',
      's-9,student,"Bo \\"Bobby\\"",Planted7731,,,,',
      'there is a stray quotation mark within quotation marks',
    ],
    ['a cell too many', 's-9,student,Bo,Planted7731,,,,,too,many', '10 fields instead of 8'],
    ['too few cells', 's-9,student,Planted7731', '3 fields instead of 8'],
  ])('%s', (_, row, reason) => {
    const roster = read(csv(header, rows[0], row, ...rows.slice(1)));
    expect(roster.applied.refused).toEqual([{ file: 'users.csv', row: 3, reason }]);
    expect(roster.people).toEqual(read(whole).people);
    expect(JSON.stringify(reportOf(roster))).not.toContain('Planted7731');
  });

  it('does not swallow rows between two stray quotation marks', () => {
    const roster = read(csv(header, 's-8,student,"Bo,Lee,,,,', ...rows, 's-9,student,Kim 5",Lee,,,,'));
    expect(roster.applied.refused.map(({ row }) => row)).toEqual([2, 7]);
    expect(roster.people).toEqual(read(whole).people);
  });

  it('but a cell may have several lines, and quotation marks that are doubled', () => {
    const roster = read(
      csv(
        header,
        's-9,student,"Bo\nLee",Vu,"bo@mail.example,\nlee@mail.example",,,',
        ...rows,
        's-8,student,"Al ""Bo""",Vu,,,,',
      ),
    );
    expect(roster.applied.refused).toEqual([]);
    expect(person(roster, 's-9')).toMatchObject({
      givenName: 'Bo Lee',
      emails: ['bo@mail.example', 'lee@mail.example'],
    });
    expect(person(roster, 's-8')).toMatchObject({ givenName: 'Al', preferredNames: ['Bo'] });
  });

  it('is the last one of a file that breaks off', () => {
    const roster = read(`${whole}s-9,student,Bo,Planted7`);
    expect(roster.applied.refused).toEqual([
      { file: 'users.csv', row: 6, reason: 'the file breaks off within this row' },
    ]);
    expect(roster.counts.students).toBe(2);
  });

  it('makes the file unreadable where no row is left', () => {
    expect(() => read(csv(header, ',student,Bo,Lee,,,,', ',student,Kim,Lee,,,,'))).toThrow(
      /users\.csv, row 2: no sourcedId \(the first of 2 rows/,
    );
  });
});
