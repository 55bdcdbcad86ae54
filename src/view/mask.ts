/** Masks what was found in a text, and what may give the same away: the length stays, so that marks fit both. */

export interface Range {
  readonly start: number;
  readonly end: number;
}

const block = '█';
/** Of what stands elsewhere as well: shorter pieces are in every text. */
const minRepeated = 4;
const maxRepeated = 400;
/** An address, or a number of four digits or more with what usually parts them. */
const telling = /[^\s@<>"'(),;:]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+|\d(?:[-. ()/]{0,2}\d){3,}/gu;

/**
 * @param evidence what was found in this text: letters and digits of it become blocks
 * @param secrets pieces of evidence from all parts of the message: they are masked wherever they stand
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

/** The words of what was found, longest first: names and numbers that would tell it again. */
export function secretsOf(evidence: readonly string[]): string[] {
  const words = evidence.flatMap((text) => text.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? []);
  const long = new Set(words.map((word) => word.toLowerCase()).filter((word) => word.length >= minRepeated));
  return [...long].sort((a, b) => b.length - a.length).slice(0, maxRepeated);
}

function repeated(text: string, secrets: readonly string[]): Range[] {
  if (secrets.length === 0) return [];
  const wanted = new Set(secrets);
  return [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)]
    .filter(([word]) => wanted.has(word.toLowerCase()))
    .map(rangeOf);
}

function rangeOf(match: RegExpMatchArray | RegExpExecArray): Range {
  const start = match.index ?? 0;
  return { start, end: start + match[0].length };
}
