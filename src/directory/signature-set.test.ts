/** The set of learnt locators: what is in it is found, under any of its keys, and nothing else. */
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LocatorKey } from '../../detectors/detector.ts';
import { locatorHash, openSignatureSet, packHashes, senderHash } from './signature-set.ts';

const key = new Uint8Array(32).fill(1);
const other = new Uint8Array(32).fill(2);
const locator = fc.record<LocatorKey>({
  kind: fc.constantFrom('phone', 'address'),
  key: fc.string({ minLength: 1, maxLength: 12 }),
});
const nameOf = (one: LocatorKey): string => `${one.kind} ${one.key}`;

it('finds what is in it and nothing else', () => {
  fc.assert(
    fc.property(fc.uniqueArray(locator, { selector: nameOf, maxLength: 40 }), locator, (known, asked) => {
      const hashes = known.map((one) => locatorHash(key, one)).sort((a, b) => Buffer.compare(a, b));
      const set = openSignatureSet({ keys: [key], hashes: packHashes(hashes) });
      for (const one of known) expect(set.has(one)).toBe(true);
      expect(set.has(asked)).toBe(known.some((one) => nameOf(one) === nameOf(asked)));
    }),
  );
});

it('asks with each key, and finds nothing with others', () => {
  const school = { kind: 'phone', key: '2625550177' } as const;
  const hashes = packHashes([locatorHash(other, school)]);
  expect(openSignatureSet({ keys: [key, other], hashes }).has(school)).toBe(true);
  expect(openSignatureSet({ keys: [key], hashes }).has(school)).toBe(false);
});

it('makes no hash that depends on how an address is written, and none of a sender that is one of a locator', () => {
  expect(senderHash(key, 'A@School.Example')).toEqual(senderHash(key, 'a@school.example'));
  expect(senderHash(key, '2625550177')).not.toEqual(locatorHash(key, { kind: 'phone', key: '2625550177' }));
});
