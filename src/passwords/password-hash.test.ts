/** Hashes of passwords: the right one and no other, costs that nobody can raise, and those of the first version. */
import { describe, expect, it } from '@jest/globals';
import { hashPassword, noPassword, passwordMatches } from './password-hash.ts';

/** Made by the first version for `correct horse`. */
const ofFirstVersion = 'scrypt$32768$AAECAwQFBgcICQoLDA0ODw$XGYmKKxOsQaKKH4qoqICriSOmNsE1h0zJ-c0LbbscJc';
/** Of the reference implementation (two passes, 64 KiB, one lane) with the salt `somesalt` for `password`. */
const ofOthers = '$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQ$Bo1ismRVk2qm6+YAYLCmWHDb+j3fjUH3';

describe('password hashes', () => {
  it('take the right password only, and differ for the same one', async () => {
    const [one, two] = [await hashPassword('correct horse'), await hashPassword('correct horse')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect(one).not.toContain('correct');
    for (const [password, is] of [
      ['correct horse', true],
      ['correct horse ', false],
      ['', false],
    ] as const) {
      expect(await passwordMatches(password, one)).toBe(is);
      expect(await passwordMatches(password, ofFirstVersion)).toBe(is);
    }
  });

  it('are read as others write them', async () => {
    expect(await passwordMatches('password', ofOthers)).toBe(true);
    expect(await passwordMatches('passwore', ofOthers)).toBe(false);
  });

  it.each([
    '',
    'plain',
    'scrypt',
    'scrypt$32768$AAAA',
    'scrypt$1073741824$AAAA$AAAA',
    '$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA',
    '$argon2id$v=19$m=64,t=99,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA',
    '$argon2id$v=19$m=4,t=1,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA',
    '$argon2i$v=19$m=64,t=2,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA',
    noPassword,
  ])('take no password for %j', async (stored) => {
    for (const password of ['', 'plain', 'password']) expect(await passwordMatches(password, stored)).toBe(false);
  });
});
