/** Finds a secret that is told without being called one: `It is now …`, `New one: …` in a message about a login. */
import type { Span } from '../detector.ts';
import { lookOf } from './look.ts';
import { phrases } from './phrases.ts';

const telling = phrases.pattern(
  String.raw`\b(?:<telling>|(?:use|try|it is)(?: [\w.-]{3,24}(?: and| with| \/)|))(?: now)?[:,]? +(?=(\S{7,40}))`,
  'gi',
);
const topic = phrases.pattern(String.raw`\b<topics>\b`, 'i');

/** Spans of words that nobody writes but for a password. */
export function toldIn(text: string, subject: string): Span[] {
  const found: Span[] = [];
  for (const match of text.matchAll(telling)) {
    const raw = match[1]!.replace(/["'”’)\]>,;:.]+$/, '').replace(/^["'“‘(]+/, '');
    const look = lookOf(raw);
    const cases = /\p{Lu}/u.test(raw) && /\p{Ll}/u.test(raw) && /\d/.test(raw);
    if (look !== 'strong' && !(look === 'mixed' && cases && /[-_.]/.test(raw))) continue;
    if (/^[\p{Lu}\d-]+$/u.test(raw) || /[/()<>[\]=]/.test(raw)) continue;
    if (!topic.test(subject) && !topic.test(text.slice(Math.max(0, match.index - 120), match.index))) continue;
    const start = text.indexOf(raw, match.index + match[0].length);
    found.push({ start, end: start + raw.length });
  }
  return found;
}
