/** What a message says that the roster says of a student too: such a name means this student, and such a street is the student's. */
import type { DirectoryLookup, DirectoryPerson } from '../../detector.ts';
import { nameClass } from '../people/name-table.ts';
import { nameKeys } from '../people/names.ts';
import type { Locator } from './locators.ts';
import type { PartView } from './part-view.ts';

/** Words of all parts, and the numbers as they stand. */
export interface MessageWords {
  has(word: string): boolean;
  /** The token before a word somewhere is this number. */
  numberBefore(word: string, digits: string): boolean;
}

export function wordsOfMessage(views: readonly PartView[]): MessageWords {
  const words = new Set<string>();
  const pairs = new Set<string>();
  for (const view of views) {
    const numbers: string[] = [];
    for (const { kind, key, start, end } of view.tokens()) {
      if (kind === 'number') numbers.push(view.text.slice(start, end));
      else if (kind === 'word') {
        words.add(key);
        for (const digits of numbers.splice(0)) pairs.add(`${digits} ${key}`);
      }
      if (kind === 'number') words.add(view.text.slice(start, end));
      if (numbers.length > 2) numbers.shift();
    }
  }
  return { has: (word) => words.has(word), numberBefore: (word, digits) => pairs.has(`${digits} ${word}`) };
}

const grades: Readonly<Record<string, readonly string[]>> = {
  KG: ['kindergarten', 'kinder', 'kindergartner'],
  PK: ['prek', 'preschool'],
  '09': ['freshman'],
  '10': ['sophomore'],
  '11': ['junior'],
  '12': ['senior'],
};

/** How many kinds of facts of the roster the message repeats: phone, address, guardian, number, birth date, school, grade; at most 4. */
export function agreement(
  student: DirectoryPerson,
  words: MessageWords,
  locators: readonly Locator[],
  directory: DirectoryLookup,
): number {
  const family = student.relatedIds.flatMap((id) => directory.personById(id) ?? []);
  const guardian = family.some(({ givenName, familyName }) => {
    const [given = ''] = nameKeys(givenName);
    return (
      given.length > 2 && words.has(given) && (nameKeys(familyName).some((key) => words.has(key)) || given.length > 3)
    );
  });
  const owned = locators.some(({ owners }) => owners.has(student.id));
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
  const tokens = view.tokens();
  return tokens.flatMap((token, at): Locator[] => {
    const known = token.kind === 'word' ? byWord.get(token.key) : undefined;
    if (!known) return [];
    const before = tokens.slice(Math.max(0, at - 3), at).filter(({ kind }) => kind === 'number');
    const numbered = known.filter(
      ({ number }) => number !== '' && before.some(({ start, end }) => view.text.slice(start, end) === number),
    );
    // A street's name that is a word, or that other names have too, says nothing by itself.
    if (numbered.length === 0 && !isRare(token.key)) return [];
    const owners = new Set((numbered.length > 0 ? numbered : known).map(({ id }) => id));
    const start = numbered.length > 0 ? before[0]!.start : token.start;
    const how = numbered.length > 0 ? 'roster number and street' : 'roster street';
    const kind = numbered.length > 0 ? 'home-address' : 'location';
    return [{ view, kind, start, end: token.end, key: '', how, owners, own: false }];
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
