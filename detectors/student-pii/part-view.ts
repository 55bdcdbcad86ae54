/** One part of a message with its words, lines and signatures, made once for all that look at it. */
import type { ExtractedMessage, ExtractedPart, Span } from '../detector.ts';
import { layOut, lineAt, signatures, type Line } from '../shared/layout.ts';
import { words, type Word } from '../shared/names.ts';

export interface PartView {
  readonly part: ExtractedPart;
  readonly text: string;
  readonly words: readonly Word[];
  readonly lines: readonly Line[];
  readonly signatures: readonly Span[];
}

export function viewPart(part: ExtractedPart, message: ExtractedMessage): PartView {
  const lines = layOut(part.text, part.contentType);
  return {
    part,
    text: part.text,
    words: words(part.text),
    lines,
    signatures: part.kind === 'body' ? signatures(part.text, lines, message.from?.name ?? '') : [],
  };
}

export function lineOf(view: PartView, offset: number): Line {
  return view.lines[lineAt(view.lines, offset)]!;
}

/** Index of the first word that begins at or after an offset. */
export function wordAt(words: readonly Word[], offset: number): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle]!.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Up to `count` words before an offset on the same line, nearest first. */
export function wordsBefore(view: PartView, offset: number, count: number): Word[] {
  const line = lineOf(view, offset);
  const found: Word[] = [];
  for (
    let i = wordAt(view.words, offset) - 1;
    i >= 0 && found.length < count && view.words[i]!.start >= line.start;
    i -= 1
  ) {
    found.push(view.words[i]!);
  }
  return found;
}

/** Up to `count` words from an offset on the same line. */
export function wordsAfter(view: PartView, offset: number, count: number): Word[] {
  const line = lineOf(view, offset);
  const from = wordAt(view.words, offset);
  return view.words.slice(from, from + count).filter((word) => word.start < line.end);
}
