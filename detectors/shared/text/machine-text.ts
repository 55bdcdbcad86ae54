/** Finds long runs of base64, hexadecimal and the like, which nobody reads: matchers step over them. */
import type { Span } from '../../detector.ts';

/** Shorter runs may be names, words joined with hyphens, or file names. */
const shortest = 40;
/** Of digits, capital and small letters each; prose and names joined by signs have few of one kind. */
const leastOfEach = 3;
/** Prose written with hyphens or underscores for spaces has more of them. */
const mostSigns = 1 / 9;

const other = 0;
const digit = 1;
const capital = 2;
const small = 3;
const sign = 4;
const hexLetter = 5;

const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (/\d/.test(char)) return digit;
  if (/[a-f]/.test(char)) return hexLetter;
  if (/[A-Z]/.test(char)) return capital;
  if (/[a-z]/.test(char)) return small;
  return /[+/=_-]/.test(char) ? sign : other;
});

/** Spans in order, without overlaps. Linear: of ordinary text every fortieth character and a word around it is looked at. */
export function machineText(text: string): Span[] {
  const found: Span[] = [];
  let from = 0;
  // A run that begins at `from` or later and is long enough covers the place that is looked at.
  for (let probe = shortest - 1; probe < text.length; probe = from + shortest - 1) {
    let start = probe;
    while (start >= from && isRun(text.charCodeAt(start))) start -= 1;
    from = start === probe ? probe + 1 : take(text, start + 1, found);
  }
  return found;
}

function isRun(code: number): boolean {
  return code < 128 && kinds[code] !== other;
}

function endOfRun(text: string, start: number): number {
  let end = start;
  while (end < text.length && isRun(text.charCodeAt(end))) end += 1;
  return end;
}

/** Counts the run that begins here and keeps it where it is no prose; gives its end. */
function take(text: string, start: number, found: Span[]): number {
  const counts = [0, 0, 0, 0, 0, 0];
  const end = endOfRun(text, start);
  for (let at = start; at < end; at += 1) counts[kinds[text.charCodeAt(at)]!]! += 1;
  const letters = counts[small]! + counts[hexLetter]!;
  const mixed = counts[digit]! >= leastOfEach && counts[capital]! >= leastOfEach && letters >= leastOfEach;
  const hex = counts[digit]! >= 2 * leastOfEach && counts[capital]! + counts[small]! === 0;
  if (end - start >= shortest && (mixed || hex) && counts[sign]! <= (end - start) * mostSigns)
    found.push({ start, end });
  return end;
}
