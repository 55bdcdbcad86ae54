/** Splits a stretch of text where marks begin and end, so that overlapping marks can be shown. */
import type { ContentPart } from '../../contract/message.ts';

export interface Segment {
  readonly text: string;
  /** Numbers of the findings that cover the segment, in the order of their marks. */
  readonly findings: readonly number[];
  readonly quoted: boolean;
  readonly hidden: boolean;
}

type Mark = ContentPart['marks'][number];

/**
 * @param marks sorted by start; they may overlap and reach out of the stretch
 * @param from offset of the stretch in the text, in UTF-16 units, like the marks
 */
export function segments(text: string, marks: readonly Mark[], from = 0, to = text.length): Segment[] {
  const inside = marksWithin(marks, from, to);
  const cuts = new Set([from, to]);
  for (const { start, end } of inside) cuts.add(Math.max(from, start)).add(Math.min(to, end));
  const edges = [...cuts].sort((a, b) => a - b);
  const pieces: Segment[] = [];
  // Only marks that may reach into the next piece are kept, because a sheet can have thousands in all.
  let active: Mark[] = [];
  let next = 0;
  for (let at = 0; at + 1 < edges.length; at += 1) {
    const [start = 0, end = 0] = [edges[at], edges[at + 1]];
    active = active.filter((mark) => mark.end > start);
    for (let mark = inside[next]; mark !== undefined && mark.start <= start; mark = inside[++next]) active.push(mark);
    pieces.push({
      text: text.slice(start, end),
      findings: active.flatMap(({ kind, finding }) => (kind === 'finding' && finding !== undefined ? [finding] : [])),
      quoted: active.some(({ kind }) => kind === 'quoted'),
      hidden: active.some(({ kind }) => kind === 'hidden'),
    });
  }
  return pieces;
}

/** Marks that share at least one character with the stretch. */
export function marksWithin(marks: readonly Mark[], from: number, to: number): Mark[] {
  return marks.filter(({ start, end }) => start < to && end > from && end > start);
}
