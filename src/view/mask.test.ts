/** Masked text: nothing of what was found is left in it, wherever it stands, and every offset stays right. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maskText, secretsOf } from './mask.ts';

describe('masked text', () => {
  it('hides evidence, its words elsewhere, addresses and long numbers, and leaves the rest to read', () => {
    const text = 'Mai Vang, 101 Quarry Rd. Quarry Rd is near. Call (262) 555-0120 or mai@x.example, room 12.';
    const evidence = [{ start: 0, end: 23 }];
    const masked = maskText(text, evidence, secretsOf([text.slice(0, 23)]));
    expect(masked).toBe('███ ████, ███ ██████ ██. ██████ Rd is near. Call (███) ███-████ or ███@█.███████, room 12.');
  });

  it('hides the names of those whom it is about, short ones where they are written as names', () => {
    const text = 'Ana Lee\t(262) 555-0120\nMay Vang\t(262) 555-0187\nShe may sit with ANA; the lee side is free.';
    const secrets = secretsOf([text.slice(8, 22), text.slice(32, 46)], ['Ana Lee', 'May Vang']);
    expect(maskText(text, [], secrets)).toBe(
      '███ ███\t(███) ███-████\n███ ████\t(███) ███-████\nShe may sit with ███; the lee side is free.',
    );
  });

  it('has the length of the text, so that marks fit both, and no piece of the evidence', () => {
    const word = fc.stringMatching(/^[a-zäß0-9😀]{1,12}$/u);
    fc.assert(
      fc.property(fc.array(word, { minLength: 2, maxLength: 30 }), fc.nat(), fc.nat(), (words, a, b) => {
        const text = words.join(' ');
        const [start, end] = [a % text.length, b % (text.length + 1)].sort((x, y) => x - y) as [number, number];
        const found = text.slice(start, end);
        const masked = maskText(text, [{ start, end }], secretsOf([found]));
        expect(masked).toHaveLength(text.length);
        expect(masked.slice(start, end)).not.toMatch(/[\p{L}\p{N}]/u);
        const kept = masked.match(/[\p{L}\p{N}]+/gu) ?? [];
        for (const secret of secretsOf([found])) expect(kept).not.toContain(secret);
      }),
    );
  });

  it('is quick over long text without spaces, digits and signs', () => {
    for (const text of [
      '1'.repeat(200_000),
      'a@'.repeat(100_000),
      '1-'.repeat(100_000),
      'a.'.repeat(100_000),
      '.'.repeat(200_000),
    ])
      expect(maskText(text, [], [])).toHaveLength(text.length);
  });
});
