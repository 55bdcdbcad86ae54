/** Finds a login and its password written as one pair: `jdoe / R0b0tics#226`. */
import type { Span } from '../detector.ts';
import { lookOf } from './look.ts';

export interface Pair extends Span {
  /** The words before the pair may be about a login; without them only unmistakable passwords count. */
  readonly spaced: boolean;
}

const pair = /(?<![\w/.@-])([a-z][\w.-]{1,30}(?:@[\w.-]{3,40})?)( ?)(?:\/{1,2}|\|)( ?)(?=(\S{6,40}))/gi;

/** Spans of the passwords. Each is a mix that nobody writes by chance. */
export function pairsIn(text: string): Pair[] {
  const found: Pair[] = [];
  if (!hasPassword(text)) return found;
  for (const match of text.matchAll(pair)) {
    const raw = bare(match[4]!);
    if (!isPassword(raw)) continue;
    const start = match.index + match[0].length;
    const spaced = match[2] === ' ' && match[3] === ' ';
    if (spaced || /[!#$%&*@?]/.test(raw)) found.push({ start, end: start + raw.length, spaced });
  }
  return found;
}

const separated = /[/|] ?(?=(\S{6,40}))/g;

/** Whether anything behind a slash or bar may be a password: hardly any text has one, and the search for logins is slow. */
function hasPassword(text: string): boolean {
  for (const match of text.matchAll(separated)) if (isPassword(bare(match[1]!))) return true;
  return false;
}

function bare(raw: string): string {
  return raw.replace(/["'”’)\]>,;:.]+$/, '');
}

function isPassword(raw: string): boolean {
  return !/[/()<>[\]]/.test(raw) && lookOf(raw) === 'strong' && !/^[\d-]+[A-Z]?$/.test(raw);
}
