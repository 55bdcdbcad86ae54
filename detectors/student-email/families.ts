/** Families of the roster: students who share guardians, and the addresses that belong to each. */
import type { DirectoryLookup, DirectoryPerson } from '../detector.ts';

export interface Families {
  /** Students whose family an email address belongs to; empty for staff and unknown addresses. */
  studentsOf(address: string): readonly DirectoryPerson[];
  /** The same for all students of one family. */
  keyOf(student: DirectoryPerson): string;
}

export function families(directory: DirectoryLookup): Families {
  return {
    studentsOf(address) {
      const people = directory.peopleByEmail(address);
      if (people.some((person) => person.staff)) return [];
      return people.flatMap((person) => (person.role === 'student' ? [person] : childrenOf(person, directory)));
    },
    keyOf(student) {
      const ids = student.relatedIds.flatMap((id) => directory.personById(id)?.relatedIds ?? []);
      return [student.id, ...ids].sort()[0]!;
    },
  };
}

function childrenOf(guardian: DirectoryPerson, directory: DirectoryLookup): DirectoryPerson[] {
  return guardian.relatedIds.flatMap((id) => directory.personById(id) ?? []);
}
