/** Reads the rules and lexicons that lie beside a detector, once, when its module loads: the only reading that detectors do. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

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
  const parsed = schema.safeParse(parse(readDataFile(url)));
  if (!parsed.success) throw new Error(`${url.pathname}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
