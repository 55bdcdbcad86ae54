/** Masks what was found in a text, and what may give the same away: the length stays, so that marks fit both. */

export interface Range {
  readonly start: number;
  readonly end: number;
}

const block = '█';
/** Of what stands elsewhere as well: shorter pieces are in every text; of names they are masked where they are written as names. */
const minRepeated = 4;
const minOfName = 2;
const maxRepeated = 20_000;
/** An address, or a number of four digits or more with what usually parts them. */
const telling = /[^\s@<>"'(),;:]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+|\d(?:[-. ()/]{0,2}\d){3,}/gu;

/**
 * @param evidence what was found in this text: letters and digits of it become blocks
 * @param secrets what `secretsOf` gives for all parts of the message: masked wherever it stands
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
 * The words that would tell again what was found.
 *
 * @param evidence what was found, in all parts
 * @param names whom it is about
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
