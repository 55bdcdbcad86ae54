/** Logins: the right password and no other, and hashes that reveal nothing. */
import { describe, expect, it } from '@jest/globals';
import { checkLogin, hashPassword, passwordMatches } from './login.ts';

describe('logins', () => {
  it('take the right password for its user only', async () => {
    const [one, two] = [await hashPassword('correct horse'), await hashPassword('correct horse')];
    expect(one).not.toBe(two);
    expect(one).not.toContain('correct');
    const logins = [{ user: 'scanner', passwordHash: one }];
    const tries: [string, string][] = [
      ['scanner', 'correct horse'],
      ['scanner', 'correct horse '],
      ['scanner', ''],
      ['Scanner', 'correct horse'],
      ['nobody', 'correct horse'],
      ['nobody', ''],
    ];
    const results = [];
    for (const [user, password] of tries) results.push(await checkLogin(logins, user, password));
    expect(results).toEqual([true, false, false, false, false, false]);
  });

  it.each(['', 'scrypt', 'scrypt$32768$', 'scrypt$32768$AAAA', 'plain'])(
    'take no password for the hash %j',
    async (hash) => {
      expect(await passwordMatches('', hash)).toBe(false);
      expect(await passwordMatches('plain', hash)).toBe(false);
    },
  );
});
