/** A message without the rows of its long tables that look like others. */
import type { DirectoryLookup, ExtractedMessage, ExtractedPart, PartId, Span } from '../../../detector.ts';
import { cellKinds, type CellKinds } from './cell-kinds.ts';
import { chooseRows } from './choose-rows.ts';
import { longTablesOf, type LongTable } from './rows.ts';

export interface ShortenedTable {
  readonly table: LongTable;
  readonly kinds: CellKinds;
  /** Indexes of the rows that are left, sorted. */
  readonly chosen: readonly number[];
}

export interface ShortenedPart {
  readonly tables: readonly ShortenedTable[];
  /** From an offset of the shortened text to that of the whole one. */
  toWhole(offset: number): number;
}

export interface ShortenedMessage {
  readonly message: ExtractedMessage;
  readonly parts: ReadonlyMap<PartId, ShortenedPart>;
}

/** @returns undefined where the message has no long table whose rows look alike */
export function shortenMessage(message: ExtractedMessage, directory: DirectoryLookup): ShortenedMessage | undefined {
  const shortened = new Map<PartId, ShortenedPart & { part: ExtractedPart; toShort: (offset: number) => number }>();
  for (const part of message.parts) {
    const tables = tablesOf(part, directory);
    if (tables.length > 0) shortened.set(part.id, shortenPart(part, tables));
  }
  if (shortened.size === 0) return undefined;
  const move = <S extends Span & { readonly part: PartId }>(span: S): S => {
    const known = shortened.get(span.part);
    return known ? { ...span, start: known.toShort(span.start), end: known.toShort(span.end) } : span;
  };
  return {
    parts: shortened,
    message: {
      ...message,
      parts: message.parts.map((part) => shortened.get(part.id)?.part ?? part),
      ...(message.pictures && {
        pictures: message.pictures.map((one) => ({ ...one, ...(one.shown && { shown: one.shown.map(move) }) })),
      }),
      ...(message.readings && {
        readings: message.readings.map(move).filter(({ start, end }) => start < end),
      }),
    },
  };
}

function tablesOf({ text, places = [] }: ExtractedPart, directory: DirectoryLookup): ShortenedTable[] {
  if (!text.includes('\t')) return [];
  const sheets = places.map(({ start }) => start);
  return longTablesOf(text, sheets).flatMap((table) => {
    const kinds = cellKinds(table);
    const chosen = chooseRows(table, kinds, directory);
    return chosen ? [{ table, kinds, chosen }] : [];
  });
}

/** A run of the whole text that is kept, and where it begins in the shortened one. */
interface Kept extends Span {
  readonly at: number;
}

function shortenPart(part: ExtractedPart, tables: readonly ShortenedTable[]) {
  const kept: Kept[] = [];
  let length = 0;
  const keep = (start: number, end: number): void => {
    if (start >= end) return;
    kept.push({ start, end, at: length });
    length += end - start;
  };
  let from = 0;
  for (const { table, chosen } of tables) {
    const { rows } = table;
    keep(from, rows[0]!.start);
    // Each row with its line end; the last one of the text has none.
    for (const at of chosen) keep(rows[at]!.start, Math.min(rows[at]!.end + 1, part.text.length));
    from = Math.min(rows.at(-1)!.end + 1, part.text.length);
  }
  keep(from, part.text.length);
  const toShort = (offset: number): number => {
    const run = kept[lastUpTo(kept, offset, 'start')];
    return run ? run.at + Math.min(offset - run.start, run.end - run.start) : 0;
  };
  const moved = <S extends Span>(spans: readonly S[]): S[] =>
    spans
      .map((span) => ({ ...span, start: toShort(span.start), end: toShort(span.end) }))
      .filter(({ start, end }) => start < end);
  return {
    tables,
    toShort,
    toWhole: (offset: number): number => {
      const run = kept[lastUpTo(kept, offset, 'at')]!;
      return run.start + offset - run.at;
    },
    part: {
      ...part,
      text: kept.map(({ start, end }) => part.text.slice(start, end)).join(''),
      quoted: moved(part.quoted),
      hidden: moved(part.hidden),
      ...(part.places && { places: part.places.map((place) => ({ ...place, start: toShort(place.start) })) }),
    },
  };
}

/** Index of the last run that begins at an offset or before it, in one text or the other; -1 where none does. */
function lastUpTo(runs: readonly Kept[], offset: number, of: 'start' | 'at'): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runs[middle]![of] <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
