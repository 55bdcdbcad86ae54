/** What is refused in `rosterSync`, `telemetry` and `hold.daysOff`, and where the secrets come from. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, readConfig } from './load-config.ts';
import { requireWatchedFolder } from './roster-sync.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hallpass-config-'));
  writeFileSync(join(folder, 'secret'), 'from-the-file\n');
  writeFileSync(join(folder, 'headers'), 'Authorization: Bearer x\nx-tenant: school\n');
  writeFileSync(join(folder, 'no-headers'), 'Bearer x');
});
afterAll(() => rmSync(folder, { recursive: true }));

const service = {
  url: 'https://sis.example/ims/oneroster/rostering/v1p2',
  clientId: 'hallpass',
  clientSecretFile: 'secret',
  tokenUrl: 'https://sis.example/token',
};

function request(config: object, env: Readonly<Record<string, string>> = {}) {
  const file = join(folder, 'hallpass.yaml');
  writeFileSync(file, JSON.stringify(config));
  return { file, env };
}

describe('refuses', () => {
  it.each<[string, object, string, string]>([
    ['two sources', { rosterSync: { folder: { path: '.' }, oneRoster: service } }, 'rosterSync.folder', 'only one of'],
    [
      'http',
      { rosterSync: { oneRoster: { ...service, url: 'http://sis.example/v1p2' } } },
      'rosterSync.oneRoster.url',
      'https://',
    ],
    [
      'a login in the address',
      { rosterSync: { oneRoster: { ...service, url: 'https://a:b@sis.example/' } } },
      'rosterSync.oneRoster.url',
      'https://',
    ],
    [
      'a query',
      { rosterSync: { oneRoster: { ...service, url: 'https://sis.example/?a=b' } } },
      'rosterSync.oneRoster.url',
      'without ?',
    ],
    [
      'no token endpoint',
      { rosterSync: { oneRoster: { ...service, tokenUrl: undefined } } },
      'rosterSync.oneRoster.tokenUrl',
      'token endpoint',
    ],
    [
      'a token endpoint of 1.1',
      { rosterSync: { oneRoster: { ...service, version: '1.1' } } },
      'rosterSync.oneRoster.tokenUrl',
      'oauth1',
    ],
    [
      'demographics',
      { rosterSync: { oneRoster: { ...service, scopes: ['roster-demographics.readonly'] } } },
      'rosterSync.oneRoster.scopes',
      'never fetched',
    ],
    [
      'no secret',
      { rosterSync: { oneRoster: { ...service, clientSecretFile: undefined } } },
      'rosterSync.oneRoster.clientSecretFile',
      'HALLPASS_ROSTER_SECRET',
    ],
    [
      'a secret that cannot be read',
      { rosterSync: { oneRoster: { ...service, clientSecretFile: 'away' } } },
      'rosterSync.oneRoster.clientSecretFile',
      'ENOENT',
    ],
    ['a time of day', { rosterSync: { folder: { path: '.', at: ['25:00'] } } }, 'rosterSync.folder.at[0]', '03:15'],
    [
      'days off backwards',
      { hold: { daysOff: [{ from: '2027-01-02', to: '2026-12-20' }] } },
      'hold.daysOff[0]',
      'in that order',
    ],
    [
      'headers without TLS',
      { telemetry: { traces: { url: 'http://collector.example/v1/traces', headersFile: 'headers' } } },
      'telemetry.traces.url',
      'https://',
    ],
    [
      'a file without header fields',
      { telemetry: { traces: { url: 'https://collector.example/', headersFile: 'no-headers' } } },
      'telemetry.traces.headersFile',
      'Name: value',
    ],
    [
      'a member of the roster without a name',
      { district: { groups: { a: ['roster:'] } } },
      'district.groups.a[0]',
      'roster:principal',
    ],
  ])('%s', (_name, config, where, expected) => {
    const read = readConfig(request(config));
    const problems = 'problems' in read ? read.problems : [];
    expect(problems).toHaveLength(1);
    expect(problems[0]!.where).toContain(where);
    expect(problems[0]!.expected).toContain(expected);
  });
});

it('takes the secret from the environment first, then from the file', () => {
  expect(loadConfig(request({ rosterSync: { oneRoster: service } })).secrets.roster).toBe('from-the-file');
  const { secrets } = loadConfig(request({ rosterSync: { oneRoster: service } }, { HALLPASS_ROSTER_SECRET: 'env' }));
  expect(secrets.roster).toBe('env');
  expect(loadConfig(request({})).secrets.roster).toBeUndefined();
});

it('starts without the watched folder, which check-config refuses', () => {
  const { config } = loadConfig(request({ rosterSync: { folder: { path: 'not-there' } } }));
  expect(config.rosterSync.folder!.path).toBe(join(folder, 'not-there'));
  expect(() => requireWatchedFolder(config)).toThrow('rosterSync.folder.path: expected a readable folder (ENOENT)');
  expect(() =>
    requireWatchedFolder(loadConfig(request({ rosterSync: { folder: { path: '.' } } })).config),
  ).not.toThrow();
});
