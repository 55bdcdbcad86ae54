/** One part of a message with its words, lines and signatures, made once for all that look at it. */
import type { ExtractedMessage, ExtractedPart, Span } from '../../detector.ts';
import { findAddresses, type AddressMatch } from '../people/addresses.ts';
import { layOutPart, lineAt, signatures, type Line } from '../text/layout.ts';
import { wordsOfPart, type Word } from '../people/names.ts';
import { findPhones, type PhoneMatch } from '../people/phones.ts';
import { topicsOf, type Topics } from './topics.ts';
import { firstStartingFrom } from '../text/sorted-spans.ts';

export interface PartView extends Topics {
  readonly part: ExtractedPart;
  readonly text: string;
  /** The message's subject. */
  readonly subject: string;
  readonly words: readonly Word[];
  readonly lines: readonly Line[];
  readonly signatures: readonly Span[];
  /** Found when first asked for: most messages name no student. */
  phones(): readonly PhoneMatch[];
  addresses(): readonly AddressMatch[];
}

/** What the words around a name are looked up in. */
export type TextView = Pick<PartView, 'text' | 'words' | 'lines' | 'subject' | 'schoolWords'>;

/** Views of all parts of a message, in order. */
export function viewParts(message: ExtractedMessage): PartView[] {
  const found = message.parts.map(wordsOfPart);
  const topics = topicsOf(found);
  return message.parts.map((part, index) => {
    const lines = layOutPart(part);
    return {
      part,
      text: part.text,
      subject: message.subject,
      words: found[index]!,
      lines,
      signatures: part.kind === 'body' ? signatures(part.text, lines, message.from?.name ?? '') : [],
      phones: once(() => findPhones(part.text)),
      addresses: once(() => findAddresses(part.text)),
      ...topics,
    };
  });
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

export function lineOf(view: Pick<PartView, 'lines'>, offset: number): Line {
  return view.lines[lineAt(view.lines, offset)]!;
}

/** Up to `count` words before an offset on the same line, nearest first. */
export function wordsBefore(view: Pick<PartView, 'lines' | 'words'>, offset: number, count: number): Word[] {
  const line = lineOf(view, offset);
  const found: Word[] = [];
  for (
    let i = firstStartingFrom(view.words, offset) - 1;
    i >= 0 && found.length < count && view.words[i]!.start >= line.start;
    i -= 1
  ) {
    found.push(view.words[i]!);
  }
  return found;
}

/** Up to `count` words from an offset on the same line. */
export function wordsAfter(view: Pick<PartView, 'lines' | 'words'>, offset: number, count: number): Word[] {
  const line = lineOf(view, offset);
  const from = firstStartingFrom(view.words, offset);
  return view.words.slice(from, from + count).filter((word) => word.start < line.end);
}

/** Up to `count` characters before an offset, in its paragraph. */
export function textBefore(view: Pick<PartView, 'text'>, offset: number, count: number): string {
  const window = view.text.slice(Math.max(0, offset - count), offset);
  return window.slice(window.lastIndexOf('\n\n') + 1);
}

/** Up to `count` characters from an offset, in its paragraph. */
export function textAfter(view: Pick<PartView, 'text'>, offset: number, count: number): string {
  const window = view.text.slice(offset, offset + count);
  const end = window.indexOf('\n\n');
  return end < 0 ? window : window.slice(0, end);
}
