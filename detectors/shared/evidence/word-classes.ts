/** Classes of words that mean the same to the models of people and locators: what stands around a name is often rare, its class is not. */
import { nameClass } from '../people/name-table.ts';
import { studentWords } from '../students/student-words.ts';

const classes: readonly (readonly [string, ReadonlySet<string>])[] = [
  ['kin', studentWords.relations],
  ['title', studentWords.titles],
  ['student', studentWords.studentBefore],
  ['role', studentWords.roleBefore],
  ['grade', studentWords.studentAfter],
  ['school', studentWords.schoolWords],
  ['adult', studentWords.adultRoles],
  ['public', studentWords.publicWords],
  ['venue', studentWords.venueWords],
  ['list', studentWords.listWords],
  ['visitor', studentWords.visitorWords],
];

const kept = new Map<string, readonly string[]>();
const mostKept = 20_000;

/** Names of the classes of a folded word; `name` where it is a common name and no word. */
export function classesOfWord(key: string): readonly string[] {
  let found = kept.get(key);
  if (!found) {
    const known = nameClass(key);
    found = classes.flatMap(([name, words]) => (words.has(key) ? [name] : []));
    if (known.word === 0 && known.given + known.family > 0) found = [...found, 'name'];
    if (kept.size < mostKept) kept.set(key, found);
  }
  return found;
}
