/** `npm run new:detector NAME`: copies the template of a detector, with the name filled in, and says what comes next. */
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes the folder of a new detector.
 *
 * @param name kebab-case, becomes id and folder
 * @param detectors folder that holds the detectors and `_template`
 * @returns the new folder
 * @throws Error where the name is not fit or taken
 */
export function newDetector(name: string, detectors: string): string {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name === 'shared') {
    throw new Error('The name of a detector is kebab-case: lower-case words and hyphens, for example "gift-cards".');
  }
  const folder = join(detectors, name);
  if (existsSync(folder)) throw new Error(`detectors/${name} exists already.`);
  cpSync(join(detectors, '_template'), folder, { recursive: true });
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, file);
    if (!statSync(path).isFile()) continue;
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('_template', name));
  }
  return folder;
}

if (import.meta.main) {
  const [name] = process.argv.slice(2);
  if (name === undefined) {
    console.error('Usage: npm run new:detector NAME');
    process.exitCode = 2;
  } else {
    try {
      newDetector(name, join(import.meta.dirname, '../detectors'));
      console.log(`Made detectors/${name}. Next:
  1. Add it to the list in detectors/registry.ts.
  2. Write its rules, each with its source, and its fixtures: a hit for every code, and misses.
  3. Run: npm test -- test/contract/detectors.test.ts
  4. Say in its README.md what it finds and what it misses; docs/adding-a-detector.md has the rest.`);
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 2;
    }
  }
}
