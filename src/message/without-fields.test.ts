/** Taking out header fields leaves every other byte, whatever the message is. */
import { expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { readHeader, valuesOf } from './header.ts';
import { withoutFields } from './without-fields.ts';

test.each([
  ['A: 1\r\nX-Proof: s\r\nB: 2\r\n\r\nX-Proof: body\r\n', 'A: 1\r\nB: 2\r\n\r\nX-Proof: body\r\n'],
  ['X-Proof: s\r\n folded\r\n\tmore\r\nB: 2\r\n\r\n', 'B: 2\r\n\r\n'],
  ['A: 1\r\nx-proof : s\r\n\r\nbody', 'A: 1\r\n\r\nbody'],
  ['X-PROOF: s\r\nX-Proof: t\r\nA: 1\r\nX-Proof: u\r\n\r\n', 'A: 1\r\n\r\n'],
  ['A: 1\r\nX-Proof: s', 'A: 1\r\n'],
  ['X-Proofs: s\r\n\r\n', 'X-Proofs: s\r\n\r\n'],
])('%j', (raw, left) => expect(withoutFields(Buffer.from(raw), ['x-proof']).toString()).toBe(left));

it('for any fields, takes out those of the name, and no others', () => {
  const field = fc.constantFrom(
    'A: 1\r\n',
    'X-Proof: s\r\n',
    'X-Proof:\r\n t\r\n',
    'B: 2\r\n 3\r\n',
    'no field\r\n',
    ' x\r\n',
  );
  fc.assert(
    fc.property(fc.array(field, { maxLength: 12 }), fc.string(), (fields, body) => {
      const raw = Buffer.from(`Z: 0\r\n${fields.join('')}\r\n${body}`);
      const left = withoutFields(raw, ['x-proof']);
      const [before, after] = [readHeader(raw), readHeader(left)];
      expect(valuesOf(after, 'x-proof')).toEqual([]);
      expect(after.fields.filter(({ name }) => name !== 'z' && name !== 'b' && name !== 'a')).toEqual([]);
      expect(valuesOf(after, 'a')).toEqual(valuesOf(before, 'a'));
      expect(left.subarray(after.bodyStart).equals(raw.subarray(before.bodyStart))).toBe(true);
    }),
  );
});
