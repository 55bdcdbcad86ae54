/** `hallpass hash-password`: reads a password from stdin and prints its hash for smtp.logins. */
import { text } from 'node:stream/consumers';
import { HallpassError } from '../errors/hallpass-error.ts';
import { hashPassword } from '../passwords/password-hash.ts';

export async function hashFromStdin(): Promise<void> {
  const password = (await text(process.stdin)).replace(/\r?\n$/, '');
  if (password.length < 12)
    throw new HallpassError('cli.usage', 'the password on stdin must have at least 12 characters');
  process.stdout.write(`${await hashPassword(password)}\n`);
}
