/** Puts the words of a picture into lines: rows of tables stay rows, with tabs between cells. */
import { pageLines } from '../extract/files/formats/pdf/page-lines.ts';
import type { OcrWord } from './ocr-engine.ts';

/** Noise is read with less confidence, and as marks rather than letters. */
const leastConfidence = 8;
const leastOfPicture = 45;
/** In heights of words: rows are further from each other, words of a row are not. */
const sameRow = 0.35;

export function linesOfWords(words: readonly OcrWord[]): string[] {
  const kept = words
    .map((word) => ({ ...word, text: withoutMarks(word.text) }))
    .filter(({ text, confidence }) => text !== '' && (confidence >= leastConfidence || isLong(text)));
  const heights = kept.map(({ height }) => height).sort((a, b) => a - b);
  const usual = heights[Math.floor(heights.length / 2)] ?? 1;
  const rows = rowsOf(kept, usual);
  const pieces = kept.map((word) => {
    const size = Math.min(Math.max(word.height, usual), 2 * usual);
    return { str: word.text, width: word.width, transform: [size, 0, 0, size, word.left, -rows.get(word)!] };
  });
  return pageLines(pieces);
}

/** The height at which the row of each word stands: words go up and down within it, with their letters and the fall of the page. */
function rowsOf(words: readonly OcrWord[], usual: number): ReadonlyMap<OcrWord, number> {
  const middle = ({ top, height }: OcrWord): number => top + height / 2;
  const rows = new Map<OcrWord, number>();
  let row: OcrWord[] = [];
  const close = (): void => {
    const mean = row.reduce((sum, word) => sum + middle(word), 0) / row.length;
    for (const word of row) rows.set(word, mean);
    row = [];
  };
  for (const word of [...words].sort((one, other) => middle(one) - middle(other))) {
    if (row.length > 0 && middle(word) - middle(row.at(-1)!) > sameRow * Math.max(usual, word.height)) close();
    row.push(word);
  }
  if (row.length > 0) close();
  return rows;
}

/** A name with a letter that the language does not have is read with no confidence at all. */
function isLong(text: string): boolean {
  return /[\p{L}\p{N}]{3}/u.test(text);
}

/** What remains of the lines around a cell. */
function withoutMarks(text: string): string {
  const bare = text.replace(/^[|[\]{}_~¦—=‘'"`]+|[|[\]{}_~¦—=‘'"`]+$/g, '');
  return /[\p{L}\p{N}]/u.test(bare) ? bare : '';
}

/** Mean confidence, each word counted by its letters. */
export function confidenceOf(words: readonly OcrWord[]): number {
  let [sum, letters] = [0, 0];
  for (const { text, confidence } of words) {
    sum += text.length * confidence;
    letters += text.length;
  }
  return letters === 0 ? 0 : sum / letters;
}

/** Whether what was read is text and no grass. */
export function isReadable(words: readonly OcrWord[]): boolean {
  return confidenceOf(words.filter(({ confidence }) => confidence >= leastConfidence)) >= leastOfPicture;
}
