import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HallpassError } from '../errors/hallpass-error.ts';
import { newMessageId } from '../message/message-id.ts';
import { createLinks, type LinkPurpose } from './links.ts';

const key = Buffer.alloc(32, 7);
const links = createLinks([key]);
const now = new Date('2026-03-03T12:00:00Z');
const expiresAt = new Date('2026-03-06T12:00:00Z');

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof HallpassError) return error.code;
    throw error;
  }
  return 'accepted';
}

describe('signed links', () => {
  it('takes links of older keys, and signs with the first', () => {
    const messageId = newMessageId();
    const token = links.sign({ messageId, purpose: 'warn', expiresAt });
    const fresh = randomBytes(32);
    expect(createLinks([fresh, key]).verify(token, 'warn', now).messageId).toBe(messageId);
    const renewed = createLinks([fresh, key]).sign({ messageId, purpose: 'warn', expiresAt });
    expect(codeOf(() => links.verify(renewed, 'warn', now))).toBe('link.invalid');
  });

  it('gives back what was signed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 40 }), fc.integer({ min: 1, max: 10 ** 9 }), (atMs, aheadSeconds) => {
        const messageId = newMessageId(atMs);
        const until = new Date(now.getTime() + aheadSeconds * 1000);
        const token = links.sign({ messageId, purpose: 'warn', expiresAt: until });
        expect(token).toMatch(/^[A-Za-z0-9_-]{72}$/);
        expect(links.verify(token, 'warn', now)).toEqual({ messageId, expiresAt: until });
      }),
    );
  });

  it('refuses every altered token', () => {
    const token = links.sign({ messageId: newMessageId(), purpose: 'warn', expiresAt });
    const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. \n'];
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...alphabet), (at, char) => {
        fc.pre(token[at] !== char);
        const altered = token.slice(0, at) + char + token.slice(at + 1);
        expect(codeOf(() => links.verify(altered, 'warn', now))).toBe('link.invalid');
      }),
      { numRuns: 2000 },
    );
    for (const other of ['', token.slice(1), token.slice(0, -1), `${token}A`, `${token}=`, ` ${token}`, `${token}\n`]) {
      expect(codeOf(() => links.verify(other, 'warn', now))).toBe('link.invalid');
    }
  });

  it('refuses arbitrary text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(codeOf(() => links.verify(text, 'warn', now))).toBe('link.invalid');
      }),
    );
  });

  it('refuses the tokens of another key, another purpose and another version', () => {
    const messageId = newMessageId();
    const foreign = createLinks([randomBytes(32)]).sign({ messageId, purpose: 'warn', expiresAt });
    const elsewhere = links.sign({ messageId, purpose: 'else' as LinkPurpose, expiresAt });
    expect(codeOf(() => links.verify(foreign, 'warn', now))).toBe('link.invalid');
    expect(codeOf(() => links.verify(elsewhere, 'warn', now))).toBe('link.invalid');

    const body = Buffer.from(links.sign({ messageId, purpose: 'warn', expiresAt }), 'base64url').subarray(0, 22);
    body[0] = 2;
    const mac = createHmac('sha256', key).update('hallpass link\0warn\0').update(body).digest();
    const later = Buffer.concat([body, mac]).toString('base64url');
    expect(codeOf(() => links.verify(later, 'warn', now))).toBe('link.invalid');
  });

  it('expires at its time and not before, rounded up to a second', () => {
    const token = links.sign({ messageId: newMessageId(), purpose: 'warn', expiresAt: new Date(10_001) });
    expect(codeOf(() => links.verify(token, 'warn', new Date(10_999)))).toBe('accepted');
    expect(codeOf(() => links.verify(token, 'warn', new Date(11_000)))).toBe('link.expired');
  });

  it('signs no nonsense', () => {
    expect(codeOf(() => links.sign({ messageId: 'x', purpose: 'warn', expiresAt }))).toBe('link.invalid');
    const nonDate = { messageId: newMessageId(), purpose: 'warn', expiresAt: new Date(Number.NaN) } as const;
    expect(codeOf(() => links.sign(nonDate))).toBe('link.invalid');
    expect(codeOf(() => createLinks([Buffer.alloc(31)]))).toBe('keys.bad-format');
  });
});
