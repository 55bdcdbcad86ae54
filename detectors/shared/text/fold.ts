/** Folds text into the symbols that lexicons are matched on: case, accents, look-alikes and stretched letters are undone. */
import type { ExtractedPart, Span } from '../../detector.ts';
import { TextFolder, type FoldedText } from './text-folder.ts';
import { machineText } from './machine-text.ts';

export { isLetter, type FoldedText } from './text-folder.ts';

/** Longer text is folded in pieces of this length, so that the folded text takes little memory beside the text. */
const pieceLength = 65_536;
/** Pieces overlap by this many characters, so that no phrase is lost at their border. */
const overlap = 512;

const folded = new WeakMap<ExtractedPart, readonly FoldedText[]>();

/** Longer parts are folded again for each lexicon, because folded text takes eleven bytes a character. */
const keptLength = 2_000_000;

/** The folded text of a part. It is kept while the part exists, because every lexicon asks for it. */
export function foldPart(part: ExtractedPart): Iterable<FoldedText> {
  if (part.text.length > keptLength) return foldPieces(part.text);
  let known = folded.get(part);
  if (!known) {
    known = [...foldPieces(part.text)];
    folded.set(part, known);
  }
  return known;
}

/** Folded pieces of a text, in order. Consecutive ones overlap by some hundred characters. */
export function* foldPieces(text: string): Generator<FoldedText> {
  const machine = machineText(text);
  for (let from = 0; ;) {
    const to = endOfPiece(text, from);
    yield fold(text, from, to, machine);
    if (to === text.length) return;
    from = to - overlap;
  }
}

/** End of the piece at white space, where there is any, so that no word is cut. */
function endOfPiece(text: string, from: number): number {
  const most = from + pieceLength;
  if (most >= text.length) return text.length;
  for (let at = most; at > most - overlap; at -= 1) if (text[at] === ' ' || text[at] === '\n') return at;
  return most;
}

/**
 * Folds `text.slice(from, to)`; offsets are those of the whole text.
 *
 * @param machine runs that nobody reads, sorted: each becomes one foreign letter
 */
export function fold(
  text: string,
  from = 0,
  to = text.length,
  machine: readonly Span[] = machineText(text),
): FoldedText {
  return new TextFolder(text, from, to).fold(machine);
}
