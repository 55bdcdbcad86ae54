/** Where the encryption key comes from: the environment, or for the embedded default a key file made at first start. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Config, Secrets } from '../config/schema.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import { generateKey, parseKeys, type KeyRing } from './keys.ts';

export function keyFileOf(dataFolder: string): string {
  return join(dataFolder, 'hallpass.key');
}

/**
 * @throws HallpassError keys.bad-format; also where an external database is configured without a key: processes that
 *   share a database must share its key
 */
export function loadKeys(config: Pick<Config, 'data' | 'database'>, secrets: Secrets): KeyRing {
  if (secrets.key !== undefined) return parseKeys(secrets.key);
  const file = keyFileOf(config.data);
  if (!existsSync(file)) {
    if (config.database.url !== undefined) {
      throw new HallpassError(
        'keys.bad-format',
        'set HALLPASS_KEY or HALLPASS_KEY_FILE when the database is not the embedded one (openssl rand -base64 32)',
      );
    }
    if (existsSync(join(config.data, 'postgres', 'cluster'))) {
      throw new HallpassError('keys.not-this-database', `its key file ${file} is missing; restore it from your backup`);
    }
    mkdirSync(config.data, { recursive: true });
    try {
      writeFileSync(file, `${generateKey()}\n`, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if (!existsSync(file)) throw error; // another start was faster: its key counts
    }
  }
  return parseKeys(readFileSync(file, 'utf8'));
}

/** Puts a new key in front of the keys of a file: it encrypts from the next start on. @returns the id of the key */
export function addKeyToFile(file: string): string {
  const text = `${generateKey()}\n${readFileSync(file, 'utf8')}`;
  const { activeId } = parseKeys(text);
  const next = `${file}.new`;
  writeFileSync(next, text, { mode: 0o600 });
  const descriptor = openSync(next, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(next, file);
  return activeId;
}
