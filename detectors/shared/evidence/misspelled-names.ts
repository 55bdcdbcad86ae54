/** Students of the roster whose name is misspelled by one letter beside a phone or an address that the roster gives to them. */
import type { DirectoryLookup, DirectoryPerson, Span } from '../../detector.ts';
import { nameKeys } from '../people/names.ts';
import { guessPerson } from '../people/person-name.ts';
import { overlapsAny } from '../text/sorted-spans.ts';
import type { Owners } from './locators.ts';
import { wordAt, type PartView } from './part-view.ts';
import type { PersonName } from './people.ts';

/** How many words before a locator, and after it, may hold the name. */
const wordsAround = 14;
/** More owners share a building, not a home. */
const mostOwners = 6;

/** @param known names of the part, sorted: who is named rightly needs no guess */
export function misspelledNames(
  view: PartView,
  known: readonly PersonName[],
  directory: DirectoryLookup,
  owners: Owners,
): PersonName[] {
  const named = new Set(known.flatMap(({ people }) => people.map(({ id }) => id)));
  const onRoster = known.filter(({ people }) => people.length > 0);
  const locators = [
    ...view.phones().map(({ start, end, digits }) => ({ start, end, ids: owners('phone', digits) })),
    ...view.addresses().map(({ start, end, key }) => ({ start, end, ids: owners('address', key) })),
  ];
  return locators.flatMap(({ start, end, ids }) => {
    if (ids.size === 0 || ids.size > mostOwners) return [];
    return [...ids].flatMap((id): PersonName[] => {
      const person = named.has(id) ? undefined : directory.personById(id);
      const span = person && nearName(view, start, end, person);
      if (!person || !span || overlapsAny(onRoster, span)) return [];
      named.add(id);
      const keys = [nameKeys(person.givenName)[0] ?? '', nameKeys(person.familyName).at(-1) ?? ''];
      const name = `${person.givenName} ${person.familyName}`;
      return [{ view, ...span, source: 'misspelled', people: [person], keys, name, guess: guessPerson(keys) }];
    });
  });
}

/** Two words next to each other that are a given name and a surname of the person but for one letter, in either order. */
function nearName(view: PartView, start: number, end: number, person: DirectoryPerson): Span | undefined {
  const { words, text } = view;
  const given = [person.givenName, ...person.preferredNames].flatMap((name) => nameKeys(name)[0] ?? []);
  const family = nameKeys(person.familyName).filter((key) => key.length > 1);
  const first = Math.max(0, wordAt(words, start) - wordsAround);
  const last = Math.min(words.length - 2, wordAt(words, end) + wordsAround);
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
export function isOneEditOff(given: string, ofGiven: string, family: string, ofFamily: string): boolean {
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
