/** Logins: the right password for its user, and no other. */
import { describe, expect, it } from '@jest/globals';
import { hashPassword } from '../passwords/password-hash.ts';
import { checkLogin } from './login.ts';

describe('logins', () => {
  it('take the right password for its user only', async () => {
    const logins = [{ user: 'scanner', passwordHash: await hashPassword('correct horse') }];
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
});
