/** Cuts text into sentences and list items, so that words are weighed together only where they were said together. */
import type { ExtractedPart, Span } from '../../detector.ts';

export interface Sentences {
  readonly count: number;
  /** Number of the sentence at the offset, from 0. */
  indexAt(offset: number): number;
  around(offset: number): Span;
  /** The sentence with the number. */
  at(index: number): Span;
}

const kept = new WeakMap<ExtractedPart, Sentences>();

/** The sentences of a part. They are kept while the part lives, since several detectors ask for them. */
export function sentencesOfPart(part: ExtractedPart): Sentences {
  let known = kept.get(part);
  if (!known) {
    known = sentencesOf(part.text);
    kept.set(part, known);
  }
  return known;
}

/** Sentences end at . ! ? before white space, at an empty line and before a list item or quoted line. */
export function sentencesOf(text: string): Sentences {
  const starts = [0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10) {
      const next = text[at + 1];
      if (next !== undefined && '\n-*•>'.includes(next)) starts.push(at + 1);
    } else if ((code === 33 || code === 46 || code === 63) && isEnd(text, at + 1)) starts.push(at + 1);
  }
  const indexAt = (offset: number): number => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low;
  };
  const at = (index: number): Span => ({ start: starts[index]!, end: starts[index + 1] ?? text.length });
  return { count: starts.length, indexAt, at, around: (offset) => at(indexAt(offset)) };
}

function isEnd(text: string, at: number): boolean {
  const next = text[at];
  return next === undefined || next === ' ' || next === '\n' || next === '\t' || '"”’)'.includes(next);
}
