/** Configuration files of fixtures/configs/, and what environment and command line do to them. */
import { mkdtempSync, readdirSync, readFileSync, existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { HallpassError } from '../errors/hallpass-error.ts';
import { loadConfig, readConfig, type ConfigRequest } from './load-config.ts';
import { describeProblems } from './problem.ts';
import { configSchema } from './schema.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/configs', import.meta.url));
const filesIn = (folder: string) => readdirSync(join(fixtures, folder)).filter((file) => file.endsWith('.yaml'));

function mistakes(request: Partial<ConfigRequest>): string[] {
  const result = readConfig({ env: {}, ...request });
  return 'problems' in result
    ? describeProblems(result.problems)
        .split('\n')
        .slice(1)
        .map((line) => line.trim())
    : [];
}

describe('fixtures/configs/valid', () => {
  test.each(filesIn('valid'))('%s', (file) => {
    expect(mistakes({ file: join(fixtures, 'valid', file) })).toEqual([]);
  });

  test('without a file the defaults hold', () => {
    const { config } = loadConfig({ env: {}, workingFolder: '/srv/hallpass' });
    expect(config).toEqual({ ...configSchema.parse({}), data: '/srv/hallpass/data' });
  });

  test('relative paths start from the folder of the file, and passwords are read', () => {
    const folder = join(fixtures, 'valid');
    const { config, sources } = loadConfig({
      file: 'smarthost.yaml',
      env: { HALLPASS_DATA: 'd' },
      workingFolder: folder,
    });
    expect(sources.file).toBe(join(folder, 'smarthost.yaml'));
    expect(config.data).toBe(join(folder, 'd'));
    expect(config.smtp.tls).toEqual({
      certFile: join(folder, 'files/cert.pem'),
      keyFile: join(folder, 'files/key.pem'),
    });
    expect(config.policy).toBe(join(fixtures, '../../policies/monitor.yaml'));
    expect(config.deliver.smarthosts[0]).toMatchObject({ user: 'hallpass', password: 'correct horse battery staple' });
  });
});

describe('fixtures/configs/invalid', () => {
  test.each(filesIn('invalid'))('%s', (file) => {
    const path = join(fixtures, 'invalid', file);
    const golden = path.replace(/\.yaml$/, '.expected.txt');
    const text = `${mistakes({ file: path }).join('\n')}\n`;
    if (process.env['UPDATE_GOLDENS'] === '1') writeFileSync(golden, text);
    expect(existsSync(golden)).toBe(true);
    expect(text).toBe(readFileSync(golden, 'utf8'));
    expect(readFileSync(path, 'utf8')).toMatch(/planted.?5ecret/);
    expect(text).not.toMatch(/planted|5ecret/i);
    expect(() => loadConfig({ file: path, env: {} })).toThrow(expect.objectContaining({ code: 'config.invalid' }));
  });

  test('a file that is not there cannot be read', () => {
    const attempt = () => loadConfig({ file: '/nowhere/hallpass.yaml', env: {} });
    expect(attempt).toThrow(HallpassError);
    expect(attempt).toThrow(expect.objectContaining({ code: 'config.not-readable' }));
  });
});

