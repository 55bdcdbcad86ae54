/** What a message says that the roster says of a student too: such a name means this student, and such a street is the student's. */
import type { DirectoryLookup, DirectoryPerson } from '../../detector.ts';
import { nameClass } from '../people/name-table.ts';
import { nameKeys } from '../people/names.ts';
import type { Locator } from './locators.ts';
import type { PartView } from './part-view.ts';

/** Words of all parts, and the numbers as they stand. */
export interface MessageWords {
  has(word: string): boolean;
}

const numbers = /\d{3,}/g;

export function wordsOfMessage(views: readonly PartView[]): MessageWords {
  const words = new Set<string>();
  for (const view of views) {
    for (const { key } of view.words) words.add(key);
    for (const [digits] of view.text.matchAll(numbers)) words.add(digits);
  }
  return words;
}

const grades: Readonly<Record<string, readonly string[]>> = {
  KG: ['kindergarten', 'kinder', 'kindergartner'],
  PK: ['prek', 'preschool'],
  '09': ['freshman'],
  '10': ['sophomore'],
  '11': ['junior'],
  '12': ['senior'],
};

/**
 * How many kinds of facts of the roster the message repeats: phone, address, guardian, number, birth date, school, grade; at most 4.
 *
 * @param owners ids of all to whom the roster gives one of the message's locators
 */
export function agreement(
  student: DirectoryPerson,
  words: MessageWords,
  owners: ReadonlySet<string>,
  directory: DirectoryLookup,
): number {
  const family = student.relatedIds.flatMap((id) => directory.personById(id) ?? []);
  const guardian = family.some(({ givenName, familyName }) => {
    const [given = ''] = nameKeys(givenName);
    return (
      given.length > 2 && words.has(given) && (nameKeys(familyName).some((key) => words.has(key)) || given.length > 3)
    );
  });
  const owned = owners.has(student.id);
  const number = student.numbers.some((one) => one.length > 3 && words.has(one));
  const school = student.schools.some((name) => {
    const [first = ''] = nameKeys(name);
    return first.length > 3 && words.has(first);
  });
  const grade = grades[student.grade]?.some((word) => words.has(word)) === true;
  return Math.min(4, 2 * Number(owned) + Number(guardian) + Number(number) + Number(school) + Number(grade));
}

/** Streets of the students named, found by house number and street name or by the street's name alone, however the rest is written. */
export function rosterStreets(
  view: PartView,
  students: readonly DirectoryPerson[],
  directory: DirectoryLookup,
): Locator[] {
  const byWord = new Map<string, { number: string; id: string }[]>();
  for (const student of students) {
    const family = [student, ...student.relatedIds.flatMap((id) => directory.personById(id) ?? [])];
    for (const address of new Set(family.flatMap(({ addresses }) => addresses))) {
      const [street = ''] = address.split(',');
      const number = /\d+/.exec(street)?.[0] ?? '';
      const word = nameKeys(street).find((key) => key.length > 3 && !directions.has(key));
      if (word) byWord.set(word, [...(byWord.get(word) ?? []), { number, id: student.id }]);
    }
  }
  if (byWord.size === 0) return [];
  return view.words.flatMap((word): Locator[] => {
    const known = byWord.get(word.key);
    if (!known) return [];
    const before = /(\d{1,6})(?:[ ]{1,2}[\p{L}.]{1,9}){0,2}[ ]{1,2}$/u.exec(
      view.text.slice(Math.max(0, word.start - 30), word.start),
    );
    const numbered = before ? known.filter(({ number }) => number === before[1]) : [];
    // A street's name that is a word, or that other names have too, says nothing by itself.
    if (numbered.length === 0 && !isRare(word.key)) return [];
    const owners = new Set((numbered.length > 0 ? numbered : known).map(({ id }) => id));
    const start = numbered.length > 0 ? word.start - before![0].length : word.start;
    const how = numbered.length > 0 ? 'roster number and street' : 'roster street';
    const kind = numbered.length > 0 ? 'home-address' : 'location';
    return [{ view, kind, start, end: word.end, key: '', how, owners, own: false, learnt: false }];
  });
}

function isRare(key: string): boolean {
  const { given, family, word } = nameClass(key);
  return key.length > 4 && given + family + word === 0;
}

const directions = new Set([
  'north',
  'south',
  'east',
  'west',
  'county',
  'road',
  'highway',
  'avenue',
  'state',
  'route',
  'township',
]);

/** Whether the roster knows other locators of this kind for the family: then a stranger's number is less likely theirs. */
export function knowsKind(people: readonly DirectoryPerson[], kind: string, directory: DirectoryLookup): boolean {
  return people.some((student) => {
    const family = [student, ...student.relatedIds.flatMap((id) => directory.personById(id) ?? [])];
    return kind === 'phone'
      ? family.some(({ phones }) => phones.length > 0)
      : kind === 'home-address' && family.some(({ addresses }) => addresses.length > 0);
  });
}
