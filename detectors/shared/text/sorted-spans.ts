/** Searches in spans that are sorted and do not overlap. */
import type { Span } from '../../detector.ts';

/** Index of the first span that ends after an offset; the length where there is none. */
export function firstEndingAfter(spans: readonly Span[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function overlapsAny(spans: readonly Span[], span: Span): boolean {
  const next = spans[firstEndingAfter(spans, span.start)];
  return next !== undefined && next.start < span.end;
}

/** The spans next to another one on either side. */
export function neighbours<S extends Span>(spans: readonly S[], span: Span): { before?: S; after?: S } {
  const at = firstEndingAfter(spans, span.start);
  const before = spans[at - 1];
  const after = spans[firstStartingFrom(spans, span.end)];
  return { ...(before && { before }), ...(after && { after }) };
}

/** Index of the first span that starts at an offset or after it; the length where there is none. */
export function firstStartingFrom(spans: readonly Span[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
