/** Writes the files that are generated from the code; with --check, fails where one of them is out of date. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { codeOf } from '../src/errors/hallpass-error.ts';
import { apiPage } from '../src/review/access/open-api.ts';
import { errorsPage } from './generate-errors.ts';
import { exampleConfig } from './generate-example.ts';
import { lookAlikeTable } from './generate-look-alikes.ts';
import { policyPage } from './generate-policy-page.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const files: Readonly<Record<string, () => string>> = {
  'config/hallpass.example.yaml': exampleConfig,
  'detectors/shared/text/look-alike-table.ts': lookAlikeTable,
  'docs/api.md': apiPage,
  'docs/errors.md': errorsPage,
  'docs/policy-packs.md': policyPage,
};

/** Generated text by path from the root of the repository, formatted by prettier. */
export async function generate(): Promise<ReadonlyMap<string, string>> {
  const options = (await resolveConfig(`${root}package.json`)) ?? {};
  const entries = Object.entries(files).map(
    async ([path, make]) => [path, await format(make(), { ...options, filepath: path })] as const,
  );
  return new Map(await Promise.all(entries));
}

/** Paths of the files whose content differs from the generated text. */
export async function outOfDate(): Promise<string[]> {
  return [...(await generate())].filter(([path, text]) => current(path) !== text).map(([path]) => path);
}

function current(path: string): string | undefined {
  try {
    return readFileSync(root + path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

if (import.meta.main) {
  const stale = await outOfDate();
  if (process.argv.includes('--check')) {
    for (const path of stale) console.log(`out of date: ${path} (run: scripts/node scripts/generate.ts)`);
    process.exitCode = stale.length > 0 ? 1 : 0;
  } else {
    for (const [path, text] of await generate()) if (stale.includes(path)) writeFileSync(root + path, text);
    console.log(stale.length > 0 ? `updated: ${stale.join(', ')}` : 'everything is up to date');
  }
}
