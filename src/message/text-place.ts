/** Says where in a part something stands, for those who look it up: the sheet and cell, the page, the line. */
import type { ExtractedPart, TextPlace } from '../../detectors/detector.ts';
import { columnName } from './column-name.ts';

/**
 * Gives the place of an offset into the part's text: `sheet Grade 5, cell C12`, `page 3`, `line 7`; undefined in a mail's
 * own text. Asking costs a binary search.
 */
export function createPlaceFinder(
  part: Pick<ExtractedPart, 'kind' | 'text' | 'places'>,
): (offset: number) => string | undefined {
  const { kind, text, places } = part;
  if (kind !== 'attachment') return () => undefined;
  let lines: number[] | undefined;
  const lineOf = (offset: number) => lastBefore((lines ??= lineStarts(text)), offset, (start) => start);
  return (offset) => {
    if (places === undefined || places.length === 0) return `line ${lineOf(offset) + 1}`;
    const at = lastBefore(places, offset, ({ start }) => start);
    const place = places[Math.max(0, at)]!;
    if (place.firstRow === undefined) return place.label;
    const line = lineOf(offset);
    const row = place.firstRow + line - lineOf(place.start);
    const cell = `cell ${columnName(columnOf(text, Math.max(lines![line]!, place.start), offset, place))}${row}`;
    return place.label === '' ? cell : `${place.label}, ${cell}`;
  };
}

function columnOf(text: string, lineStart: number, offset: number, { firstColumn = 0 }: TextPlace): number {
  let column = firstColumn;
  for (let at = text.indexOf('\t', lineStart); at >= 0 && at < offset; at = text.indexOf('\t', at + 1)) column += 1;
  return column;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Index of the last item that starts at or before the offset; -1 where there is none. */
function lastBefore<Item>(items: readonly Item[], offset: number, startOf: (item: Item) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(items[middle]!) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
