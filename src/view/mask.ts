/** Masks findings in a text, and other places that show the same. The length does not change, so that marks fit both texts. */

export interface Range {
  readonly start: number;
  readonly end: number;
}

const block = '█';
/** Shorter words are masked in the evidence alone, because every text has them; short names also where they have a capital letter. */
const minRepeated = 4;
const minOfName = 2;
const maxRepeated = 20_000;
/** An address, or a number of four digits or more with the usual separators. */
const telling = /[^\s@<>"'(),;:]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+|\d(?:[-. ()/]{0,2}\d){3,}/gu;

/**
 * @param evidence the findings in this text: their letters and digits become blocks
 * @param secrets result of `secretsOf` for all parts of the message: masked everywhere
 */
export function maskText(text: string, evidence: readonly Range[], secrets: readonly string[]): string {
  const hidden = [...evidence, ...[...text.matchAll(telling)].map(rangeOf), ...repeated(text, secrets)];
  hidden.sort((a, b) => a.start - b.start);
  const out: string[] = [];
  let at = 0;
  for (const { start, end } of hidden) {
    const from = Math.max(at, start);
    if (end <= from) continue;
    out.push(
      text.slice(at, from),
      text.slice(from, end).replace(/[\p{L}\p{N}]/gu, (char) => block.repeat(char.length)),
    );
    at = end;
  }
  out.push(text.slice(at));
  return out.join('');
}

/**
 * The words that would show the findings in other places.
 *
 * @param evidence the findings in all parts
 * @param names the people whom the findings are about
 */
export function secretsOf(evidence: readonly string[], names: readonly string[] = []): string[] {
  const secrets = new Set([...wordsOf(evidence, minRepeated), ...wordsOf(names, minOfName)]);
  return [...secrets].slice(0, maxRepeated);
}

const word = /[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu;

function wordsOf(texts: readonly string[], fewestLetters: number): string[] {
  const words = texts.flatMap((text) => text.match(word) ?? []);
  return words.map((found) => found.toLowerCase()).filter(({ length }) => length >= fewestLetters);
}

function repeated(text: string, secrets: readonly string[]): Range[] {
  if (secrets.length === 0) return [];
  const wanted = new Set(secrets);
  return [...text.matchAll(word)]
    .filter(([found]) => wanted.has(found.toLowerCase()) && (found.length >= minRepeated || /^\p{Lu}/u.test(found)))
    .map(rangeOf);
}

function rangeOf(match: RegExpMatchArray | RegExpExecArray): Range {
  const start = match.index ?? 0;
  return { start, end: start + match[0].length };
}
