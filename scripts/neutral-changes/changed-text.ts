/** A text after a change, with a map from each place in the old text to its place in the new one. */
import type { Span } from '../../detectors/detector.ts';

export interface ChangedText {
  readonly text: string;
  /** By UTF-16 offset into the old text, its length included: the offset into the new text. Never decreases. */
  readonly offsets: Int32Array;
}

/** Copies a text from its start to its end and changes it on the way. */
export interface TextCopy {
  /** Adds text that the old one does not have. */
  add(text: string): void;
  /** Copies the old text up to the offset. */
  keepTo(end: number): void;
  /** Leaves the old text up to the offset out and adds another in its place. */
  replaceTo(end: number, text: string): void;
  /** Copies what remains. */
  finish(): ChangedText;
}

export function createTextCopy(source: string): TextCopy {
  const offsets = new Int32Array(source.length + 1);
  const pieces: string[] = [];
  let length = 0;
  let at = 0;
  const add = (text: string): void => {
    pieces.push(text);
    length += text.length;
  };
  const keepTo = (end: number): void => {
    add(source.slice(at, end));
    for (; at < end; at += 1) offsets[at] = length - (end - at);
  };
  return {
    add,
    keepTo,
    replaceTo(end, text) {
      for (; at < end; at += 1) offsets[at] = length;
      add(text);
    },
    finish() {
      keepTo(source.length);
      offsets[source.length] = length;
      return { text: pieces.join(''), offsets };
    },
  };
}

/** The text as it is. */
export function unchanged(text: string): ChangedText {
  return createTextCopy(text).finish();
}

/** Another change after the first. The offsets are those of the text before both. */
export function thenChanged(first: ChangedText, change: (text: string) => ChangedText): ChangedText {
  const second = change(first.text);
  return { text: second.text, offsets: first.offsets.map((offset) => second.offsets[offset]!) };
}

/**
 * Where a span of the old text stands in the new one: from the new place of its first character to that of its last, with what was
 * added in between. An empty span stays empty.
 */
export function movedSpan({ offsets }: ChangedText, { start, end }: Span): Span {
  const from = offsets[start]!;
  return { start: from, end: end > start ? Math.max(from, offsets[end - 1]! + 1) : from };
}
