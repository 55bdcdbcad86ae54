/** `npm run check`: every check that needs no test run, a line each, and the output of those that failed. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const steps: readonly (readonly [name: string, ...arguments_: string[]])[] = [
  ['types', 'node_modules/typescript/bin/tsc', '-p', '.'],
  ['types of the console', 'node_modules/typescript/bin/tsc', '-p', 'src/review/ui'],
  ['lint', 'node_modules/eslint/bin/eslint.js', '--max-warnings=0', '.'],
  ['format', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'],
  [
    'imports',
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    '--config',
    '.dependency-cruiser.js',
    'src',
    'detectors',
    'test',
    'scripts',
  ],
  ['generated files', 'scripts/generate.ts', '--check'],
];

let failed = false;
for (const [name, ...rest] of steps) {
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', ...rest],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  const ok = status === 0;
  failed ||= !ok;
  console.log(`${ok ? 'ok    ' : 'failed'}  ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (!ok) console.log([stdout, stderr, error?.message ?? ''].join('').trimEnd().replace(/^/gm, '        '));
}
process.exitCode = failed ? 1 : 0;
