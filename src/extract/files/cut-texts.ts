/** Limits the texts of a file to what the message may have; places and hidden stretches stay within the text. */
import { plainLetters } from '../plain-letters.ts';
import { shownLines } from '../shown-lines.ts';
import type { ReadText } from './file-reader.ts';

/** The texts up to `maxLength` characters together, in plain letters, without empty ones; `cut` where there was more. */
export function cutTexts(texts: readonly ReadText[], maxLength: number): { kept: ReadText[]; cut: boolean } {
  const kept: ReadText[] = [];
  let left = Math.max(0, maxLength);
  let cut = false;
  for (const { text, places, hidden } of texts) {
    if (text === '') continue;
    if (text.length > left) cut = true;
    const end = Math.min(text.length, left);
    if (end === 0) continue;
    left -= end;
    kept.push(
      shownLines(
        plainLetters({
          text: text.slice(0, end),
          quoted: [],
          hidden: hidden.filter(({ start }) => start < end).map((span) => ({ ...span, end: Math.min(span.end, end) })),
          places: places.filter(({ start }) => start < end),
        }),
      ),
    );
  }
  return { kept, cut };
}
