/** Reads the words that a style sheet or a style attribute shows: generated content, list marks, quotation marks, pictures of text. */
import { plainCss } from './html-style.ts';

const strings = /"((?:[^"\\\n]|\\[\s\S])*)"|'((?:[^'\\\n]|\\[\s\S])*)'/g;
/** Names of fonts and files, areas of a grid, and properties of Office. */
const nothingShown = /^(?:font|src|mso-|grid|format|@?charset|@?import|filter|tab-|layout-|list-style-image)/i;
const maxTexts = 2000;

export interface StyleTexts {
  readonly shown: readonly string[];
  /** Names of the attributes whose values are shown (`content: attr(data-x)`). */
  readonly attributes: readonly string[];
  /** `data:` addresses of pictures. */
  readonly targets: readonly string[];
}

/** @param css a sheet without comments, or the declarations of one element */
export function styleTexts(css: string): StyleTexts {
  const shown: string[] = [];
  const attributes: string[] = [];
  const targets: string[] = [];
  if (!/["'(]/.test(css)) return { shown, attributes, targets };
  for (const match of css.matchAll(
    /url\(\s*(?:"(data:[^"]{1,1000000})"|'(data:[^']{1,1000000})'|(data:[^)]{1,1000000}))/gi,
  )) {
    const target = match[1] ?? match[2] ?? match[3];
    if (target !== undefined && targets.length < maxTexts) targets.push(target);
  }
  for (const declaration of declarationsOf(css)) {
    const colon = declaration.indexOf(':');
    const property = declaration.slice(0, Math.max(0, colon)).trim();
    if (nothingShown.test(property) || shown.length >= maxTexts) continue;
    const value = declaration.slice(colon + 1);
    for (const [, name] of value.matchAll(/\battr\(\s*([a-z0-9_-]{1,80})/gi)) attributes.push(name!.toLowerCase());
    if (/\burl\(/i.test(value)) continue;
    const words = Array.from(value.matchAll(strings), (match) => plainCss(match[1] ?? match[2] ?? '')).join('');
    if (words.trim() !== '') shown.push(words);
  }
  return { shown, attributes, targets };
}

/** Split at semicolons and braces outside of strings. */
function* declarationsOf(css: string): Generator<string> {
  let quote = '';
  let from = 0;
  for (let at = 0; at < css.length; at += 1) {
    const character = css[at]!;
    if (character === '\\') at += 1;
    else if (quote !== '') {
      if (character === quote || character === '\n') quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === ';' || character === '{' || character === '}') {
      if (character !== '{') yield css.slice(from, at);
      from = at + 1;
    }
  }
  yield css.slice(from);
}
