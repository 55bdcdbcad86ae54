/** Reads the configuration file, applies environment and command line, and reports every mistake at once; every process starts with it. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import { withWebhookSecrets } from './alert-webhooks.ts';
import { withAbsoluteArchives } from './archive-targets.ts';
import { crossCheck } from './checks.ts';
import { readEnvironment, readOidcSecret, readSecretFile, type Setting } from './environment.ts';
import { withAbsoluteOutputs } from './event-outputs.ts';
import { isPolicyFile } from './policy-files.ts';
import { describeProblems, parseWith, pathText, problemAt, type Mistake, type Path, type Problem } from './problem.ts';
import { readYaml, type YamlFile } from './read-yaml.ts';
import { rosterSecret, withAbsoluteSources } from './roster-sync.ts';
import { configSchema, type Config, type Secrets } from './schema.ts';
import { placeAll, pruned } from './settings.ts';
import { withAbsoluteTelemetry } from './telemetry.ts';

export interface ConfigRequest {
  /** The YAML file; without one, the defaults apply. */
  readonly file?: string;
  readonly env: NodeJS.ProcessEnv;
  /** Values of the command line by dotted path, `{ policy: 'monitor', 'http.port': 0 }`: they override file and environment. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** Base folder of relative paths in environment and command line. Default: the working folder. */
  readonly workingFolder?: string;
}

export interface LoadedConfig {
  /** All paths absolute; passwords of smart hosts read from their files. */
  readonly config: Config;
  readonly secrets: Secrets;
  readonly sources: {
    readonly file?: string;
    /** Which variable (or `command line`) set a path: `smtp.listen[0].port` -> `HALLPASS_SMTP_PORT`. */
    readonly settings: ReadonlyMap<string, string>;
  };
}

/**
 * Reads and checks the configuration.
 * @throws HallpassError `config.not-readable`, or `config.invalid` whose text lists every mistake, never a value
 */
export function loadConfig(request: ConfigRequest): LoadedConfig {
  const result = readConfig(request);
  if ('problems' in result) throw new HallpassError('config.invalid', describeProblems(result.problems, request.file));
  return result;
}

/**
 * Reads and checks the configuration for callers that show the mistakes themselves, such as `hallpass check-config`.
 * @throws HallpassError `config.not-readable`
 */
export function readConfig(request: ConfigRequest): LoadedConfig | { readonly problems: readonly Problem[] } {
  const workingFolder = resolve(request.workingFolder ?? '.');
  const file = request.file === undefined ? undefined : resolve(workingFolder, request.file);
  const yaml = file === undefined ? undefined : readYaml(textOf(file));
  const environment = readEnvironment(request.env, workingFolder);
  if (yaml && yaml.problems.length > 0) return { problems: [...yaml.problems, ...environment.problems] };

  const settings = [...environment.settings, ...commandLine(request.overrides ?? {})];
  const raw = placeAll(yaml?.value ?? {}, settings);
  const { config, mistakes, doubtful } = check(raw);
  const sourceOf = (path: Path) => settings.findLast((setting) => startsWith(path, setting.path));
  const found = [...mistakes];
  let complete: Config | undefined;
  if (config) {
    const fileFolder = file === undefined ? workingFolder : dirname(file);
    complete = withAbsolutePaths(config, fileFolder, (path) => (sourceOf(path) ? workingFolder : fileFolder));
    found.push(...crossCheck(complete, doubtful));
    complete = withWebhookSecrets(withTenantSecrets(withPasswords(complete, found), found), fileFolder, found);
  }
  const oidc = complete
    ? oidcSecrets(complete, request.env, workingFolder)
    : { secrets: {}, problems: [], mistakes: [] };
  found.push(...oidc.mistakes);
  const roster = complete && rosterSecret(complete, environment.secrets.roster, found);
  const problems = [
    ...environment.problems,
    ...oidc.problems,
    ...found.map((mistake) => problemOf(mistake, sourceOf(mistake.path), yaml)),
  ];
  if (problems.length > 0 || !complete) return { problems };
  return {
    config: complete,
    secrets: {
      ...environment.secrets,
      ...(Object.keys(oidc.secrets).length > 0 && { oidc: oidc.secrets }),
      ...(roster !== undefined && { roster }),
    },
    sources: {
      ...(file === undefined ? {} : { file }),
      settings: new Map(settings.map(({ path, source }) => [pathText(path), source])),
    },
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new HallpassError('config.not-readable', `${file} (${codeOf(error)})`, { cause: error });
  }
}

const startsWith = (path: Path, prefix: Path): boolean => prefix.every((step, at) => path[at] === step);

function commandLine(overrides: Readonly<Record<string, unknown>>): Setting[] {
  const steps = (path: string): Path => path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  return Object.entries(overrides).flatMap(([path, value]) =>
    value === undefined ? [] : [{ path: steps(path), value, source: 'command line' }],
  );
}

/** Checks against the schema; where that fails, checks again without the mistakes, so that other mistakes are found as well. */
function check(raw: unknown): { config?: Config; mistakes: readonly Mistake[]; doubtful: readonly Path[] } {
  const first = parseWith(configSchema, raw);
  if ('data' in first) return { config: first.data, mistakes: [], doubtful: [] };
  for (const shorten of [0, 1, 2]) {
    const { value, removed } = pruned(raw, first.mistakes, shorten);
    const again = parseWith(configSchema, value);
    if ('data' in again) return { config: again.data, mistakes: first.mistakes, doubtful: removed };
  }
  return { mistakes: first.mistakes, doubtful: [] };
}

