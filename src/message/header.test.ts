/** The header section: a table of odd headers, and that no bytes make the reader fail or lose a field. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { headerEnd, readHeader, valuesOf } from './header.ts';

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.string({ unit: fc.constantFrom('\r', '\n', ' ', ':', 'a', 'From', '\t', '\u0000', 'é'), maxLength: 60 }),
);

interface Expected {
  readonly fields: readonly string[];
  readonly junk?: string;
  readonly body?: string;
}

describe('the header section', () => {
  it.each<[string, string, Expected]>([
    ['two fields', 'a: 1\r\nb: 2\r\n\r\nbody', { fields: ['a: 1', 'b: 2'], body: 'body' }],
    ['a folded field', 'A: 1\r\n folded\r\n\tagain\r\n\r\n', { fields: ['a: 1 folded again'] }],
    ['a repeated field', 'a: 1\r\na: 2\r\n\r\n', { fields: ['a: 1', 'a: 2'] }],
    ['white space before the colon', 'a : 1\r\n\r\n', { fields: ['a: 1'] }],
    ['an empty value', 'a:\r\n\r\n', { fields: ['a: '] }],
    ['a value in the continuation only', 'a:\r\n 1\r\n\r\n', { fields: ['a: 1'] }],
    ['no empty line', 'a: no end', { fields: ['a: no end'] }],
    ['no header', '\r\nbody: text\r\n\r\nend', { fields: [], body: 'body: text\r\n\r\nend' }],
    ['nothing', '', { fields: [] }],
    ['text without any field', 'no field\r\n\r\nbody', { fields: [], body: 'no field\r\n\r\nbody' }],
    ['a continuation of nothing', ' odd\r\na: 1\r\n\r\n', { fields: ['a: 1'], junk: ' odd' }],
    ['an mbox separator', 'From pat Mon\r\na: 1\r\n\r\n', { fields: ['a: 1'] }],
    ['a line that is no field', 'a: 1\r\nodd\r\nb: 2\r\n\r\n', { fields: ['a: 1', 'b: 2'], junk: 'odd' }],
    [
      'a continuation of a line that is no field',
      'from: a@school.example\r\nodd\r\n , b@out.example\r\nb: 2\r\n\r\n',
      { fields: ['from: a@school.example', 'b: 2'], junk: 'odd\n , b@out.example' },
    ],
    ['a name with a space', 'a b: 1\r\nb: 2\r\n\r\n', { fields: ['b: 2'], junk: 'a b: 1' }],
    [
      'a name over 200 characters',
      `${'a'.repeat(201)}: 1\nb: 2\n\n`,
      { fields: ['b: 2'], junk: `${'a'.repeat(201)}: 1` },
    ],
    ['a colon first', ': 1\r\nb: 2\r\n\r\n', { fields: ['b: 2'], junk: ': 1' }],
    ['line feeds alone', 'a: 1\nb: 2\n\nbody', { fields: ['a: 1', 'b: 2'], body: 'body' }],
    ['mixed line ends', 'a: 1\nb: 2\r\n\nbody', { fields: ['a: 1', 'b: 2'], body: 'body' }],
    ['carriage returns in a section with line feeds', 'a: 1\rb: 2\n\nbody', { fields: ['a: 1', 'b: 2'], body: 'body' }],
    ['carriage returns before a line feed', 'a: 1\r\n\r\r\nbody', { fields: ['a: 1'], body: 'body' }],
    ['a line of white space', 'a: 1\r\n \r\nb: 2\r\n\r\nbody', { fields: ['a: 1', 'b: 2'], body: 'body' }],
    ['UTF-8', 'a: café\r\n\r\n', { fields: ['a: café'] }],
  ])('%s', (_, text, { fields, junk = '', body = '' }) => {
    const raw = Buffer.from(text);
    const header = readHeader(raw);
    expect(header.fields.map(({ name, value }) => `${name}: ${value}`)).toEqual(fields);
    expect(header.junk).toBe(junk);
    expect(raw.toString('utf8', header.bodyStart)).toBe(body);
  });

  it('is latin1 where it is not UTF-8', () => {
    expect(valuesOf(readHeader(Buffer.from('a: caf\xe9\r\n\r\n', 'latin1')), 'a')).toEqual(['café']);
  });

  it('is read within its range, up to its limit', () => {
    const raw = Buffer.from('before\na: 1\nb: 2\n\nbody\nafter: 1\n');
    const header = readHeader(raw, { start: 7, end: raw.length - 9, maxBytes: 6 });
    expect(header).toEqual({ fields: [{ name: 'a', value: '1' }], end: 17, bodyStart: 18, junk: 'b', cut: true });
    expect(readHeader(raw, { start: 7, end: 12 })).toMatchObject({ end: 12, bodyStart: 12, cut: false });
  });

  it('ends at the empty line, wherever it is, for any bytes', () => {
    fc.assert(
      fc.property(bytes, (input) => {
        const raw = Buffer.from(input as string);
        const { end, bodyStart, fields } = readHeader(raw);
        expect(end).toBe(headerEnd(raw));
        expect(end).toBeLessThanOrEqual(raw.length);
        expect(raw.toString('latin1', 0, end)).not.toMatch(/\n\r*\n/);
        if (end < raw.length && bodyStart > 0) expect(raw.toString('latin1', end, bodyStart)).toMatch(/^\r*\n$/);
        for (const { name, value } of fields) {
          expect(name).toMatch(/^[\x21-\x39\x3b-\x7e]+$/);
          expect(name).toBe(name.toLowerCase());
          expect(value).not.toMatch(/[\r\n]/);
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
        expect(header.junk).toBe('');
        expect(header.fields.map((field) => [field.name, field.value])).toEqual(
          fields.map(([n, v]) => [n.toLowerCase(), v]),
        );
        for (const [n, v] of fields) expect(valuesOf(header, n.toLowerCase())).toContain(v);
      }),
    );
  });
});
