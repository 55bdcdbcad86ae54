/** Mailboxes of address fields: what is read, what is counted as unreadable, and that no text makes the reader fail. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseMailboxes, readMailboxes } from './mailboxes.ts';

describe('mailboxes', () => {
  it.each<[string, [string, string][], number]>([
    ['ana@school.example', [['', 'ana@school.example']], 0],
    ['Ana Ruiz <ana@School.Example>', [['Ana Ruiz', 'ana@school.example']], 0],
    ['"Ruiz, Ana" <ana@school.example>', [['Ruiz, Ana', 'ana@school.example']], 0],
    ['"a \\"b\\" c" <ana@school.example>', [['a "b" c', 'ana@school.example']], 0],
    [
      'ana@school.example, bo@school.example',
      [
        ['', 'ana@school.example'],
        ['', 'bo@school.example'],
      ],
      0,
    ],
    ['ana@school.example (work (really) desk)', [['', 'ana@school.example']], 0],
    ['(boss@elsewhere.example) ana@school.example', [['', 'ana@school.example']], 0],
    [
      'Team: ana@school.example, bo@school.example;',
      [
        ['', 'ana@school.example'],
        ['', 'bo@school.example'],
      ],
      0,
    ],
    ['Nobody:;', [], 0],
    ['"odd local"@school.example', [['', '"odd local"@school.example']], 0],
    ['<@relay.example:ana@school.example>', [['', 'ana@school.example']], 0],
    ['Ruiz, Ana <ana@school.example>', [['Ana', 'ana@school.example']], 0],
    ['', [], 0],
    ['not an address', [], 0],
    // What another reader may take for somebody else.
    ['ana@school.example, boss @ elsewhere.example', [['', 'ana@school.example']], 1],
    ['<boss@elsewhere.example> <ana@school.example>', [['', 'ana@school.example']], 1],
    ['Ana <ana@school.example> boss', [['Ana', 'ana@school.example']], 4],
    ['Ana <ana@school.example', [['Ana', 'ana@school.example']], 1],
    ['boss@elsewhere.example: ana@school.example;', [['', 'ana@school.example']], 1],
    ['ana@school.example@elsewhere.example', [], 1],
  ])('of %j', (value, expected, unreadable) => {
    const read = readMailboxes(value);
    expect(read.boxes.map(({ name, address }) => [name, address])).toEqual(expected);
    expect(read.unreadable).toBe(unreadable);
    expect(parseMailboxes(value)).toEqual(read.boxes);
  });

  it('never fail, and each has one @ before a domain without blanks', () => {
    const pieces = fc.constantFrom('<', '>', '"', '(', ')', ',', ';', ':', '@', '\\', ' ', 'a', 'b.example', '\t', 'é');
    fc.assert(
      fc.property(fc.string({ unit: pieces, maxLength: 40 }), (value) => {
        for (const { address } of parseMailboxes(value)) expect(address).toMatch(/^(".*"|[^\s@"<>]+)@[^\s@<>]+$/s);
      }),
      { numRuns: 2000 },
    );
  });

  it('are found again behind any display name, which never counts as an address', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 40 }), (name) => {
        const quoted = `"${name.replace(/[\\"]/g, '\\$&')}" <ana@school.example>`;
        expect(readMailboxes(quoted)).toEqual({ boxes: [{ name, address: 'ana@school.example' }], unreadable: 0 });
      }),
    );
  });
});
