/** The groups of the roster that the owner of an address is in, as a member of the staff. */
import type { DirectoryPerson } from '../../detectors/detector.ts';
import { roleGroup, schoolGroup } from '../message/roster-group.ts';
import { familyAtMost } from './assemble.ts';

/**
 * Groups by roles and schools, sorted. An address that more people have than a family is a placeholder: it is in none.
 *
 * @param people those who have the address
 */
export function staffGroups(people: readonly DirectoryPerson[]): string[] {
  if (people.length > familyAtMost) return [];
  const groups = people
    .filter(({ staff }) => staff)
    .flatMap(({ staffRoles = [], schools }) => [
      roleGroup('staff'),
      ...staffRoles.map(roleGroup),
      ...schools.map(schoolGroup),
    ]);
  return [...new Set(groups)].sort();
}
