/** Refuses a roster without students, wherever one is read, and says what to do. */
import type { Assembled } from './assemble.ts';
import { HallpassError } from '../errors/hallpass-error.ts';

type Usability = Pick<Assembled, 'counts' | 'doubts' | 'inactive' | 'lastEnd'>;

/**
 * Why a roster cannot be used, and what to do; undefined where it can. Without students every message about one would pass
 * unseen, so nothing overrides this.
 */
export function withoutStudents({ counts, doubts, inactive, lastEnd }: Usability): string | undefined {
  if (counts.students > 0) return undefined;
  if (inactive > 0) {
    const ended = lastEnd === '' ? 'have not begun' : `have ended, the last one on ${lastEnd}, or have not begun`;
    const users = inactive === 1 ? '1 user' : `${inactive} users`;
    return `no user is a student today, because all roles of ${users} ${ended}. Export the current school year again, or correct the dates in roles.csv`;
  }
  const unknown = (doubts.unknownRoles ?? []).map(([name]) => `“${name}”`).join(', ');
  return unknown === ''
    ? 'it has no students. Export the users with the role student as well, and name that role in the column role of users.csv or in roles.csv'
    : `it has no students. Hallpass does not know the roles ${unknown}; export the students with the role student`;
}

/** @throws HallpassError `roster.no-students` */
export function requireStudents(roster: Usability): void {
  const reason = withoutStudents(roster);
  if (reason !== undefined) throw new HallpassError('roster.no-students', reason);
}
