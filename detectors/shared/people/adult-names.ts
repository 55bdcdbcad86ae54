/** Whether a name is that of an adult whom the roster knows. */
import type { DirectoryLookup, DirectoryPerson } from '../../detector.ts';
import { nameKeys } from './names.ts';

/** @param key folded `given family` */
export function isStaffName(directory: DirectoryLookup, key: string): boolean {
  const [given = '', family = ''] = key.split(' ');
  return directory
    .peopleNamed('staff', given, family)
    .some(({ person }) => fullKey(person.givenName, person.familyName) === key);
}

/** Whether a guardian has the same name as a student. */
export function isGuardianName(directory: DirectoryLookup, student: DirectoryPerson): boolean {
  const [given = '', family = ''] = fullKey(student.givenName, student.familyName).split(' ');
  const whole = wholeKey(student);
  return directory.peopleNamed('guardian', given, family).some(({ person }) => wholeKey(person) === whole);
}

function wholeKey(person: DirectoryPerson): string {
  return nameKeys(`${person.givenName} ${person.familyName}`).join(' ');
}

/** Folded `given family` of a full name, the first and the last word of it. */
export function fullKey(given: string, family: string): string {
  return `${nameKeys(given)[0] ?? ''} ${nameKeys(family).at(-1) ?? ''}`;
}
