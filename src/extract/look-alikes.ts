/** Letters and digits that look like plain ones: of other scripts, in circles and squares, small capitals. */
import { twins } from '../../detectors/shared/text/look-alikes.ts';

/** Scripts of which whole words may stand for Latin ones. */
const otherScript =
  /[\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Coptic}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Lisu}]/u;

/** The digit zero of scripts that have ten digits in order. */
const zeros = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20,
  0x1040, 0x17e0, 0x1810,
];

/** The class of every character that `plainTwin` knows, for a regular expression. */
export const twinClass = `\\u2460-\\u24ff\\u1d00-\\u1d2b\\u1d2c-\\u1d6a\\u1d9b-\\u1dbf\\u02b0-\\u02b8\\u0262\\u026a\\u0274\\u0280\\u028f\\u0299\\u029c\\u029f\\ua730-\\ua731\\u2102-\\u2134\\ufb00-\\ufb06${zeros.map((zero) => `\\u${hex(zero)}-\\u${hex(zero + 9)}`).join('')}`;

/** The plain spelling of a character of that class; undefined where it has none. */
export function plainTwin(character: string): string | undefined {
  const code = character.codePointAt(0)!;
  const zero = zeros.find((first) => code >= first && code <= first + 9);
  if (zero !== undefined) return String(code - zero);
  // White letters on black squares and circles have no decomposition.
  if (code >= 0x1f150 && code <= 0x1f189) return String.fromCharCode(65 + ((code - 0x1f150) % 32));
  // Of this class, small capitals alone are in the table.
  const capital = twins.get(character);
  if (capital !== undefined) return capital.toUpperCase();
  const decomposed = character.normalize('NFKC').replace(/^\((\w+)\)$/, '$1');
  const mayGrow = code >= 0xfb00 || (code >= 0x2460 && code <= 0x24ff);
  return decomposed !== character && (mayGrow ? /^\w{1,3}$/ : /^\w$/).test(decomposed) ? decomposed : undefined;
}

/**
 * Writes words that mix Latin letters with their twins of other scripts in Latin letters. Where no word of the text is truly
 * of another script, it does so with words of twins alone, too. The length does not change.
 */
export function withoutTwins(text: string): string {
  if (!otherScript.test(text)) return text;
  const words = /[\p{L}\p{M}]+/gu;
  let foreign = false;
  for (const [word] of text.matchAll(words)) {
    if (!otherScript.test(word) || /[A-Za-z]/.test(word)) continue;
    foreign = [...word].some((letter) => !twins.has(letter));
    if (foreign) break;
  }
  return text.replace(words, (word) => {
    if (!otherScript.test(word)) return word;
    const isMixed = /[A-Za-z]/.test(word);
    if (!isMixed && (foreign || word.length < 2)) return word;
    return Array.from(word, (letter) => (otherScript.test(letter) ? twins.get(letter) : undefined) ?? letter).join('');
  });
}

/** Reverses text that a direction override shows backwards, line by line. The marks stay. */
export function asShown(text: string): string {
  if (!text.includes('\u202e')) return text;
  return text.replace(
    /\u202e([^\u202a-\u202e]*)/g,
    (_, run: string) => `\u202e${run.split('\n').map(reversed).join('\n')}`,
  );
}

function reversed(line: string): string {
  return Array.from(line).reverse().join('');
}

function hex(code: number): string {
  return code.toString(16).padStart(4, '0');
}
