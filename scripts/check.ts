/** `npm run check`: every check that needs no test run, two at a time, a line each, and the output of those that failed. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

type Step = readonly [name: string, ...arguments_: string[]];

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = 'node_modules/.cache';

/** The longest first, so that the others run beside it. The caches hold only what depends on nothing but its own input. */
const steps: readonly Step[] = [
  ['lint', 'node_modules/eslint/bin/eslint.js', '--max-warnings=0', '.'],
  ['types', ...typesOf('.', 'types')],
  ['types of the console', ...typesOf('src/review/ui', 'types-of-the-console')],
  [
    'format',
    'node_modules/prettier/bin/prettier.cjs',
    ...['--check', '--log-level=warn'],
    ...['--cache', '--cache-strategy=content'],
    '.',
  ],
  [
    'imports',
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    ...['--config', '.dependency-cruiser.js'],
    ...['src', 'detectors', 'test', 'scripts'],
  ],
  ['generated files', 'scripts/generate.ts', '--check'],
];

let failed = false;
const waiting = [...steps];
await Promise.all([runSteps(), runSteps()]);
process.exitCode = failed ? 1 : 0;

function typesOf(project: string, name: string): string[] {
  const buildInfo = `${cache}/${name}.tsbuildinfo`;
  return ['node_modules/typescript/bin/tsc', '-p', project, '--incremental', '--tsBuildInfoFile', buildInfo];
}

/** One of the lanes: takes the next step until there is none. */
async function runSteps(): Promise<void> {
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    const [name, ...arguments_] = step;
    const started = performance.now();
    const { ok, output } = await run(arguments_);
    failed ||= !ok;
    console.log(`${ok ? 'ok    ' : 'failed'}  ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    if (!ok) console.log(output.trimEnd().replace(/^/gm, '        '));
  }
}

async function run(arguments_: readonly string[]): Promise<{ ok: boolean; output: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...arguments_], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = Promise.withResolvers<boolean>();
  child.once('error', ended.reject).once('close', (code) => ended.resolve(code === 0));
  const ok = await ended.promise;
  return { ok, output: Buffer.concat(chunks).toString() };
}
