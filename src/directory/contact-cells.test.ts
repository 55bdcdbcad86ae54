/** Cells of email addresses, phone numbers and ids as people and systems fill them. */
import { describe, expect, it } from '@jest/globals';
import { emailsIn, idsIn, knownIds, phonesIn } from './contact-cells.ts';
import { createNotes, type ImportNotes, type NoteKind } from './import-notes.ts';
import { phoneDigits } from '../../detectors/shared/people/phones.ts';

function read<T>(how: (cell: string, file: string, notes: ImportNotes) => T, cell: string) {
  const notes = createNotes();
  const found = how(cell, 'users.csv', notes);
  return { found, kinds: notes.list().map(({ kind, count }): [NoteKind, number] => [kind, count]) };
}

describe('email addresses', () => {
  it.each<[string, string[], NoteKind[]]>([
    ['', [], []],
    ['ana.vu@mail.example', ['ana.vu@mail.example'], []],
    ['ANA.VU@Mail.Example', ['ANA.VU@Mail.Example'], []],
    ["o'neil_5@mail.example", ["o'neil_5@mail.example"], []],
    ['ana+school@sub.mail.example', ['ana+school@sub.mail.example'], []],
    ['ana@mail.example; vu@work.example', ['ana@mail.example', 'vu@work.example'], ['several-emails']],
    ['ana@mail.example,vu@work.example', ['ana@mail.example', 'vu@work.example'], ['several-emails']],
    ['ana@mail.example/vu@work.example', ['ana@mail.example', 'vu@work.example'], ['several-emails']],
    ['ana@mail.example | vu@work.example', ['ana@mail.example', 'vu@work.example'], ['several-emails']],
    ['ana@mail.example vu@work.example', ['ana@mail.example', 'vu@work.example'], ['several-emails']],
    ['ana@mail.example\nvu@work.example', ['ana@mail.example', 'vu@work.example'], ['several-emails']],
    ['ana@mail.example (home), vu@work.example (work)', ['ana@mail.example', 'vu@work.example'], ['several-emails']],
    ['["ana@mail.example","vu@work.example"]', ['ana@mail.example', 'vu@work.example'], ['several-emails']],
    [
      'Vu, Ana <ana@mail.example>; "T. Vu" <vu@work.example>',
      ['ana@mail.example', 'vu@work.example'],
      ['several-emails'],
    ],
    ['Ana Vu <ana@mail.example>', ['ana@mail.example'], ['cleaned-emails']],
    ['<ana@mail.example>', ['ana@mail.example'], ['cleaned-emails']],
    ["'ana@mail.example'", ['ana@mail.example'], ['cleaned-emails']],
    ['mailto:ana@mail.example', ['ana@mail.example'], ['cleaned-emails']],
    ['ana@mail.example;', ['ana@mail.example'], ['cleaned-emails']],
    [';; ana@mail.example ,', ['ana@mail.example'], ['cleaned-emails']],
    ['ana@mail.example.', ['ana@mail.example'], ['cleaned-emails']],
    ['ana@mail.example; ANA@MAIL.EXAMPLE', ['ana@mail.example'], ['cleaned-emails']],
    ['none', [], ['unreadable-emails']],
    ['ana@', [], ['unreadable-emails']],
    ['@mail.example', [], ['unreadable-emails']],
  ])('%j', (cell, emails, kinds) => {
    expect(read(emailsIn, cell)).toEqual({ found: emails, kinds: kinds.map((kind) => [kind, 1]) });
  });
});

describe('phone numbers', () => {
  it.each<[string, string[], NoteKind[]]>([
    ['', [], []],
    ['414-555-0110', ['4145550110'], []],
    ['4145550110', ['4145550110'], []],
    ['(414)555-0110', ['4145550110'], []],
    ['414/555-0110', ['4145550110'], []],
    ['1-414-555-0110', ['4145550110'], []],
    ['+1.414.555.0110 (mom)', ['4145550110'], []],
    ['4145550110.0', ['4145550110'], []],
    ['555-0110', ['5550110'], []],
    ['+49 30 5550 0110', ['3055500110'], []],
    ['+52 55 5550 0110', ['5555500110'], []],
    ['414-555-0110 x12', ['4145550110'], ['phone-extensions']],
    ['414-555-0110x12', ['4145550110'], ['phone-extensions']],
    ['414-555-0110, ext. 4412', ['4145550110'], ['phone-extensions']],
    ['414-555-0110 Extension 7', ['4145550110'], ['phone-extensions']],
    ['414-555-0110 #7', ['4145550110'], ['phone-extensions']],
    ['tel:+1-414-555-0110;ext=7', ['4145550110'], ['phone-extensions']],
    ['414-555-0110 / 414-555-0160', ['4145550110', '4145550160'], ['several-phones']],
    ['414-555-0110; 414-555-0160', ['4145550110', '4145550160'], ['several-phones']],
    ['4145550110,4145550160', ['4145550110', '4145550160'], ['several-phones']],
    ['414-555-0110 414-555-0160', ['4145550110', '4145550160'], ['several-phones']],
    ['414-555-0110\n414-555-0160', ['4145550110', '4145550160'], ['several-phones']],
    ['H: 414-555-0110 C: 414-555-0160', ['4145550110', '4145550160'], ['several-phones']],
    ['414-555-0110 x3 or 414-555-0160', ['4145550110', '4145550160'], ['phone-extensions', 'several-phones']],
    ['414-555-0110 x 414-555-0160', ['4145550110', '4145550160'], ['several-phones']],
    ['555-0110/414-555-0160', ['5550110', '4145550160'], ['several-phones']],
    ['+49 30 5550 0110; 414-555-0160', ['3055500110', '4145550160'], ['several-phones']],
    ['unlisted', [], ['unreadable-phones']],
    ['911', [], ['unreadable-phones']],
    ['4.14555E+09', [], ['unreadable-phones']],
  ])('%j', (cell, digits, kinds) => {
    const { found, kinds: noted } = read(phonesIn, cell);
    expect(found.map(phoneDigits)).toEqual(digits);
    expect(noted.map(([kind]) => kind)).toEqual(kinds);
  });
});

describe('ids', () => {
  it.each<[string, string[], NoteKind[]]>([
    ['', [], []],
    ['g-1', ['g-1'], []],
    ['g-1,g-2', ['g-1', 'g-2'], []],
    ['g-1, g-2,', ['g-1', 'g-2'], []],
    ['g-1;g-2', ['g-1', 'g-2'], ['separated-ids']],
    ['g-1|g-2|', ['g-1', 'g-2'], ['separated-ids']],
    ['g-1\ng-2', ['g-1', 'g-2'], ['separated-ids']],
    ['["g-1", "g-2"]', ['g-1', 'g-2'], ['separated-ids']],
    ['{g-1},{g-2}', ['g-1', 'g-2'], ['separated-ids']],
    ['g-1 g-2', ['g-1 g-2'], []],
  ])('%j', (cell, ids, kinds) => {
    expect(read(idsIn, cell)).toEqual({ found: ids, kinds: kinds.map((kind) => [kind, 1]) });
  });

  it('are separated by spaces where no id has them', () => {
    const known = new Set(['g-1', 'g-2', 'family 7']);
    expect(['g-1 g-2', 'family 7', 'g-1'].map((id) => knownIds(id, (one) => known.has(one)))).toEqual([
      ['g-1', 'g-2'],
      ['family 7'],
      ['g-1'],
    ]);
  });
});
