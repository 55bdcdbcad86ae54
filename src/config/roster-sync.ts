/** Checks of the section `rosterSync`, the secret of the OneRoster service, and paths made absolute. */
import { accessSync, constants, statSync } from 'node:fs';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import { isProtected } from './alert-webhooks.ts';
import { readSecretFile } from './environment.ts';
import type { Mistake, Path } from './problem.ts';
import type { Config } from './schema.ts';

type RosterSync = Config['rosterSync'];
type OneRoster = NonNullable<RosterSync['oneRoster']>;

const protectedUrl = 'expected an address that starts with https://, or http:// on this machine';

/** The kind of authorization that is used: that of the version, where none is set. */
export function authOf({ auth, version }: Pick<OneRoster, 'auth' | 'version'>): 'oauth1' | 'oauth2' {
  return auth ?? (version === '1.1' ? 'oauth1' : 'oauth2');
}

export function rosterSyncMistakes({ rosterSync: { folder, oneRoster } }: Config): Mistake[] {
  const mistakes: Mistake[] = [];
  const wrong = (path: Path, expected: string): void => void mistakes.push({ path: ['rosterSync', ...path], expected });
  if (folder && oneRoster) wrong(['folder'], 'expected only one of folder and oneRoster: there is one roster');
  if (!oneRoster) return mistakes;
  const { url, tokenUrl } = oneRoster;
  if (!isProtected(url)) wrong(['oneRoster', 'url'], protectedUrl);
  else if (/[?#]/.test(url)) wrong(['oneRoster', 'url'], 'expected an address without ? and #');
  if (authOf(oneRoster) === 'oauth1') {
    if (tokenUrl !== undefined) wrong(['oneRoster', 'tokenUrl'], 'expected no tokenUrl: auth is oauth1');
    if (oneRoster.scopes) wrong(['oneRoster', 'scopes'], 'expected no scopes: auth is oauth1');
  } else if (tokenUrl === undefined) wrong(['oneRoster', 'tokenUrl'], 'expected the address of the token endpoint');
  else if (!isProtected(tokenUrl)) wrong(['oneRoster', 'tokenUrl'], protectedUrl);
  if (oneRoster.scopes?.some((scope) => /demographics/i.test(scope)))
    wrong(['oneRoster', 'scopes'], 'expected no scope for demographics: they are never fetched');
  return mistakes;
}

/**
 * For `check-config`. A gateway starts without the folder, which may be on a disk that is not there yet: mail goes on.
 *
 * @throws HallpassError config.invalid
 */
export function requireWatchedFolder({ rosterSync: { folder } }: Pick<Config, 'rosterSync'>): void {
  if (!folder) return;
  const invalid = (expected: string) => new HallpassError('config.invalid', `rosterSync.folder.path: ${expected}`);
  try {
    accessSync(folder.path, constants.R_OK | constants.X_OK);
    if (statSync(folder.path).isDirectory()) return;
  } catch (error) {
    throw invalid(`expected a readable folder (${codeOf(error)})`);
  }
  throw invalid('expected a folder');
}

/**
 * The secret of the OneRoster service.
 *
 * @param fromEnvironment `HALLPASS_ROSTER_SECRET`, or the content of its file
 * @param mistakes gets what is wrong
 */
export function rosterSecret(
  { rosterSync: { oneRoster } }: Config,
  fromEnvironment: string | undefined,
  mistakes: Mistake[],
): string | undefined {
  if (!oneRoster) return undefined;
  if (fromEnvironment !== undefined) return fromEnvironment;
  const path: Path = ['rosterSync', 'oneRoster', 'clientSecretFile'];
  if (oneRoster.clientSecretFile === undefined) {
    mistakes.push({ path, expected: 'expected the file of the secret, or HALLPASS_ROSTER_SECRET in the environment' });
    return undefined;
  }
  const read = readSecretFile(oneRoster.clientSecretFile);
  if ('value' in read) return read.value;
  mistakes.push({ path, expected: read.expected });
  return undefined;
}

export function withAbsoluteSources({ folder, oneRoster }: RosterSync, at: (file: string) => string): RosterSync {
  return {
    ...(folder && { folder: { ...folder, path: at(folder.path) } }),
    ...(oneRoster && {
      oneRoster: {
        ...oneRoster,
        ...(oneRoster.clientSecretFile !== undefined && { clientSecretFile: at(oneRoster.clientSecretFile) }),
      },
    }),
  };
}
