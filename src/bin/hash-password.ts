/** `hallpass hash-password`: a password from stdin, its hash for smtp.logins on stdout. */
import { text } from 'node:stream/consumers';
import { HallpassError } from '../errors/hallpass-error.ts';
import { hashPassword } from '../passwords/password-hash.ts';

export async function hashFromStdin(): Promise<void> {
  const password = (await text(process.stdin)).replace(/\r?\n$/, '');
  if (password.length < 12) throw new HallpassError('cli.usage', 'pipe a password of at least 12 characters in');
  process.stdout.write(`${await hashPassword(password)}\n`);
}
