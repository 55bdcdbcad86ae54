/** How many people of a roster a school has, by kind: what a mailing list of the school reaches. */
import { listFields, personRoles, readImage, roleMask, staffFlag } from './image-format.ts';
import { openStrings } from './string-table.ts';

export interface Members {
  readonly staff: number;
  readonly student: number;
  /** Guardians of its students. */
  readonly family: number;
}

export interface SchoolMembers {
  /** Schools that have people, by name in lower case. */
  readonly schools: ReadonlyMap<string, Members>;
  readonly all: Members;
}

type Kind = keyof Members;

const schoolsField = listFields.indexOf('schools');
const relatedField = listFields.indexOf('related');
const [studentRole, guardianRole] = [personRoles.indexOf('student'), personRoles.indexOf('guardian')];

/** One pass over the people: each counts once for a school and a kind, however many children go there. */
export function countMembers(buffer: ArrayBufferLike): SchoolMembers {
  const { personFlags, listStarts, lists, strings } = readImage(buffer);
  const listOf = (person: number, field: number): Uint32Array => {
    const at = person * listFields.length + field;
    return lists.subarray(listStarts[at], listStarts[at + 1]);
  };
  const bySchool = new Map<number, Record<Kind, Set<number>>>();
  const enter = (school: number, kind: Kind, person: number): void => {
    const members = bySchool.get(school) ?? { staff: new Set(), student: new Set(), family: new Set() };
    bySchool.set(school, members);
    members[kind].add(person);
  };
  const all = { staff: 0, student: 0, family: 0 };
  for (const [person, flags] of personFlags.entries()) {
    const role = flags & roleMask;
    const staff = (flags & staffFlag) !== 0;
    if (staff) all.staff += 1;
    if (role === studentRole) all.student += 1;
    if (role === guardianRole) all.family += 1;
    for (const school of listOf(person, schoolsField)) {
      if (staff) enter(school, 'staff', person);
      if (role !== studentRole) continue;
      enter(school, 'student', person);
      for (const guardian of listOf(person, relatedField)) enter(school, 'family', guardian);
    }
  }
  const names = openStrings(strings);
  const counted = [...bySchool].map(([school, { staff, student, family }]): [string, Members] => [
    names.at(school).toLowerCase(),
    { staff: staff.size, student: student.size, family: family.size },
  ]);
  return { schools: new Map(counted), all };
}
