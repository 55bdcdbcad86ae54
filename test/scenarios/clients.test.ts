/** Other people's clients send through the gateway: swaks, and Postfix's smtp-source. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { run } from '../harness/command.ts';
import { startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';
import { hashPassword } from '../../src/passwords/password-hash.ts';

const files = join(import.meta.dirname, '../../fixtures/tls');

/** Installs Debian's packages where that is possible. @throws Error that says why the test cannot run here */
function need(command: string, debianPackage: string): void {
  const check = command.includes(' ') ? command : `command -v ${command}`;
  const isThere = (): boolean => spawnSync('sh', ['-c', `PATH="$PATH:/usr/sbin"; ${check}`]).status === 0;
  if (isThere()) return;
  if (process.getuid?.() !== 0)
    throw new Error(
      `${debianPackage} is missing; install it (apt-get install ${debianPackage}) or run the tests as root`,
    );
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]): string => spawnSync('apt-get', args, { env, encoding: 'utf8' }).stderr;
  const said = apt('update', '-qq') + apt('install', '-y', '-qq', '--no-install-recommends', debianPackage);
  if (!isThere()) throw new Error(`${debianPackage} could not be installed: ${said.slice(-500)}`);
}

let host: SmartHost;
let test: TestGateway;
beforeAll(async () => {
  host = await startSmartHost();
  const logins = [{ user: 'scanner', passwordHash: await hashPassword('correct horse') }];
  test = await startTestGateway({
    smarthost: host,
    config: {
      smtp: {
        listen: [{ host: '127.0.0.1', port: 0 }],
        listenTls: [{ host: '127.0.0.1', port: 0 }],
        tls: { certFile: join(files, 'cert.pem'), keyFile: join(files, 'key.pem') },
        logins,
        limits: { messagesPerSenderPerMinute: 1000 },
      },
    },
  });
});
afterAll(async () => {
  await test.stop();
  await host.down();
});

describe('swaks', () => {
  beforeAll(() => {
    need('swaks', 'swaks');
    need('perl -MNet::SSLeay -e 1', 'libnet-ssleay-perl');
  }, 300_000);
  const common = ['--from', 'office@school.example', '--timeout', '10', '--header', 'Subject: by swaks'];
  it.each([
    ['plainly', [], false],
    ['with pipelining', ['--pipeline'], false],
    ['with STARTTLS', ['--tls'], false],
    [
      'with STARTTLS and a login',
      ['--tls', '--auth', 'PLAIN', '--auth-user', 'scanner', '--auth-password', 'correct horse'],
      false,
    ],
    [
      'over implicit TLS with AUTH LOGIN',
      ['--tlsc', '--auth', 'LOGIN', '--auth-user', 'scanner', '--auth-password', 'correct horse'],
      true,
    ],
  ])('sends %s', async (_how, options, implicit) => {
    const to = `swaks${host.mails.length}@museum.example`;
    const server = ['--server', '127.0.0.1', '--port', String(implicit ? test.tlsPort : test.port), '--to', to];
    const { code, stdout } = await run('swaks', [...server, ...common, ...options]);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('250 2.0.0 Ok: queued as ') });
    expect((await host.mailFor(to)).raw.toString()).toContain('Subject: by swaks');
  });

  it('is told why where its mail is refused', async () => {
    const server = ['--server', '127.0.0.1', '--port', String(test.port), '--to', 'a@museum.example'];
    const { code, stdout } = await run('swaks', [...server, '--from', 'boss@elsewhere.example']);
    expect(code).not.toBe(0);
    expect(stdout).toContain('550 5.7.1 Sender refused');
  });
});

describe('smtp-source', () => {
  beforeAll(() => need('smtp-source', 'postfix'), 300_000);
  it('sends two hundred messages over eight connections, none lost and none twice', async () => {
    const { PATH = '' } = process.env;
    const [messages, sessions] = [200, 8];
    const args = ['-s', String(sessions), '-m', String(messages), '-l', '4000', '-N', '-f', 'bulk@school.example'];
    const target = ['-t', 'bulk@museum.example', `127.0.0.1:${test.port}`];
    const { code, stderr } = await run('smtp-source', [...args, ...target], { PATH: `${PATH}:/usr/sbin` });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const states = () =>
      test.sql<{ state: string; n: number }>(
        "SELECT state, count(*)::int AS n FROM messages WHERE sender = 'bulk@school.example' GROUP BY state",
      );
    await until(async () => (await states()).every(({ state }) => state === 'delivered'));
    expect(await states()).toEqual([{ state: 'delivered', n: messages }]);
    const taken = host.mails.filter(({ sender }) => sender === 'bulk@school.example');
    const ids = taken.map(({ raw }) => /^X-Hallpass-Trace: \S+ (\S+)/m.exec(raw.toString())?.[1]);
    expect(ids).toHaveLength(messages);
    expect(new Set(ids).size).toBe(messages);
  });
});
