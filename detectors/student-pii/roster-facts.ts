/** What the roster knows about where students can be found, looked up when a message names one. */
import type { DirectoryLookup, DirectoryPerson } from '../detector.ts';
import type { Knows } from './bind.ts';

export interface RosterFacts extends Pick<DirectoryLookup, 'isOwnPhone' | 'isOwnAddress'> {
  /** Ids of the students who, or whose guardians, have a phone; by its digits. */
  studentsByPhone(digits: string): ReadonlySet<string>;
  /** The same by address key. */
  studentsByAddress(key: string): ReadonlySet<string>;
  guardiansOf(student: DirectoryPerson): readonly DirectoryPerson[];
  /** Other students who share a guardian. */
  siblingsOf(student: DirectoryPerson): readonly DirectoryPerson[];
  /** Whether the roster has locators of a kind for a student's family. */
  readonly knows: Knows;
}

/** What more students share is a placeholder, a shelter or a tower block: it says nothing about one of them. */
const sharedByMany = 25;
const nobody: ReadonlySet<string> = new Set();

/** Made for each message, as the roster may be another one for the next. */
export function rosterFacts(directory: DirectoryLookup): RosterFacts {
  const people = (ids: readonly string[]) => ids.flatMap((id) => directory.personById(id) ?? []);
  const guardiansOf = (student: DirectoryPerson) => people(student.relatedIds);
  return {
    studentsByPhone: kept((digits) => studentsOf(directory.peopleByPhone(digits))),
    studentsByAddress: kept((key) => studentsOf(directory.peopleByAddressKey(key))),
    isOwnPhone: (digits) => directory.isOwnPhone(digits),
    isOwnAddress: (key) => directory.isOwnAddress(key),
    guardiansOf,
    siblingsOf: (student) => {
      const ids = new Set(guardiansOf(student).flatMap((guardian) => guardian.relatedIds));
      ids.delete(student.id);
      return people([...ids]);
    },
    knows: (id, kind) => {
      const student = directory.personById(id);
      if (!student) return false;
      const family = [student, ...guardiansOf(student)];
      if (kind === 'phone') return family.some((person) => person.phones.length > 0);
      return kind === 'home-address' && family.some((person) => person.addresses.length > 0);
    },
  };
}

function studentsOf(people: readonly DirectoryPerson[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const person of people) {
    for (const id of person.role === 'student' ? [person.id] : person.relatedIds) ids.add(id);
    if (ids.size > sharedByMany) return nobody;
  }
  return ids;
}

/** A table repeats its numbers. */
function kept(ask: (key: string) => ReadonlySet<string>): (key: string) => ReadonlySet<string> {
  const answers = new Map<string, ReadonlySet<string>>();
  return (key) => {
    const known = answers.get(key);
    if (known) return known;
    const answer = ask(key);
    answers.set(key, answer);
    return answer;
  };
}
