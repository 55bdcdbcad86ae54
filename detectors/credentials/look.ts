/** How much a run of characters looks like a secret. */
import { phrases } from './phrases.ts';
import { notSecrets } from './rules.ts';

/**
 * `strong`: letters, digits and signs mixed as people mix them in passwords only; `mixed`: letters with digits or signs;
 * `digits`: a number or a combination; `word`: letters alone; `none`: something else, or nothing to read.
 */
export type Look = 'strong' | 'mixed' | 'digits' | 'word' | 'none';

const signs = /[!#$%&*@?^_+=~|\\]/;
const somethingElse = [
  phrases.pattern(String.raw`:\/\/|^www\.|\.<endings>\b`, 'i'),
  /^[\w.+-]+@[\w-]+\.[\w.-]+$/, // an e-mail address
  /^\(?\d{3}\)?[-.]\d{3}[-.]\d{4}$|^\d{3}-\d{4}$|^1-?8\d\d-/, // a phone number
  /^\d{1,2}[/.]\d{1,2}([/.]\d{2,4})?$|^\d{4}-\d\d-\d\d/, // a date
  /^\d{1,2}(?::\d\d)?(?:-\d{1,2}(?::\d\d)?)?\s?(?:[ap]\.?m?)?$/i, // a time, or a number too small to guard anything
  phrases.pattern(String.raw`^\d+(?:<units>|[%+])$`, 'i'),
  /^[$€£]\d/,
  /^[[<({].*[\])}>]$|^_+$|^([*x.•#?_-])\1+$/i, // a placeholder
  /^[a-z]+['’][a-z]+$/i,
  /^\W+$/,
];

/** @param raw without white space around it */
export function lookOf(raw: string): Look {
  if (raw.length < 3 || raw.length > 64 || notSecrets.has(raw.toLowerCase())) return 'none';
  if (somethingElse.some((pattern) => pattern.test(raw))) return 'none';
  const digit = /\d/.test(raw);
  const letter = /\p{L}/u.test(raw);
  if (!letter) return digit && /^\*?\d[\d-]{2,14}[#*]{0,2}$/.test(raw) ? 'digits' : 'none';
  const sign = signs.test(raw.slice(0, -1)) || (digit && /[!?$*]$/.test(raw));
  const bothCases = /\p{Ll}/u.test(raw) && /\p{Lu}/u.test(raw);
  if (digit && raw.length >= 6 && (sign || (bothCases && !/^\p{Lu}{1,5}-?\d/u.test(raw)))) return 'strong';
  if (sign && bothCases && raw.length >= 8) return 'strong';
  if (digit && raw.length >= 4) return 'mixed';
  if (sign || /\p{Ll}\p{Lu}/u.test(raw) || /^\p{L}+(?:[.-]\p{L}+){2,}$/u.test(raw)) return 'mixed';
  return /^\p{L}[\p{L}.-]*$/u.test(raw) ? 'word' : 'none';
}
