/** Finds data that is written in letters which nobody sees: without width, variation selectors, fillers, tags. */
import { deflateRawSync } from 'node:zlib';
import { leastDenseBytes } from './dense.ts';

const ranges: readonly (readonly [number, number])[] = [
  ...([0xad, 0x34f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xfeff, 0xffa0] as const).map(
    (code) => [code, code] as const,
  ),
  ...([[0x180b, 0x180f], [0x200b, 0x200f], [0x2060, 0x206f], [0xfe00, 0xfe0f], [0xe0000, 0xe01ef]] as const), // prettier-ignore
];
/** How pages write them. */
const entity = /&(?:zwnj|zwj|shy|lrm|rlm|ZeroWidthSpace|NoBreak|#\d{2,7}|#x[\da-f]{2,6});/gi;
const named: Readonly<Record<string, number>> = {
  ...{ zwnj: 0x200c, zwj: 0x200d, shy: 0xad, lrm: 0x200e, rlm: 0x200f },
  ...{ zerowidthspace: 0x200b, nobreak: 0x2060 },
};

export function isInvisible(code: number): boolean {
  return code >= 0xad && ranges.some(([first, last]) => code >= first && code <= last);
}

/**
 * Whether the order of these letters says more than the rows in which mail programs repeat them. Letters that belong to an emoji or
 * to the spelling of a script do not count.
 *
 * @param text HTML with its tags; CPU time is linear in its length
 */
export function hidesData(text: string): boolean {
  const written = /&[#zslrn]/i.test(text) ? text.replace(entity, decoded) : text;
  if (!/[^\u0000-\u00ac]/.test(written)) return false; // eslint-disable-line no-control-regex -- the range begins there
  const signs: number[] = [];
  let before = 0;
  for (let at = 0; at < written.length;) {
    const code = written.codePointAt(at)!;
    at += code > 0xffff ? 2 : 1;
    if (code >= 0xad && isInvisible(code)) {
      // A sign that belongs to the letter before it leaves that letter as it is.
      if (belongsTo(before, code)) continue;
      signs.push(code & 255);
    }
    before = code;
  }
  return signs.length >= leastDenseBytes && deflateRawSync(Buffer.from(signs)).length >= leastDenseBytes * 0.95;
}

function decoded(reference: string): string {
  const name = reference.slice(1, -1).toLowerCase();
  const code = name.startsWith('#x')
    ? parseInt(name.slice(2), 16)
    : name.startsWith('#')
      ? Number(name.slice(1))
      : (named[name] ?? 0);
  return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : reference;
}

function belongsTo(before: number, code: number): boolean {
  if (before < 0xa9) return false;
  const letter = String.fromCodePoint(before);
  // The look of an emoji, and the sign that joins two of them.
  if (code === 0xfe0e || code === 0xfe0f || code === 0x200d)
    if (/[\p{Extended_Pictographic}\p{Emoji_Modifier}]/u.test(letter)) return true;
  // Arabic, Indic and other scripts write words with these; ideographs have variants.
  if (code >= 0x200c && code <= 0x200f) return before >= 0x530 && /[\p{L}\p{M}]/u.test(letter);
  return (code >= 0xe0100 || (code >= 0xfe00 && code <= 0xfe0f)) && /\p{Script=Han}/u.test(letter);
}