function withAbsolutePaths(config: Config, fileFolder: string, folderOf: (path: Path) => string): Config {
  const at = (file: string, ...path: Path) => resolve(folderOf(path), file);
  const { tls } = config.smtp;
  const { supplement } = config.directory;
  // A bare name refers to a file in the bundle.
  const supplementFile = /[/\\]/.test(supplement.file)
    ? at(supplement.file, 'directory', 'supplement', 'file')
    : supplement.file;
  return {
    ...config,
    data: at(config.data, 'data'),
    ...(config.roster === undefined ? {} : { roster: at(config.roster, 'roster') }),
    directory: { ...config.directory, supplement: { ...supplement, file: supplementFile } },
    policy: isPolicyFile(config.policy) ? at(config.policy, 'policy') : config.policy,
    smtp: {
      ...config.smtp,
      ...(tls ? { tls: tlsFiles(tls, (file) => at(file, 'smtp', 'tls')) } : {}),
      tenants: config.smtp.tenants.map((tenant) =>
        tenant.header?.valuesFile === undefined
          ? tenant
          : { ...tenant, header: { ...tenant.header, valuesFile: resolve(fileFolder, tenant.header.valuesFile) } },
      ),
    },
    events: withAbsoluteOutputs(config.events, (file) => resolve(fileFolder, file)),
    archive: withAbsoluteArchives(config.archive, (file) => resolve(fileFolder, file)),
    telemetry: withAbsoluteTelemetry(config.telemetry, (file) => resolve(fileFolder, file)),
    rosterSync: withAbsoluteSources(config.rosterSync, (file) => resolve(fileFolder, file)),
    detectors: { ...config.detectors, extra: config.detectors.extra.map((file) => at(file, 'detectors', 'extra')) },
    console: {
      ...config.console,
      providers: config.console.providers.map((provider) =>
        provider.clientSecretFile === undefined
          ? provider
          : { ...provider, clientSecretFile: resolve(fileFolder, provider.clientSecretFile) },
      ),
    },
    deliver: {
      ...config.deliver,
      smarthosts: config.deliver.smarthosts.map((hop) =>
        hop.passwordFile === undefined ? hop : { ...hop, passwordFile: resolve(fileFolder, hop.passwordFile) },
      ),
    },
  };
}

function tlsFiles(tls: NonNullable<Config['smtp']['tls']>, at: (file: string) => string): typeof tls {
  const { certFile, keyFile, clientCaFile } = tls;
  const ca = clientCaFile === undefined ? {} : { clientCaFile: at(clientCaFile) };
  return { certFile: at(certFile), keyFile: at(keyFile), ...ca };
}

/** Values of the header fields that prove tenants, from the files that the configuration names, one a line. */
function withTenantSecrets(config: Config, mistakes: Mistake[]): Config {
  const tenants = config.smtp.tenants.map((tenant, at) => {
    if (tenant.header?.valuesFile === undefined) return tenant;
    const read = readSecretFile(tenant.header.valuesFile);
    const values = 'value' in read ? read.value.split(/\r?\n/).map((line) => line.trim()) : [];
    const expected =
      'expected' in read ? read.expected : 'expected one value a line, of 20 to 200 characters without spaces';
    if (values.length === 0 || !values.every((value) => /^[\x21-\x7e]{20,200}$/.test(value)))
      mistakes.push({ path: ['smtp', 'tenants', at, 'header', 'valuesFile'], expected });
    return { ...tenant, header: { ...tenant.header, values } };
  });
  return { ...config, smtp: { ...config.smtp, tenants } };
}

function withPasswords(config: Config, mistakes: Mistake[]): Config {
  const smarthosts = config.deliver.smarthosts.map((hop, at) => {
    if (hop.passwordFile === undefined) return hop;
    const read = readSecretFile(hop.passwordFile);
    if ('value' in read) return { ...hop, password: read.value };
    mistakes.push({ path: ['deliver', 'smarthosts', at, 'passwordFile'], expected: read.expected });
    return hop;
  });
  return { ...config, deliver: { ...config.deliver, smarthosts } };
}

/** Client secrets of the identity providers: from the environment, or from the files that the configuration names. */
function oidcSecrets(
  { console: { providers } }: Config,
  env: NodeJS.ProcessEnv,
  workingFolder: string,
): { secrets: Record<string, string>; problems: Problem[]; mistakes: Mistake[] } {
  const result = { secrets: {} as Record<string, string>, problems: [] as Problem[], mistakes: [] as Mistake[] };
  for (const [at, { id, clientSecretFile }] of providers.entries()) {
    const { value, problem } = readOidcSecret(env, id, workingFolder);
    if (problem) result.problems.push(problem);
    if (value !== undefined) result.secrets[id] = value;
    if (value !== undefined || clientSecretFile === undefined) continue;
    const read = readSecretFile(clientSecretFile);
    if ('value' in read) result.secrets[id] = read.value;
    else result.mistakes.push({ path: ['console', 'providers', at, 'clientSecretFile'], expected: read.expected });
  }
  return result;
}

function problemOf(mistake: Mistake, setting: Setting | undefined, yaml: YamlFile | undefined): Problem {
  const { path, expected } = mistake;
  if (setting) {
    const within = path.slice(setting.path.length);
    const entry =
      typeof within[0] === 'number' && setting.source === 'HALLPASS_DOMAINS' ? `entry ${within[0] + 1}: ` : '';
    return {
      where: setting.source === 'command line' ? `command line (${pathText(path)})` : setting.source,
      expected: entry + expected,
    };
  }
  return problemAt(mistake, yaml?.lineOf(path));
}
