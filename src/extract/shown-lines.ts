/** Reads lines as they are shown, because hidden text within a line and letters that stand apart would break words. */
import type { Span, TextPlace } from '../../detectors/detector.ts';
import type { MarkedText } from './plain-letters.ts';

/** Lines of this kind that are read in one text. */
const maxLines = 2000;
/** Longer lines are data. */
const maxLineLength = 20_000;

/**
 * Removes hidden text between shown words of a line (or of a table cell) from the line. The original lines with all of
 * their text follow at the end, hidden. Linear in the text's length.
 */
export function shownLines<Marked extends MarkedText>(marked: Marked): Marked {
  const inside = marked.hidden.filter((span) => isInsideLine(marked, span));
  if (inside.length === 0) return marked;
  const move = offsetsWithout(inside);
  const moved = (spans: readonly Span[]) =>
    spans.map(({ start, end }) => ({ start: move(start), end: move(end) })).filter(({ start, end }) => end > start);
  let text = '';
  let from = 0;
  for (const { start, end } of inside) {
    text += marked.text.slice(from, start);
    from = end;
  }
  text += marked.text.slice(from);
  const hidden = moved(marked.hidden);
  const places: TextPlace[] = (marked.places ?? []).map((place) => ({ ...place, start: move(place.start) }));
  for (const { line, label } of wholeLines(marked, inside)) {
    if (!text.endsWith('\n')) text += '\n';
    if (label !== undefined) places.push({ start: text.length, label });
    hidden.push({ start: text.length, end: text.length + line.length });
    text += line;
  }
  return {
    ...marked,
    text,
    quoted: moved(marked.quoted),
    hidden,
    ...(marked.places && { places }),
    ...(marked.images && {
      images: marked.images.map((image) => ({ ...image, start: move(image.start), end: move(image.end) })),
    }),
  };
}

/** Whether shown text is before and after it in the same line and the same cell. */
function isInsideLine({ text }: MarkedText, { start, end }: Span): boolean {
  if (end - start > maxLineLength) return false;
  for (let at = start - 1; ; at -= 1) {
    if (at < 0 || text[at] === '\n' || text[at] === '\t') return false;
    if (text[at] !== ' ') break;
  }
  for (let at = end; ; at += 1) {
    if (at >= text.length || text[at] === '\n' || text[at] === '\t') return false;
    if (text[at] !== ' ') return true;
  }
}

/** The place of an offset after the spans are removed. */
function offsetsWithout(spans: readonly Span[]): (offset: number) => number {
  const gone: number[] = [];
  let total = 0;
  for (const { start, end } of spans) {
    gone.push(total);
    total += end - start;
  }
  gone.push(total);
  return (offset) => {
    let low = 0;
    let high = spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (spans[middle]!.end <= offset) low = middle + 1;
      else high = middle;
    }
    const next = spans[low];
    return offset - gone[low]! - (next && next.start < offset ? offset - next.start : 0);
  };
}

/** The original lines of the spans, each once. */
function* wholeLines(marked: MarkedText, spans: readonly Span[]): Generator<{ line: string; label?: string }> {
  let until = -1;
  let lines = 0;
  for (const { start, end } of spans) {
    if (start < until || lines >= maxLines) continue;
    lines += 1;
    const first = marked.text.lastIndexOf('\n', start) + 1;
    const last = marked.text.indexOf('\n', end);
    until = last < 0 ? marked.text.length : last;
    const place = marked.places?.findLast((candidate) => candidate.start <= start);
    yield {
      line: marked.text.slice(first, Math.min(until, first + maxLineLength)),
      ...(place && { label: place.label }),
    };
  }
}
