/** The header section and its mailboxes: what is read, what is not, and that no bytes make the reader fail or lie. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { headerEnd, parseMailboxes, readHeader, readMailboxes, valuesOf } from './header.ts';

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.string({ unit: fc.constantFrom('\r', '\n', ' ', ':', 'a', 'From', '\t', '\u0000', 'é'), maxLength: 60 }),
);

describe('the header section', () => {
  it.each([
    [
      'a: 1\r\nb: 2\r\n\r\nbody',
      [
        ['a', '1'],
        ['b', '2'],
      ],
      false,
    ],
    ['A: 1\r\n folded\r\n\tagain\r\n\r\n', [['a', '1 folded again']], false],
    [
      'a: 1\r\na: 2\r\n\r\n',
      [
        ['a', '1'],
        ['a', '2'],
      ],
      false,
    ],
    ['a : 1\r\n\r\n', [['a', '1']], false],
    ['a:\r\n\r\n', [['a', '']], false],
    ['a: no end', [['a', 'no end']], false],
    ['\r\nbody: this is none\r\n\r\n', [], false],
    [' no field to continue\r\na: 1\r\n\r\n', [['a', '1']], true],
    ['From somebody Mon\r\na: 1\r\n\r\n', [['a', '1']], true],
    [
      'a: 1\r\nno colon\r\nb: 2\r\n\r\n',
      [
        ['a', '1'],
        ['b', '2'],
      ],
      true,
    ],
    ['', [], false],
  ])('of %j', (text, fields, malformed) => {
    const header = readHeader(Buffer.from(text));
    expect(header.fields.map(({ name, value }) => [name, value])).toEqual(fields);
    expect(header.malformed).toBe(malformed);
  });

  it('ends at the empty line, wherever it is, for any bytes', () => {
    fc.assert(
      fc.property(bytes, (input) => {
        const raw = Buffer.from(input as string);
        const end = headerEnd(raw);
        expect(end).toBeLessThanOrEqual(raw.length);
        expect(raw.subarray(0, end).includes('\r\n\r\n')).toBe(false);
        if (end < raw.length) expect(raw.toString('latin1', end, end + 2)).toBe('\r\n');
        for (const { name, value } of readHeader(raw).fields) {
          expect(name).toMatch(/^[\x21-\x39\x3b-\x7e]+$/);
          expect(name).toBe(name.toLowerCase());
          expect(value).not.toContain('\r\n');
        }
      }),
    );
  });

  it('gives back the fields that were written', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,20}$/);
    const value = fc.stringMatching(/^[!-~]([ -~]{0,60}[!-~])?$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 10 }), (fields) => {
        const raw = Buffer.from(`${fields.map(([n, v]) => `${n}: ${v}\r\n`).join('')}\r\nbody`);
        const header = readHeader(raw);
        expect(header.malformed).toBe(false);
        expect(header.fields.map((field) => [field.name, field.value])).toEqual(
          fields.map(([n, v]) => [n.toLowerCase(), v]),
        );
        for (const [n, v] of fields) expect(valuesOf(header, n.toLowerCase())).toContain(v);
      }),
    );
  });
});

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