describe('environment', () => {
  const secrets = mkdtempSync(join(tmpdir(), 'hallpass-secrets-'));
  writeFileSync(join(secrets, 'key'), 'the key\n');
  writeFileSync(join(secrets, 'url'), 'postgres://127.0.0.1/hallpass\n');
  writeFileSync(join(secrets, 'empty'), '\n');

  test('each variable sets its path and says so', () => {
    const env = {
      HALLPASS_DATA: 'd',
      HALLPASS_DOMAINS: 'a.example, .b.example,',
      HALLPASS_SMTP_PORT: '0',
      HALLPASS_HTTP_PORT: '8080',
      HALLPASS_SMARTHOST: 'mail.a.example:25',
      HALLPASS_POLICY: 'monitor',
      HALLPASS_ROSTER: '.',
      HALLPASS_KEY_FILE: 'key',
      DATABASE_URL_FILE: 'url',
      QUEUE_URL: 'redis://127.0.0.1:6379',
    };
    const { config, secrets: found, sources } = loadConfig({ env, workingFolder: secrets });
    expect(config).toMatchObject({
      data: join(secrets, 'd'),
      roster: secrets,
      policy: 'monitor',
      district: { domains: ['a.example', '.b.example'] },
      smtp: { listen: [{ host: '127.0.0.1', port: 0 }] },
      http: { port: 8080 },
      deliver: { route: 'smarthost', smarthosts: [{ address: 'mail.a.example:25', tls: 'opportunistic' }] },
      database: { url: 'postgres://127.0.0.1/hallpass' },
      queue: { url: 'redis://127.0.0.1:6379' },
    });
    expect(found).toEqual({ key: 'the key' });
    expect(Object.fromEntries(sources.settings)).toMatchObject({
      'smtp.listen[0].port': 'HALLPASS_SMTP_PORT',
      'database.url': 'DATABASE_URL_FILE',
      'deliver.route': 'HALLPASS_SMARTHOST',
    });
  });

  test('a smart host that the file knows keeps its login', () => {
    const { config } = loadConfig({
      file: join(fixtures, 'valid/smarthost.yaml'),
      env: { HALLPASS_SMARTHOST: 'mail.lakeshore.example:587' },
    });
    expect(config.deliver.smarthosts).toMatchObject([{ user: 'hallpass', tls: 'starttls' }]);
  });

  test('the command line goes over the environment, and empty variables count as not set', () => {
    const env = { HALLPASS_POLICY: 'default', HALLPASS_HTTP_PORT: '', DATABASE_URL: '' };
    const { config } = loadConfig({
      env,
      overrides: { policy: 'monitor', 'smtp.listen.0.port': 0, roster: undefined },
    });
    expect(config).toMatchObject({
      policy: 'monitor',
      http: { port: 8025 },
      smtp: { listen: [{ port: 0 }] },
      database: { poolSize: 10 },
    });
    expect(config.database.url).toBeUndefined();
  });

  test('mistakes are listed by variable, never with their values', () => {
    const env = {
      HALLPASS_DOMAINS: 'a.example,planted 5ecret',
      HALLPASS_SMTP_PORT: 'planted-5ecret',
      HALLPASS_HTTP_PORT: '99999',
      HALLPASS_SMARTHOST: 'planted-5ecret',
      HALLPASS_POLICY: 'planted-5ecret',
      HALLPASS_ROSTER: 'planted-5ecret',
      HALLPASS_KEY: 'planted-5ecret',
      HALLPASS_KEY_FILE: 'key',
      DATABASE_URL: 'mysql://planted-5ecret',
      QUEUE_URL_FILE: 'empty',
    };
    const lines = mistakes({ env, workingFolder: secrets, overrides: { data: 5 } });
    expect(lines.sort()).toEqual([
      'DATABASE_URL: expected a URL that starts with postgres://',
      'HALLPASS_DOMAINS: entry 2: expected a domain such as school.example, or .school.example for its subdomains',
      'HALLPASS_HTTP_PORT: expected a number of at most 65535',
      'HALLPASS_KEY_FILE: expected only one of HALLPASS_KEY and HALLPASS_KEY_FILE',
      'HALLPASS_POLICY: expected the name of a pack in policies/ or the path of a YAML file',
      'HALLPASS_ROSTER: expected a readable folder or .zip file (ENOENT)',
      'HALLPASS_SMARTHOST: expected host:port',
      'HALLPASS_SMTP_PORT: expected a number',
      'QUEUE_URL_FILE: expected a file that is not empty',
      'command line (data): expected text',
    ]);
  });
});

test('every fixture has its expected mistakes, and no expectation stands alone', () => {
  const names = (ending: string) =>
    readdirSync(join(fixtures, 'invalid'))
      .filter((file) => file.endsWith(ending))
      .map((file) => basename(file, ending));
  expect(names('.expected.txt').sort()).toEqual(names('.yaml').sort());
});
