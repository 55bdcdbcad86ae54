/**
 * Prepares what every start needs and only changes with the sources, into dist/prepared: the phrases of all lexicons with their automaton, and
 * the YAML files of the product as JSON. Each is found by a hash of what it was made from, so that nothing stale is ever used, and
 * without the folder everything is built as before.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { filesOf, hashOf, isBuiltFrom } from './built-from.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'dist/prepared');
const stamp = join(target, '.built-from');

/** Everything that the product reads when it starts to scan, and this script. */
const sources = ['detectors', 'policies', 'src/extract', 'scripts/prepare-start.ts', 'package-lock.json']
  .flatMap((source) => filesOf(join(root, source)))
  .filter((file) => !file.includes('/fixtures/') && !file.endsWith('.md') && !file.endsWith('.onnx'));

async function dataLines(): Promise<string> {
  const { preparedLine } = await import('../detectors/shared/text/prepared-data.ts');
  const lines = sources
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => {
      const text = readFileSync(file, 'utf8');
      const value: unknown = parse(text);
      const json = JSON.stringify(value);
      if (!isDeepStrictEqual(JSON.parse(json), value)) throw new Error(`${file} has values that JSON does not have`);
      return preparedLine(text, json);
    });
  return [...new Set(lines)].join('\n');
}

async function phrases(): Promise<Uint8Array> {
  const { packPhrases } = await import('../detectors/shared/text/prepared-phrases.ts');
  const { prepareWhile } = await import('../detectors/shared/text/joint-phrases.ts');
  const prepared = await prepareWhile(async () => {
    const { createScanner } = await import('../src/workers/scan.ts');
    const { loadConfig } = await import('../src/config/load-config.ts');
    await createScanner({ ...loadConfig({ env: {} }).config, roster: undefined });
  });
  return packPhrases(prepared);
}

const wanted = hashOf(sources, root);
if (!isBuiltFrom(stamp, wanted)) {
  console.log('Preparing the start (a few seconds)…');
  // What was prepared before is not to be read while the new files are made.
  rmSync(target, { recursive: true, force: true });
  const folder = join(root, `dist/prepared-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'data.jsonl'), await dataLines());
  writeFileSync(join(folder, 'phrases.bin'), await phrases());
  writeFileSync(join(folder, '.built-from'), wanted);
  rmSync(target, { recursive: true, force: true });
  renameSync(folder, target);
}
