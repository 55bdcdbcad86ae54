/** Builds the console into dist/console where it is missing or older than its sources; compresses the files that are served. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { filesOf, hashOf, isBuiltFrom } from './built-from.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'dist/console');
const stamp = join(target, '.built-from');
/** The sources of a build: the pages, the contract that they share with the server, the packages. */
const sources = ['src/review/ui', 'src/review/contract', 'package-lock.json'];
/** Smaller responses fit into the first packets without compression. */
const SMALLEST = 1024;

/** Builds into a separate folder, so that a running gateway serves the old pages until the new ones are complete. */
function build(wanted: string): void {
  const folder = join(root, `dist/console-${process.pid}`);
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const config = join(root, 'src/review/ui/vite.config.ts');
  mkdirSync(join(root, 'dist'), { recursive: true });
  const args = [vite, 'build', '--config', config, '--outDir', folder, '--emptyOutDir'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    console.error(`${stdout}${stderr}`);
    console.error('The console could not be built; see the message above.');
    process.exit(1);
  }
  for (const file of filesOf(folder)) if (/\.(js|css|svg)$/.test(file)) compress(file);
  writeFileSync(join(folder, '.built-from'), wanted);
  const old = join(root, `dist/old-${process.pid}`);
  if (existsSync(target)) renameSync(target, old);
  renameSync(folder, target);
  rmSync(old, { recursive: true, force: true });
}

function compress(file: string): void {
  const bytes = readFileSync(file);
  if (bytes.length < SMALLEST) return;
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
}

const wanted = hashOf(
  sources.flatMap((source) => filesOf(join(root, source))),
  root,
);
if (!isBuiltFrom(stamp, wanted)) {
  console.log('Building the console (a few seconds)…');
  build(wanted);
}
