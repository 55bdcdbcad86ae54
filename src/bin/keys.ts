/** `hallpass keys`: a new key, and encrypting with it what is stored. */
import { existsSync } from 'node:fs';
import { resealFolder, withOlderKey } from '../archive/reseal-folder.ts';
import { processEnvironment } from '../config/environment.ts';
import { loadConfig } from '../config/load-config.ts';
import { rotateKeys, withOtherKeys } from '../store/key-rotation/rotate-keys.ts';
import { addKeyToFile, keyFileOf } from '../store/key-file.ts';
import { generateKey } from '../store/keys.ts';
import { withStore, type OpenStore } from './open-store.ts';
import { operator } from './operator.ts';

interface Common {
  readonly config?: string;
}

const withFirstKey = (config: string | undefined, run: (open: OpenStore) => Promise<void>): Promise<void> =>
  withStore(config, run, { encryptWith: 'first' });

export async function list(options: Common): Promise<void> {
  await withFirstKey(options.config, async ({ config, database: { db }, keys }) => {
    let older = await withOtherKeys(db, keys);
    for (const { path } of config.archive.folders) for await (const _ of withOlderKey(path, keys)) older += 1;
    process.stdout.write(
      `${keys.activeId}  encrypts\n${
        older === 0
          ? 'No other key is needed.\n'
          : `${older} stored values still need another key: hallpass keys rotate\n`
      }`,
    );
  });
}

/** Changes the key file of the embedded database; keys of the environment are changed by those who keep them. */
export function add(options: Common): Promise<void> {
  const { config, secrets } = loadConfig({
    ...(options.config === undefined ? {} : { file: options.config }),
    env: processEnvironment(),
  });
  const file = keyFileOf(config.data);
  if (secrets.key === undefined && config.database.url === undefined && existsSync(file)) {
    const id = addKeyToFile(file);
    process.stdout.write(
      `The new key ${id} is the first line of ${file}. Back this file up, restart the gateway, then run: hallpass keys rotate\n`,
    );
  } else
    process.stdout.write(
      `${generateKey()}\nPut this key before the others in HALLPASS_KEY or its file, restart every process, then run: hallpass keys rotate\n`,
    );
  return Promise.resolve();
}

export async function rotate(options: Common): Promise<void> {
  await withFirstKey(options.config, async ({ config, database: { db }, keys }) => {
    const { bodies, values } = await rotateKeys(db, keys, { actor: operator() });
    let copies = 0;
    for (const { path } of config.archive.folders) copies += await resealFolder(path, keys);
    if (copies > 0)
      process.stdout.write(`${copies} files of folder archives were encrypted with the key ${keys.activeId}.\n`);
    process.stdout.write(
      `${bodies} bodies and ${values} other values were encrypted with the key ${keys.activeId}. No other key is needed: you can remove the older keys and restart.\n`,
    );
  });
}
