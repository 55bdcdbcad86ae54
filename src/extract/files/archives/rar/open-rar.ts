/** Takes the encryption out of a RAR file with a password; libarchive, which has no ciphers, reads the rest. */
import { openRar4 } from './rar-4.ts';
import { openRar5 } from './rar-5.ts';

/** @returns a RAR file without encryption; undefined where the password is wrong for a file of it, or it goes on in another volume */
export function openRar(bytes: Buffer, password: string): Buffer | undefined {
  try {
    return bytes[6] === 1 ? openRar5(bytes, password) : openRar4(bytes, password);
  } catch {
    return undefined; // what it is then, its reading says
  }
}
