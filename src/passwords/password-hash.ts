/** Passwords of SMTP logins and of console accounts: kept as argon2id hashes (RFC 9106) in PHC string format. */
import { argon2, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const deriveArgon2 = promisify(argon2);
const deriveScrypt = promisify<string, Buffer, number, { N: number; maxmem: number }, Buffer>(scrypt);

/** OWASP's first choice: 19 MiB, two passes, one lane. About 60 ms of a processor. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const HASH_BYTES = 32;
/** What a stored hash may ask for: it is read from a file or a database, and must not be a way to fill the memory. */
const MAX_MEMORY_KIB = 1_048_576;
const MAX_PASSES = 10;
const MAX_LANES = 8;

/** @returns `$argon2id$v=19$m=19456,t=2,p=1$salt$hash` */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const hash = await deriveArgon2('argon2id', { ...COST, message: password, nonce, tagLength: HASH_BYTES });
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(nonce)}$${unpadded(hash)}`;
}

/** Whether it is the password of a hash: of ours, or of `scrypt$N$salt$hash` as the first version made them. */
export async function passwordMatches(password: string, stored: string): Promise<boolean> {
  return stored.startsWith('scrypt$') ? matchesScrypt(password, stored) : matchesArgon2(password, stored);
}

/** A hash that no password has: checking against it takes the time of a real one where there is none to check. */
export const noPassword = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${unpadded(Buffer.alloc(16))}$${unpadded(Buffer.alloc(HASH_BYTES))}`;

async function matchesArgon2(password: string, stored: string): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d)\$([\w+/]{11,86})\$([\w+/]{22,86})$/.exec(stored);
  if (!match) return false;
  const [memory, passes, parallelism] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (memory > MAX_MEMORY_KIB || passes > MAX_PASSES || parallelism > MAX_LANES) return false;
  if (passes < 1 || parallelism < 1 || memory < 8 * parallelism) return false;
  const [nonce, wanted] = [Buffer.from(match[4] ?? '', 'base64'), Buffer.from(match[5] ?? '', 'base64')];
  const cost = { memory, passes, parallelism };
  const got = await deriveArgon2('argon2id', { ...cost, message: password, nonce, tagLength: wanted.length });
  return timingSafeEqual(got, wanted);
}

async function matchesScrypt(password: string, stored: string): Promise<boolean> {
  const [, cost, salt, hash] = stored.split('$');
  if (cost === undefined || salt === undefined || hash === undefined) return false;
  const wanted = Buffer.from(hash, 'base64url');
  const N = Number(cost);
  if (wanted.length !== HASH_BYTES || N !== 32_768) return false;
  const got = await deriveScrypt(password, Buffer.from(salt, 'base64url'), HASH_BYTES, { N, maxmem: 64 * 1024 * 1024 });
  return timingSafeEqual(got, wanted);
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
