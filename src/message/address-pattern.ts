/** Matches codes and addresses against the patterns of a policy pack; linear in the length of the text. */
import { comparableAddress } from './domain-name.ts';
import { domainMatches, domainOf } from './envelope.ts';

/** Whether the text matches the pattern, in which `*` stands for any characters. */
export function globMatches(pattern: string, text: string): boolean {
  const pieces = pattern.split('*');
  const first = pieces[0] ?? '';
  if (pieces.length === 1) return text === first;
  const last = pieces.at(-1) ?? '';
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}

/**
 * Whether an address matches one of the patterns: `name@school.example`, `*-office@school.example`, `@school.example`, or a
 * domain as in the configuration (`school.example`; `.school.example` for its subdomains). Case does not matter.
 */
export function addressMatches(address: string, patterns: readonly string[]): boolean {
  const text = comparableAddress(address);
  return patterns.some((entry) => {
    const pattern = comparableAddress(entry);
    if (!pattern.includes('@')) return text !== '' && domainMatches(domainOf(text), [pattern]);
    return globMatches(pattern.startsWith('@') ? `*${pattern}` : pattern, text);
  });
}
