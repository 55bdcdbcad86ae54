/** Bare CR and LF are seen wherever they are, and CRLF is never taken for one. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hasBareLineEnd } from './line-ends.ts';

describe('bare line ends', () => {
  it('agree with taking out every CRLF and looking for what is left', () => {
    const unit = fc.constantFrom('\r', '\n', '\r\n', 'a', '.');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
        expect(hasBareLineEnd(Buffer.from(text))).toBe(/[\r\n]/.test(text.replaceAll('\r\n', '')));
      }),
      { numRuns: 3000 },
    );
  });
});
