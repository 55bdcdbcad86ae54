/** `npm run new:detector NAME`: copies the template of a detector, adds it to the registry, and prints the next steps. */
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Creates the folder of a new detector and adds it to `registry.ts`.
 *
 * @param name kebab-case, becomes id and folder; with underscores it becomes the evaluation label
 * @param detectors folder with the detectors, `_template` and `registry.ts`
 * @returns the new folder
 * @throws Error where the name is invalid or already used
 */
export function newDetector(name: string, detectors: string): string {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name === 'shared') {
    throw new Error('The name of a detector is kebab-case: lower-case words and hyphens, for example "gift-cards".');
  }
  const folder = join(detectors, name);
  if (existsSync(folder)) throw new Error(`detectors/${name} already exists.`);
  const registry = join(detectors, 'registry.ts');
  const entered = withDetector(readFileSync(registry, 'utf8'), name);
  cpSync(join(detectors, '_template'), folder, { recursive: true });
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, file);
    if (statSync(path).isFile()) writeFileSync(path, filledIn(readFileSync(path, 'utf8'), name));
  }
  writeFileSync(registry, entered);
  return folder;
}

function filledIn(text: string, name: string): string {
  return text
    .replaceAll("labels: ['_template']", `labels: ['${name.replaceAll('-', '_')}']`)
    .replaceAll('_template', name);
}

/** The text of `registry.ts` with the import of the detector's words after the others and its entry at the end of the list. */
function withDetector(registry: string, name: string): string {
  const variable = `${name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}Words`;
  const lastImport = [...registry.matchAll(/^import \w+ from '\.\/[\w-]+\/words\.ts';\n/gm)].at(-1);
  const lastEntry = [...registry.matchAll(/^ {2}\{ words: \w+, load: .*\},\n/gm)].at(-1);
  if (!lastImport || !lastEntry) throw new Error('detectors/registry.ts has no list to add a detector to.');
  const afterImports = lastImport.index + lastImport[0].length;
  const afterEntries = lastEntry.index + lastEntry[0].length;
  return [
    registry.slice(0, afterImports),
    `import ${variable} from './${name}/words.ts';\n`,
    registry.slice(afterImports, afterEntries),
    `  { words: ${variable}, load: () => import('./${name}/index.ts') },\n`,
    registry.slice(afterEntries),
  ].join('');
}

function nextSteps(name: string): string {
  return `Made detectors/${name} and entered it in detectors/registry.ts. Next:
  1. Write its rules, each with its source, and its fixtures: a hit for every code, and misses.
  2. Say in its words.ts what its findings are called, and which evaluation label they speak for.
  3. Decide in a policy what happens to them: a rule with "codes: [${name}.*]", and a case that shows it.
  4. Run: npm test -- test/contract/detectors.test.ts test/contract/policies.test.ts
  5. Say in its README.md what it finds and what it misses. docs/adding-a-detector.md has the rest.`;
}

if (import.meta.main) {
  const [name] = process.argv.slice(2);
  if (name === undefined) {
    console.error('Usage: npm run new:detector NAME');
    process.exitCode = 2;
  } else {
    try {
      newDetector(name, join(import.meta.dirname, '../detectors'));
      console.log(nextSteps(name));
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 2;
    }
  }
}
