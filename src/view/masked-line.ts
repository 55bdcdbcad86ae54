/** The line in which a finding stands, masked so that it may travel by mail: its writer recognizes it, nobody else learns from it. */
import { maskText, type Range } from './mask.ts';

const maxLength = 120;
const before = 40;
const longestBlock = 8;

/** Words that begin sentences and that nobody is called by; other words with a capital letter could be names. */
const ordinary = new Set(
  `a after all also an and any are as at attached based because before both but by call can could dear did do does during
  each either every for from good had has have he hello her hi his how i if in is it its just last let many may my no not
  note of on once one or our please she should since so some thank thanks that the their then there these they this those
  to today tomorrow us was we were what when where which while who why will with would yes yesterday you your
  al antes aquí buenas buenos como con cuando de del desde el ella en es esta este favor gracias hola la las los mi nos
  nuestra nuestro para pero por que se si su también un una usted`.split(/\s+/),
);
const capitalized = /[\p{L}\p{N}'’-]*[\p{Lu}\p{N}][\p{L}\p{N}'’-]*/gu;

/**
 * The line at `start`, at most 120 characters of it, with tabs as bars. Masked are the findings, the secrets, numbers and
 * addresses, and all words that could be names; in a table, all of its words.
 *
 * @param evidence the findings in this text
 * @param secrets result of `secretsOf` for all parts of the message
 */
export function maskedLine(
  text: string,
  start: number,
  evidence: readonly Range[],
  secrets: readonly string[],
): string {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', start);
  const lineEnd = newline < 0 ? text.length : newline;
  const from = start - lineStart > before ? wordStart(text, start - before, lineStart) : lineStart;
  const to = Math.min(lineEnd, from + maxLength);
  const line = text.slice(from, to);
  const inside = evidence
    .filter((range) => range.end > from && range.start < to)
    .map((range) => ({ start: Math.max(0, range.start - from), end: Math.min(line.length, range.end - from) }));
  const cells = line.includes('\t');
  const names = cells
    ? [{ start: 0, end: line.length }]
    : [...[...line.matchAll(capitalized)].flatMap(couldBeName), ...wordsAmong(line, secrets)];
  const masked = maskText(line, [...inside, ...names], secrets)
    .replace(/█+/g, (run) => run.slice(0, longestBlock))
    .replace(/\s*\t\s*/g, ' | ')
    .replace(/\s+/g, ' ')
    .trim();
  return `${from > lineStart ? '…' : ''}${masked}${to < lineEnd ? '…' : ''}`;
}

/** Stands for a removed passage while the rest of its line is masked; a private character, which masking leaves as it is. */
const gap = '\ue000';

/** The line at `start` before and after passages of it are replaced by `mark`, both masked. */
export function maskedRewrite(
  text: string,
  start: number,
  passages: readonly Range[],
  secrets: readonly string[],
  mark: string,
): { before: string; after: string } {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', start);
  const lineEnd = newline < 0 ? text.length : newline;
  let after = '';
  let at = lineStart;
  for (const range of [...passages].sort((a, b) => a.start - b.start)) {
    if (range.end <= at || range.start >= lineEnd) continue;
    after += `${text.slice(at, Math.max(at, range.start))}${after.endsWith(gap) && range.start <= at ? '' : gap}`;
    at = Math.min(range.end, lineEnd);
  }
  after += text.slice(at, lineEnd);
  return {
    before: maskedLine(text, start, passages, secrets),
    after: maskedLine(after, Math.max(0, after.indexOf(gap)), [], secrets).replaceAll(gap, mark),
  };
}

/** A file name or a label in which the words of the findings are masked. */
export function maskedName(name: string, secrets: readonly string[]): string {
  return maskText(name, wordsAmong(name, secrets), secrets);
}

/** Secrets in the text, short ones in lower case included. */
function wordsAmong(text: string, secrets: readonly string[]): Range[] {
  const wanted = new Set(secrets);
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)]
    .filter(([word]) => wanted.has(word.toLowerCase()))
    .map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

function couldBeName(match: RegExpMatchArray): Range[] {
  const [word] = match;
  const start = match.index ?? 0;
  return ordinary.has(word.toLowerCase()) ? [] : [{ start, end: start + word.length }];
}

function wordStart(text: string, at: number, from: number): number {
  const space = text.lastIndexOf(' ', at);
  return space > from ? space + 1 : Math.max(from, at);
}
