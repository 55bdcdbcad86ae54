/** YAML files of the product as JSON, as `scripts/prepare-start.ts` keeps them: a start need not load the YAML parser. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { preparedFolder } from './prepared-phrases.ts';

/** A line a file: the hash of its text, the check sum of its JSON, and the JSON, with spaces between them. */
let lines: Map<string, string> | undefined;

export const keyOfText = (text: string): string => createHash('sha256').update(text).digest('hex');

export const preparedLine = (text: string, json: string): string => `${keyOfText(text)} ${crc32(json)} ${json}`;

/** The value of a YAML text that was prepared, unlike `undefined`: a text that has changed since has another key. */
export function preparedValue(text: string): unknown {
  lines ??= readLines(new URL('data.jsonl', preparedFolder));
  const [, sum, json] = /^(\d+) (.*)$/s.exec(lines.get(keyOfText(text)) ?? '') ?? [];
  // Damaged or cut short: the YAML is parsed.
  return json === undefined || Number(sum) !== crc32(json) ? undefined : (JSON.parse(json) as unknown);
}

function readLines(file: URL): Map<string, string> {
  try {
    const text = readFileSync(file, 'utf8');
    return new Map(text.split('\n').map((line) => [line.slice(0, 64), line.slice(65)]));
  } catch {
    return new Map(); // not built: the YAML is parsed
  }
}
