/** Reads DIF (Software Arts, 1980): a header, then two lines for each cell. */
import type { DataText } from './data-text.ts';

/** Undefined for other texts. */
export function readDif(text: string): DataText | undefined {
  if (!/^TABLE\n0,1\n/.test(text)) return undefined;
  const lines = text.split('\n');
  const rows: string[][] = [];
  const rest: string[] = [];
  let at = 0;
  for (; at + 2 < lines.length && lines[at] !== 'DATA'; at += 3) rest.push(unquoted(lines[at + 2]!));
  for (at += 3; at + 1 < lines.length; at += 2) {
    const [type, number] = lines[at]!.split(',');
    const word = lines[at + 1]!;
    if (type === '-1' && word === 'EOD') break;
    if (type === '-1') rows.push([]);
    else rows.at(-1)?.push(type === '0' ? (number ?? '') : unquoted(word));
  }
  return { tables: [{ name: '', rows }], rest: rest.filter((line) => line !== '').join('\n') };
}

function unquoted(text: string): string {
  return /^".*"$/.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text;
}
