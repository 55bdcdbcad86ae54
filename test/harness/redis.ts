/** A real Redis for the tests: installed from Debian's packages when root and absent, started on a free port. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface RunningRedis {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startRedis(folder: string): Promise<RunningRedis> {
  if (spawnSync('redis-server', ['--version']).status !== 0) install();
  const port = await freePort();
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await new Promise<void>((ready, fail) => {
    server.once('exit', () => fail(new Error('redis-server did not start')));
    server.stdout.on('data', (text: Buffer) => {
      if (text.includes('Ready to accept connections')) ready();
    });
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      server.kill('SIGTERM');
      await once(server, 'exit');
    },
  };
}

function install(): void {
  if (process.getuid?.() !== 0) {
    throw new Error(
      'The tests need redis-server. Install it (Debian: apt-get install redis-server), or run them as root, which installs it.',
    );
  }
  const apt = (...args: string[]) =>
    spawnSync('apt-get', args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  apt('update', '-qq');
  if (apt('install', '-y', '-qq', '--no-install-recommends', 'redis-server').status !== 0)
    throw new Error('redis-server could not be installed');
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
