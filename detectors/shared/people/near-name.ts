/** Finds a person's name near a place where one letter of it may be wrong. */
import type { DirectoryPerson, Span } from '../../detector.ts';
import { firstStartingFrom } from '../text/sorted-spans.ts';
import { nameKeys, type Word } from './names.ts';

/** How many words before the place, and after it, may hold the name. */
const wordsAround = 14;

/** Two words next to each other that are a given name and a surname of the person but for one letter, in either order. */
export function nearName(
  { words, text }: { readonly words: readonly Word[]; readonly text: string },
  { start, end }: Span,
  person: DirectoryPerson,
): Span | undefined {
  const given = [person.givenName, ...person.preferredNames].flatMap((name) => nameKeys(name)[0] ?? []);
  const family = nameKeys(person.familyName).filter((key) => key.length > 1);
  const first = Math.max(0, firstStartingFrom(words, start) - wordsAround);
  const last = Math.min(words.length - 2, firstStartingFrom(words, end) + wordsAround);
  for (let at = first; at <= last; at += 1) {
    const [one, two] = [words[at]!, words[at + 1]!];
    if (!/^(?:, ?|\s{1,3}|-)$/.test(text.slice(one.end, two.start))) continue;
    for (const [a, b] of [
      [one.key, two.key],
      [two.key, one.key],
    ] as const) {
      if (given.some((name) => family.some((surname) => isOneEditOff(a, name, b, surname))))
        return { start: one.start, end: two.end };
    }
  }
  return undefined;
}

/** One of the two names is whole, of at least three letters, the other one edit away. */
function isOneEditOff(given: string, ofGiven: string, family: string, ofFamily: string): boolean {
  if (given === ofGiven) return given.length > 2 && isOneEdit(family, ofFamily);
  return family === ofFamily && family.length > 2 && isOneEdit(given, ofGiven);
}

/** A letter more, less or other, or two neighbours exchanged. */
function isOneEdit(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  if (a.length === b.length) {
    if (a.slice(at + 1) === b.slice(at + 1)) return true;
    return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
  }
  const [long, short] = a.length > b.length ? [a, b] : [b, a];
  return long.slice(at + 1) === short.slice(at);
}
