/** `npm test` and its longer sisters: jest as native ES modules on the pinned Node.js; arguments are passed on. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** A focused or skipped test must not prevent the others from running. */
const leftOut = /\b(?:it|test|describe)\.(?:only|skip|todo|failing)\b|\b[xf](?:it|describe)\(/;

const offenders = ['src', 'detectors', 'test', 'scripts', 'policies']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  .filter((name) => name.endsWith('.test.ts') && leftOut.test(readFileSync(join(root, name), 'utf8')));
if (offenders.length > 0) {
  console.error(`Tests are focused or skipped in:\n${offenders.map((name) => `  ${name}`).join('\n')}`);
  process.exit(1);
}

const args = process.argv.slice(2);
// Whoever names a file wants it to run, however long it takes.
const named = args.some((arg) => !arg.startsWith('-') && /[./]/.test(arg));
const { status, signal } = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', join(root, 'node_modules/jest/bin/jest.js'), ...args],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(named && { SUITES: 'all' }),
      NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
    },
  },
);
if (signal) console.error(`jest was ended by ${signal}`);
process.exit(status ?? 1);
