/** The environment variables that override the configuration file, and the secrets that come from the environment only. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { codeOf } from '../errors/hallpass-error.ts';
import type { Path, Problem } from './problem.ts';
import type { Secrets } from './schema.ts';

/** A value that overrides the one in the file. */
export interface Setting {
  readonly path: Path;
  readonly value: unknown;
  /** Name of the variable, or `command line`. */
  readonly source: string;
}

export interface Environment {
  readonly settings: readonly Setting[];
  readonly secrets: Secrets;
  readonly problems: readonly Problem[];
}

interface Variable {
  readonly path: Path;
  readonly about: string;
  readonly read: (text: string) => unknown;
}

const asIs = (text: string): string => text;
const number = (text: string): unknown => (/^\d{1,9}$/.test(text) ? Number(text) : text);
const list = (text: string): string[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

/** The variables that each set one path of the configuration. */
export const variables: Readonly<Record<string, Variable>> = {
  HALLPASS_DATA: {
    path: ['data'],
    about: 'Folder for the embedded database, the key file and the local outbox.',
    read: asIs,
  },
  HALLPASS_DOMAINS: { path: ['district', 'domains'], about: "The district's domains, comma-separated.", read: list },
  HALLPASS_SMTP_PORT: { path: ['smtp', 'listen', 0, 'port'], about: 'Port of the first SMTP listener.', read: number },
  HALLPASS_HTTP_PORT: { path: ['http', 'port'], about: 'Port of the HTTP listener.', read: number },
  HALLPASS_SMARTHOST: {
    path: ['deliver', 'smarthosts'],
    about: 'The next hop, host:port; also sets deliver.route to smarthost.',
    read: (text) => [{ address: text }],
  },
  HALLPASS_POLICY: { path: ['policy'], about: 'Policy pack: a name or the path of a file.', read: asIs },
  HALLPASS_POLICY_SOURCE: {
    path: ['policySource'],
    about: 'versions or file: whether a version that managers have put in force takes the place of the policy pack.',
    read: asIs,
  },
  HALLPASS_ROSTER: { path: ['roster'], about: 'Folder or zip file of a OneRoster CSV bundle.', read: asIs },
};

type SecretVariable = { readonly about: string } & ({ readonly path: Path } | { readonly secret: 'key' | 'roster' });

/** The variables that may also be given as NAME_FILE: the path of a file with the value. */
export const secretVariables: Readonly<Record<string, SecretVariable>> = {
  HALLPASS_KEY: {
    secret: 'key',
    about: 'The key that encrypts message bodies and findings. Default: a key file in the data folder.',
  },
  HALLPASS_ROSTER_SECRET: {
    secret: 'roster',
    about: 'The secret with which the roster is fetched from a OneRoster service (rosterSync.oneRoster).',
  },
  DATABASE_URL: { path: ['database', 'url'], about: 'postgres://… of a PostgreSQL 15 or later.' },
  QUEUE_URL: { path: ['queue', 'url'], about: 'redis://… for the queue.' },
};

/** `HALLPASS_OIDC_SECRET_GOOGLE`, also as `…_FILE`: the client secret of the identity provider with the id `google`. */
export const oidcVariable = (id: string): string => `HALLPASS_OIDC_SECRET_${id.toUpperCase().replaceAll('-', '_')}`;

/** The environment of this process; no other module reads it. */
export const processEnvironment = (): NodeJS.ProcessEnv => process.env;

/** An empty variable counts as not set, because Docker Compose passes variables without a value as empty. */
export function readEnvironment(env: NodeJS.ProcessEnv, workingFolder: string): Environment {
  const settings: Setting[] = [];
  const problems: Problem[] = [];
  let secrets: Secrets = {};
  for (const [name, variable] of Object.entries(variables)) {
    const text = env[name]?.trim() ?? '';
    if (text === '') continue;
    settings.push({ path: variable.path, value: variable.read(text), source: name });
    if (name === 'HALLPASS_SMARTHOST') settings.push({ path: ['deliver', 'route'], value: 'smarthost', source: name });
  }
  for (const [name, variable] of Object.entries(secretVariables)) {
    const { value, problem, source } = readSecret(env, name, workingFolder);
    if (problem) problems.push(problem);
    if (value === undefined) continue;
    if ('secret' in variable) secrets = { ...secrets, [variable.secret]: value };
    else settings.push({ path: variable.path, value, source });
  }
  return { settings, secrets, problems };
}

/** Client secret of an identity provider; no value where the environment has none. */
export function readOidcSecret(
  env: NodeJS.ProcessEnv,
  id: string,
  workingFolder: string,
): { readonly value?: string; readonly problem?: Problem } {
  return readSecret(env, oidcVariable(id), workingFolder);
}

/** Content of a file with a secret, without the line end; or the mistake, with the code of the error. */
export function readSecretFile(file: string): { readonly value: string } | { readonly expected: string } {
  try {
    const value = readFileSync(file, 'utf8').trim();
    return value === '' ? { expected: 'expected a file that is not empty' } : { value };
  } catch (error) {
    return { expected: `expected a readable file (${codeOf(error)})` };
  }
}

function readSecret(
  env: NodeJS.ProcessEnv,
  name: string,
  workingFolder: string,
): { value?: string; problem?: Problem; source: string } {
  const direct = env[name]?.trim() ?? '';
  const file = env[`${name}_FILE`]?.trim() ?? '';
  if (direct !== '' && file !== '') {
    return {
      source: name,
      problem: { where: `${name}_FILE`, expected: `expected only one of ${name} and ${name}_FILE` },
    };
  }
  if (file === '') return direct === '' ? { source: name } : { source: name, value: direct };
  const read = readSecretFile(resolve(workingFolder, file));
  const source = `${name}_FILE`;
  return 'value' in read
    ? { source, value: read.value }
    : { source, problem: { where: source, expected: read.expected } };
}
