/** Tables of figures, as aligned text for a terminal and as Markdown. */

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The first column is text, the others are figures. */
export function asText({ head, rows }: Table): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function asMarkdown({ head, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** Three digits behind the point without the zero before it, as such figures are usually written; a dash for none. */
export function share(value: number | undefined): string {
  if (value === undefined) return '–';
  return value >= 0.9995 ? '1.000' : value.toFixed(3).slice(1);
}

export function milliseconds(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1);
}
