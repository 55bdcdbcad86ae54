// Runs before `npm start` and `npm test`: installs from the lockfile when node_modules is missing or older than it, and
// builds the console, and what every start needs, where that is missing or older than its sources.
// Dependency-free and plain JavaScript, because it runs on any Node.js of the machine.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules', '.hallpass-installed');
// Next to node_modules, not in it, because npm ci empties that folder.
const lock = join(root, '.installing');
const pinnedNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

const installed = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(pinnedNode);

/** With two simultaneous starts on a fresh clone, the second waits for the installation of the first. */
async function takeLock() {
  for (let waited = 0; ; waited += 1) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch {
      // Empty: the owner has not written its id yet.
      const owner = existsSync(lock) ? readFileSync(lock, 'utf8') : '';
      if (owner !== '' && !isAlive(Number(owner))) rmSync(lock, { force: true });
      else if (waited === 0) console.log(`Waiting for another installation (process ${owner}) to finish…`);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    if (installed()) return;
  }
}

function isAlive(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function npm(...args) {
  // The installation must not inherit settings of the npm process that started this script.
  const flags = /^npm_config_(omit|include|production|only|ignore_scripts|dry_run|json|package_lock_only)$/i;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !flags.test(name)));
  // The processor's library is inside the package; its install script would fetch hundreds of megabytes for graphics cards.
  env.ONNXRUNTIME_NODE_INSTALL = 'skip';
  const result = spawnSync('npm', args, {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (result.error?.code === 'ENOENT')
    fail('npm was not found. Install Node.js with npm (https://nodejs.org) and try again.');
  return result.status === 0;
}

function fail(message) {
  rmSync(lock, { force: true });
  console.error(`\nHallpass set-up failed: ${message}`);
  process.exit(1);
}

if (!installed()) {
  await takeLock();
  if (!installed()) {
    console.log('Installing dependencies from package-lock.json (first start; takes about a minute)…');
    if (!npm('ci', '--no-audit', '--no-fund', '--loglevel=error'))
      fail(
        'npm ci did not finish; its message is above. Check the network and free disk space, then run the same command again.',
      );
    if (!existsSync(pinnedNode)) npm('rebuild', 'node', '--foreground-scripts');
    if (!existsSync(pinnedNode)) fail('the npm package "node" did not bring a Node.js binary for this platform.');
    writeFileSync(stamp, wanted);
    rmSync(lock, { force: true });
  }
}

// On the pinned Node.js, which runs TypeScript directly.
for (const [script, what] of [
  ['build-console.ts', 'the console could not be built'],
  ['prepare-start.ts', 'the start could not be prepared'],
]) {
  const built = spawnSync(pinnedNode, ['--disable-warning=ExperimentalWarning', join(root, 'scripts', script)], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (built.status !== 0) fail(`${what}; its message is above.`);
}
