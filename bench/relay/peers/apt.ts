/** Installs Debian packages that peers need, when root, without starting the services that come with them. */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

/** invoke-rc.d asks it before it starts a service; 101 forbids it. */
const POLICY = '/usr/sbin/policy-rc.d';

/** @returns why a package is missing; undefined where all are installed now */
export function installPackages(...names: readonly string[]): string | undefined {
  const missing = names.filter((name) => !isInstalled(name));
  if (missing.length === 0) return undefined;
  const wanted = missing.join(', ');
  if (spawnSync('apt-get', ['--version']).status !== 0) return `${wanted}: not installed, and there is no apt-get`;
  if (process.getuid?.() !== 0) return `${wanted}: not installed, and only root can install it`;
  const forbids = !existsSync(POLICY);
  if (forbids) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    console.error(`Installing ${wanted} …`);
    apt('update');
    apt('install', '-y', '--no-install-recommends', ...missing);
  } finally {
    if (forbids) rmSync(POLICY);
  }
  const failed = missing.filter((name) => !isInstalled(name));
  return failed.length === 0 ? undefined : `${failed.join(', ')}: apt-get could not install it`;
}

function apt(...args: string[]): void {
  spawnSync('env', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function isInstalled(name: string): boolean {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], { encoding: 'utf8' });
  return stdout === 'installed';
}
