/** Encryption at rest: what is put in comes out, and any changed bit, other context or other key is refused. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { codeOf } from '../errors/hallpass-error.ts';
import { generateKey, parseKeys } from './keys.ts';

const keys = parseKeys(generateKey());
const refusal = (run: () => unknown): string => {
  try {
    run();
    return 'none';
  } catch (error) {
    return codeOf(error);
  }
};

describe('encryption', () => {
  it('gives back any bytes, for their context alone', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.string(), fc.string(), (plain, context, other) => {
        const ciphertext = keys.encrypt(plain, context);
        expect(keys.decrypt(ciphertext, context).equals(plain)).toBe(true);
        if (other !== context) expect(refusal(() => keys.decrypt(ciphertext, other))).toBe('store.bad-ciphertext');
        expect(refusal(() => parseKeys(generateKey()).decrypt(ciphertext, context))).toBe('keys.unknown');
      }),
    );
  });

  it('refuses a value with any one bit flipped', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), fc.nat(), (plain, at) => {
        const { keyId, nonce, tag, data } = keys.encrypt(plain, 'c');
        const whole = Buffer.concat([nonce, tag, data]);
        const bit = at % (whole.length * 8);
        whole[bit >> 3]! ^= 1 << (bit & 7);
        const [n, t] = [nonce.length, nonce.length + tag.length];
        const flipped = { keyId, nonce: whole.subarray(0, n), tag: whole.subarray(n, t), data: whole.subarray(t) };
        expect(refusal(() => keys.decrypt(flipped, 'c'))).toBe('store.bad-ciphertext');
      }),
    );
  });

  it('of small values does the same, every bit of the sealed form included', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (value, at) => {
        const sealed = keys.seal(value, 'c');
        expect(keys.unseal(sealed, 'c')).toEqual(JSON.parse(JSON.stringify(value)));
        const bit = at % (sealed.length * 8);
        sealed[bit >> 3]! ^= 1 << (bit & 7);
        expect(['store.bad-ciphertext', 'keys.unknown']).toContain(refusal(() => keys.unseal(sealed, 'c')));
      }),
    );
  });

  it('never writes the same twice', () => {
    const [one, two] = [keys.encrypt(Buffer.from('same'), 'c'), keys.encrypt(Buffer.from('same'), 'c')];
    expect(one.nonce.equals(two.nonce)).toBe(false);
    expect(one.data.equals(two.data)).toBe(false);
  });
});

describe('keys', () => {
  it('rotate: the first encrypts, the others still decrypt', () => {
    const [old, fresh] = [generateKey(), generateKey()];
    const before = parseKeys(old);
    const after = parseKeys(`${fresh},\n${old}\n`);
    const ciphertext = before.encrypt(Buffer.from('kept'), 'c');
    expect(after.decrypt(ciphertext, 'c').toString()).toBe('kept');
    expect(after.activeId).toBe(parseKeys(fresh).activeId);
    expect(refusal(() => before.decrypt(after.encrypt(Buffer.from('new'), 'c'), 'c'))).toBe('keys.unknown');
  });

  it('are the same in hex and in base64, and each purpose has one of its own', () => {
    const key = generateKey();
    const hex = Buffer.from(key, 'base64').toString('hex');
    expect(parseKeys(hex).activeId).toBe(parseKeys(key).activeId);
    expect(parseKeys(hex).derive('links')).toEqual(parseKeys(key).derive('links'));
    expect(parseKeys(key).derive('links')).not.toEqual(parseKeys(key).derive('other'));
  });

  it.each(['', ' , ', 'short', generateKey().slice(4), `${generateKey()},short`])('are not %j', (text) => {
    expect(refusal(() => parseKeys(text))).toBe('keys.bad-format');
  });
});
