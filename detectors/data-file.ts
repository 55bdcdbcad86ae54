/** Reads a detector's own data (rules.yaml, lexicon.txt) once, at start-up: the only reading that detectors do. */
import { readFileSync } from 'node:fs';

/**
 * @param moduleUrl `import.meta.url` of the module that the file lies beside
 * @param name `rules.yaml`, `lexicon.txt`
 */
export function readDataFile(moduleUrl: string, name: string): string {
  return readFileSync(new URL(name, moduleUrl), 'utf8');
}
