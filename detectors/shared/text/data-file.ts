/** Reads the rules and lexicons that lie beside a detector, once, when its module loads: the only reading that detectors do. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import { z } from 'zod';
import { preparedValue } from './prepared-data.ts';

/**
 * Text of a data file of the product.
 * @param url of the file: `new URL('./lexicon.txt', import.meta.url)`
 */
export function readDataFile(url: URL): string {
  return readFileSync(url, 'utf8');
}

/** Bytes of a data file of the product. */
export function readBinaryFile(url: URL): Uint8Array {
  return readFileSync(url);
}

/**
 * A YAML data file of the product, checked.
 * @throws Error naming the file and what is wrong with it: a fault of the product, found by its tests
 */
export function readYamlFile<Schema extends z.ZodType>(url: URL, schema: Schema): z.infer<Schema> {
  const text = readDataFile(url);
  const parsed = schema.safeParse(preparedValue(text) ?? parseYaml(text));
  if (!parsed.success) throw new Error(`${url.pathname}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** The parser is loaded where a text was not prepared, which no usual start needs. */
function parseYaml(text: string): unknown {
  const { parse } = createRequire(import.meta.url)('yaml') as typeof Yaml;
  return parse(text);
}
