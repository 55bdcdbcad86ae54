/** SMTP logins: passwords are kept as scrypt hashes, `scrypt$N$salt$hash` in base64url. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, { N: number; maxmem: number }, Buffer>(scrypt);
const COST = 32_768;
const KEY_BYTES = 32;

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, KEY_BYTES, { N: COST, maxmem: 64 * 1024 * 1024 });
  return `scrypt$${COST}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

export async function passwordMatches(password: string, stored: string): Promise<boolean> {
  const [, cost, salt, hash] = stored.split('$');
  if (cost === undefined || salt === undefined || hash === undefined) return false;
  const wanted = Buffer.from(hash, 'base64url');
  const got = await derive(password, Buffer.from(salt, 'base64url'), KEY_BYTES, {
    N: Number(cost),
    maxmem: 64 * 1024 * 1024,
  });
  return got.length === wanted.length && timingSafeEqual(got, wanted);
}

/** An unknown user costs as much time as a wrong password. */
export async function checkLogin(
  logins: readonly { user: string; passwordHash: string }[],
  user: string,
  password: string,
): Promise<boolean> {
  const login = logins.find((candidate) => candidate.user === user);
  const decoy = 'scrypt$32768$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
  return (await passwordMatches(password, login?.passwordHash ?? decoy)) && login !== undefined;
}
