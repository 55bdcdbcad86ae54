/** Opaque-signed S/MIME mail is opened, in definite and indefinite lengths; what is encrypted or broken is told. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cmsKind, signedContent } from './signed-data.ts';

const tlv = (tag: number, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  const length =
    body.length < 128 ? Buffer.from([body.length]) : Buffer.from([0x82, body.length >> 8, body.length & 255]);
  return Buffer.concat([Buffer.from([tag]), length, body]);
};
const endless = (tag: number, ...content: Buffer[]): Buffer =>
  Buffer.concat([Buffer.from([tag, 0x80]), ...content, Buffer.alloc(2)]);
const oid = (last: number): Buffer => tlv(6, Buffer.from('2a864886f70d0107', 'hex'), Buffer.from([last]));

const words = Buffer.from(`Content-Type: text/plain\r\n\r\n${'Signed words. '.repeat(20)}`);
const head = [tlv(2, Buffer.from([1])), tlv(0x31)];

describe('signed data', () => {
  it.each<[string, Buffer]>([
    ['definite lengths', tlv(0x30, oid(2), tlv(0xa0, tlv(0x30, ...head, tlv(0x30, oid(1), tlv(0xa0, tlv(4, words))))))],
    [
      'indefinite lengths and pieces',
      endless(
        0x30,
        oid(2),
        endless(
          0xa0,
          endless(
            0x30,
            ...head,
            endless(
              0x30,
              oid(1),
              endless(0xa0, endless(0x24, tlv(4, words.subarray(0, 100)), tlv(4, words.subarray(100)))),
            ),
          ),
        ),
      ),
    ],
  ])('with %s gives its content', (_, bytes) => {
    expect(cmsKind(bytes)).toBe('signed');
    expect(signedContent(bytes).toString()).toBe(words.toString());
  });

  it('without content, as beside the mail that it signs', () => {
    expect(signedContent(tlv(0x30, oid(2), tlv(0xa0, tlv(0x30, ...head, tlv(0x30, oid(1))))))).toHaveLength(0);
  });

  it('is told from what is encrypted and from anything else', () => {
    expect(cmsKind(tlv(0x30, oid(3), tlv(0xa0, tlv(0x30))))).toBe('encrypted');
    expect(cmsKind(Buffer.from('0 is a digit'))).toBeUndefined();
  });

  it('of any bytes ends in bytes or an error', () => {
    const start = Buffer.concat([Buffer.from([0x30, 0x80]), oid(2)]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (rest) => {
        const bytes = Buffer.concat([start, Buffer.from(rest)]);
        let length = 0;
        try {
          length = signedContent(bytes).length;
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
        expect(length).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 500 },
    );
  });
});
