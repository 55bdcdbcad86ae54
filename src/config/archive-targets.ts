/** Archives: absolute paths, secrets from their files, and checks that the schema cannot express. */
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createSecureContext } from 'node:tls';
import { codeOf } from '../errors/hallpass-error.ts';
import { isProtected } from './alert-webhooks.ts';
import { readSecretFile } from './environment.ts';
import { smarthostMistakes } from './mail-checks.ts';
import type { Mistake, Path } from './problem.ts';
import type { Config } from './schema.ts';

type Archive = Config['archive'];
const kinds = ['journals', 'buckets', 'folders'] as const;

/** @param at makes a path absolute */
export function withAbsoluteArchives(archive: Archive, at: (file: string) => string): Archive {
  return {
    ...archive,
    journals: archive.journals.map((journal) =>
      journal.smarthost?.passwordFile === undefined
        ? journal
        : { ...journal, smarthost: { ...journal.smarthost, passwordFile: at(journal.smarthost.passwordFile) } },
    ),
    buckets: archive.buckets.map((bucket) => ({
      ...bucket,
      accessKeyIdFile: at(bucket.accessKeyIdFile),
      secretAccessKeyFile: at(bucket.secretAccessKeyFile),
      ...(bucket.caFile === undefined ? {} : { caFile: at(bucket.caFile) }),
    })),
    folders: archive.folders.map((folder) => ({ ...folder, path: at(folder.path) })),
  };
}

export function archiveMistakes({ archive }: Pick<Config, 'archive'>): Mistake[] {
  const mistakes: Mistake[] = [];
  const names = new Set<string>();
  for (const kind of kinds)
    for (const [n, { name, when, rules }] of archive[kind].entries()) {
      const path = ['archive', kind, n];
      if (names.has(name))
        mistakes.push({ path: [...path, 'name'], expected: 'expected a name that no other archive has' });
      names.add(name);
      if (rules.length > 0 && when === 'accepted')
        mistakes.push({
          path: [...path, 'when'],
          expected: 'expected verdict because of rules: which rules match is not known before',
        });
    }
  mistakes.push(...archive.journals.flatMap(journalMistakes));
  mistakes.push(...archive.buckets.flatMap(bucketMistakes));
  mistakes.push(...archive.folders.flatMap(folderMistakes));
  return mistakes;
}

function journalMistakes({ smarthost }: Archive['journals'][number], n: number): Mistake[] {
  if (smarthost === undefined) return [];
  const path: Path = ['archive', 'journals', n, 'smarthost'];
  const mistakes = smarthostMistakes(smarthost, path);
  if (smarthost.passwordFile === undefined) return mistakes;
  const read = readSecretFile(smarthost.passwordFile);
  return 'expected' in read ? [...mistakes, { path: [...path, 'passwordFile'], expected: read.expected }] : mistakes;
}

function bucketMistakes(bucket: Archive['buckets'][number], n: number): Mistake[] {
  const path: Path = ['archive', 'buckets', n];
  const mistakes: Mistake[] = [];
  if (!isProtected(bucket.endpoint) || !isOrigin(bucket.endpoint))
    mistakes.push({
      path: [...path, 'endpoint'],
      expected: 'expected an address such as https://s3.example without a path, or http:// on this machine',
    });
  for (const key of ['accessKeyIdFile', 'secretAccessKeyFile'] as const) {
    const read = readSecretFile(bucket[key]);
    if ('expected' in read) mistakes.push({ path: [...path, key], expected: read.expected });
    else if (!/^[\x21-\x7e]+$/.test(read.value))
      mistakes.push({ path: [...path, key], expected: 'expected one line without spaces' });
  }
  if (bucket.caFile !== undefined)
    try {
      createSecureContext({ ca: readFileSync(bucket.caFile) });
    } catch (error) {
      const expected = `expected a readable file of certificates in PEM (${codeOf(error)})`;
      mistakes.push({ path: [...path, 'caFile'], expected });
    }
  return mistakes;
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
}

/** The folder itself is made with the first copy. */
function folderMistakes({ path: folder }: Archive['folders'][number], n: number): Mistake[] {
  try {
    accessSync(existsSync(folder) ? folder : dirname(folder), constants.W_OK | constants.X_OK);
    return [];
  } catch (error) {
    return [
      { path: ['archive', 'folders', n, 'path'], expected: `expected a folder that can be written (${codeOf(error)})` },
    ];
  }
}
