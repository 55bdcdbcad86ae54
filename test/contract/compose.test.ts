/** Holds Dockerfile and docker-compose.yml against the code: roles, options, variables and files that they name exist. */
import { describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { secretVariables, variables } from '../../src/config/environment.ts';
import { readConfig } from '../../src/config/load-config.ts';
import { roles } from '../../src/gateway/gateway.ts';
import { generateKey } from '../../src/store/keys.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Service {
  readonly build?: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly restart: string;
  readonly stop_grace_period?: string;
  readonly read_only?: boolean;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<
    Record<string, { internal?: boolean; ipam?: { config: readonly { subnet: string }[] } } | null>
  >;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const own = services.filter(([, service]) => service.build !== undefined);

/** Instructions of the Dockerfile, their continued lines joined. */
const instructions = read('Dockerfile')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
  .map((line) => ({ name: line.slice(0, line.indexOf(' ')), rest: line.slice(line.indexOf(' ') + 1).trim() }));
const last = (name: string): string => instructions.findLast((instruction) => instruction.name === name)?.rest ?? '';
const inImage = (path: string): string => path.replace(/^\/app\//, '');

describe('Dockerfile', () => {
  it('copies files that exist, and only those that .dockerignore lets through', () => {
    const ignore = read('.dockerignore').split('\n');
    const copied = instructions
      .filter(({ name, rest }) => name === 'COPY' && !rest.startsWith('--from'))
      .flatMap(({ rest }) => rest.split(/\s+/).slice(0, -1));
    expect(copied).toContain('src');
    for (const path of copied) {
      expect([path, existsSync(join(root, path))]).toEqual([path, true]);
      expect(ignore).toContain(`!${path}`);
    }
    expect(ignore).toContain('*');
  });

  it('runs the command line as an account without rights, and is told to stop by SIGTERM', () => {
    const entrypoint = (JSON.parse(last('ENTRYPOINT')) as string[]).map(inImage);
    expect(entrypoint).toEqual(['bin/hallpass']);
    const [command, option, file, ...more] = JSON.parse(last('CMD')) as string[];
    expect([command, option, more]).toEqual(['start', '--config', []]);
    expect(existsSync(join(root, inImage(file!)))).toBe(true);
    expect(last('USER')).toBe('hallpass');
    expect(last('STOPSIGNAL')).toBe('SIGTERM');
    expect(last('VOLUME')).toBe('/data');
    expect(last('ENV')).toContain('HALLPASS_DATA=/data');
  });

  it('asks /readyz whether it is healthy', () => {
    const [program, flag, script] = JSON.parse(last('HEALTHCHECK').replace(/^.*?CMD /, '')) as string[];
    expect([program, flag]).toEqual(['node', '-e']);
    expect(script).toContain('/readyz');
    expect(script).toContain('HALLPASS_HTTP_PORT');
  });
});

describe('docker-compose.yml', () => {
  it('runs each role once, on the image that is built here', () => {
    const run = own.map(([name, { command }]) => {
      const [start, config, file, role, ...rest] = command ?? [];
      expect([name, start, config, role, rest.length]).toEqual([name, 'start', '--config', '--role', 1]);
      expect(existsSync(join(root, inImage(file!)))).toBe(true);
      return rest[0];
    });
    expect(run.sort()).toEqual([...roles].sort());
  });

  it.each(own)(
    '%s: variables that the gateway knows, and a configuration that is valid with them',
    (_name, service) => {
      const secretNames = Object.keys(secretVariables);
      const known = [...Object.keys(variables), ...secretNames, ...secretNames.map((name) => `${name}_FILE`)];
      const folder = mkdtempSync(join(tmpdir(), 'hallpass-compose-'));
      try {
        const contents: Record<string, string> = {
          'hallpass-key': generateKey(),
          'database-url': 'postgres://hallpass:planted@postgres:5432/hallpass',
        };
        const env = Object.fromEntries(
          Object.entries(service.environment ?? {}).map(([name, value]) => {
            expect(known).toContain(name);
            const secret = /^\/run\/secrets\/(.+)$/.exec(value)?.[1];
            if (secret === undefined) return [name, value.replace(/\$\{\w+:-([^}]*)\}/g, '$1')];
            expect(service.secrets).toContain(secret);
            writeFileSync(join(folder, secret), contents[secret] ?? '');
            return [name, join(folder, secret)];
          }),
        );
        const file = join(root, inImage(service.command![2]!));
        expect(readConfig({ file, env })).toMatchObject({
          config: {
            database: { url: contents['database-url'] },
            deliver: { route: 'smarthost' },
            http: { host: '0.0.0.0' },
          },
          secrets: { key: contents['hallpass-key'] },
        });
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

  it.each(own)('%s: waits for healthy servers, drains before it is killed, writes nowhere', (_name, service) => {
    const healthy = { condition: 'service_healthy' };
    expect(service.depends_on).toEqual({ postgres: healthy, redis: healthy });
    expect(Number.parseInt(service.stop_grace_period!, 10)).toBeGreaterThan(45);
    expect(service.read_only).toBe(true);
  });

  it('restarts what ends, and checks the health of every server', () => {
    for (const [name, service] of services) {
      expect([name, service.restart]).toEqual([name, 'unless-stopped']);
      if (service.build === undefined) expect(service.healthcheck?.test[0]).toBe('CMD');
    }
  });

  it('holds no secret, and names the file of each that is used', () => {
    const used = new Set(services.flatMap(([, service]) => service.secrets ?? []));
    expect([...used].sort()).toEqual(Object.keys(compose.secrets).sort());
    for (const { file } of Object.values(compose.secrets))
      expect(file).toMatch(/^\$\{HALLPASS_SECRETS:-\.\/data\/secrets\}\//);
    for (const [, { environment = {} }] of services) {
      for (const [name, value] of Object.entries(environment)) {
        if (/PASSWORD|KEY|DATABASE_URL/.test(name))
          expect([name, value]).toEqual([expect.stringMatching(/_FILE$/), expect.stringMatching(/^\/run\/secrets\//)]);
        expect(value).not.toMatch(/:\/\/[^/]*:[^/]*@/);
      }
    }
  });

  it('keeps database and queue off the outer network, and listens on the machine itself only unless told otherwise', () => {
    expect(compose.networks['back']).toEqual({ internal: true });
    for (const name of ['postgres', 'redis']) {
      expect(compose.services[name]!.networks).toEqual(['back']);
      expect(compose.services[name]!.ports).toBeUndefined();
    }
    const published = services.flatMap(([, { ports = [] }]) => ports);
    expect(published.length).toBeGreaterThan(0);
    for (const port of published) expect(port).toMatch(/^(127\.0\.0\.1|\$\{HALLPASS_SMTP_BIND:-127\.0\.0\.1\}):/);
  });

  it('trusts the network that it makes', () => {
    const result = readConfig({ file: join(root, 'config/compose.yaml'), env: {} });
    const { networks } = 'config' in result ? result.config.smtp : { networks: [] };
    expect(networks).toContain(compose.networks['front']?.ipam?.config[0]?.subnet);
  });
});
