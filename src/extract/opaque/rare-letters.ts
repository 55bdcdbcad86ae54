/** Finds data that is written in letters of many scripts, in ideographs or in emoji, each of which stands for some bits. */

const windowLetters = 256;
/** Part of the letters of a window that occur once. Chinese text, the richest in letters, has half of it. */
const leastDistinct = 0.82;
const wide = /[^\u0000-\u024f\u2000-\u206f\s]/gu; // eslint-disable-line no-control-regex -- the range begins there

/** Whether a stretch of the text has too many different letters for any language. Lists of characters in their order do not count. */
export function isRareLetters(text: string): boolean {
  if (!/[^\u0000-\u024f]{8}/u.test(text)) return false; // eslint-disable-line no-control-regex -- the range begins there
  const letters = text.match(wide) ?? [];
  for (let from = 0; from + windowLetters <= letters.length; from += windowLetters) {
    const window = letters.slice(from, from + windowLetters);
    if (new Set(window).size < windowLetters * leastDistinct) continue;
    const rising = window.filter((letter, index) => index > 0 && letter > window[index - 1]!).length;
    if (rising < windowLetters * 0.7) return true;
  }
  return false;
}
