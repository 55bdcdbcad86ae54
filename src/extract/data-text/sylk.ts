/** Reads SYLK (Microsoft Multiplan, 1986), which spreadsheet programs write as .slk: a line for each cell with its place. */
import type { DataText } from './data-text.ts';

const maxCells = 2_000_000;
const maxColumn = 16_384;

/** Undefined for other texts. */
export function readSylk(text: string): DataText | undefined {
  if (!/^ID;P/.test(text)) return undefined;
  const rows = new Map<number, string[]>();
  const rest: string[] = [];
  let [x, y, cells] = [1, 1, 0];
  for (const line of text.split('\n')) {
    const [kind, ...fields] = fieldsOf(line);
    if (kind !== 'C' && kind !== 'F') {
      if (kind !== undefined && /^(?:NN|O|P|B|W|E|ID|)$/.test(kind) === false) rest.push(line);
      continue;
    }
    for (const field of fields) {
      const value = field.slice(1);
      if (field.startsWith('X')) x = Math.min(maxColumn, Number(value) || x);
      else if (field.startsWith('Y')) y = Number(value) || y;
      else if ((field.startsWith('K') && kind === 'C') || field.startsWith('A')) {
        cells += 1;
        if (cells > maxCells) break;
        const row = rows.get(y) ?? [];
        row[x - 1] = /^".*"$/s.test(value) ? value.slice(1, -1) : value;
        rows.set(y, row);
      }
    }
  }
  const sorted = [...rows].sort(([a], [b]) => a - b).map(([, row]) => Array.from(row, (cell) => cell ?? ''));
  return { tables: [{ name: '', rows: sorted }], rest: rest.join('\n') };
}

/** Fields are parted by semicolons; two of them stand for one. */
function fieldsOf(line: string): string[] {
  return line
    .trimEnd()
    .replaceAll(';;', '\ue000')
    .split(';')
    .map((field) => field.replaceAll('\ue000', ';'));
}
