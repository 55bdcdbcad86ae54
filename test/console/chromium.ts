/** The browser of the console's tests: Debian's Chromium, installed when it is missing and the tests run as root. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

export async function launchChromium(): Promise<Browser> {
  const executablePath = find() ?? install();
  // Root has no sandbox of its own; what the pages load is ours and the tests'.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

function find(): string | undefined {
  for (const name of names) {
    const { status, stdout } = spawnSync('which', [name], { encoding: 'utf8' });
    if (status === 0) return stdout.trim();
  }
  return undefined;
}

function install(): string {
  if (process.getuid?.() !== 0) {
    throw new Error(
      'The browser tests need Chromium. Install it (Debian: apt-get install chromium), or run them as root, which installs it.',
    );
  }
  // Two test files may come here at once.
  const apt = (...args: string[]) =>
    spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', 'chromium');
  const path = find();
  if (path === undefined) throw new Error('Chromium could not be installed');
  return path;
}

/** @throws Error where there are no pages to open: without them, a browser waits for what never comes */
export function expectBuiltConsole(): void {
  if (!existsSync(join(import.meta.dirname, '../../dist/console/index.html')))
    throw new Error('The console is not built. Run npm test or npm run screenshots, which build it.');
}
