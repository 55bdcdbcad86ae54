/** Finds ciphertext whose bytes are written as words of a list, as emoji, or in letters that nobody sees. */
import { areDrawnSigns } from './drawn-signs.ts';
import { hidesData, isInvisible } from './hidden-signs.ts';

/** Words of a row for 160 bytes, with a list of 4,096. */
const leastSigns = 107;
/** Lists of names and of words to learn repeat some of them; nothing but data repeats emoji in a row without an order. */
const [drawsOfWords, drawsOfEmoji] = [1.2, 0.5];
const emoji = /\p{Extended_Pictographic}/u;
/** Quicker than the property, and wider. */
const mayBeEmoji = /[\u203c-\u3299\ud83c-\ud83e]/;
const emojis = new RegExp(emoji, 'gu');

/** @param text as it was sent; CPU time is linear in its length */
export function hasCodeSigns(text: string): boolean {
  for (const row of wordRows(text)) if (areDrawnSigns(row, drawsOfWords)) return true;
  if (mayBeEmoji.test(text) && (text.match(emojis)?.length ?? 0) >= leastSigns)
    for (const row of emojiRows(text)) if (areDrawnSigns(row, drawsOfEmoji)) return true;
  return hidesData(text);
}

const isSmall = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code > 127 && /\p{Ll}/u.test(String.fromCharCode(code)));
/** White space, commas, hyphens and other signs that stand between the words of a row, and do not end a sentence. */
const between = new Set([...' \t\r\n,;|/_-'].map((sign) => sign.charCodeAt(0)));

/** Rows of words in small letters alone. Sentences, names and numbers end a row, so prose has none of this length. */
function* wordRows(text: string): Generator<string[]> {
  let [start, words, inWord] = [0, 0, false];
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : 0;
    if (isSmall(code)) {
      if (!inWord) words += 1;
      if (words === 1 && !inWord) start = at;
      inWord = true;
      continue;
    }
    inWord = false;
    if (between.has(code)) continue;
    if (words >= leastSigns) yield text.slice(start, at).match(/\p{Ll}{2,}/gu) ?? [];
    words = 0;
  }
}

/** Rows of emoji with nothing between them but their variants and white space. */
function* emojiRows(text: string): Generator<string[]> {
  let row: string[] = [];
  for (const letter of text) {
    if (emoji.test(letter)) row.push(letter);
    else if (!isInvisible(letter.codePointAt(0)!) && !/[\s\u{1f3fb}-\u{1f3ff}]/u.test(letter)) {
      if (row.length >= leastSigns) yield row;
      row = [];
    }
  }
  if (row.length >= leastSigns) yield row;
}
