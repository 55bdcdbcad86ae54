/** Who does the work of a reviewer today: the reviewer, or the deputy of one who is absent. */
import type { Absence } from '../../store/review/absences.ts';
import type { Person, ReviewParts } from './review-parts.ts';

export interface StandIn {
  /** Who does the work. */
  readonly person: Person;
  /** The absent person in whose place it is; undefined where nobody is absent. */
  readonly insteadOf: Person | undefined;
}

/**
 * A deputy who is absent too has a deputy in turn. Where the deputies lead back to somebody absent, or to nobody who can do the
 * work any more, it stays with the person.
 */
export function standInOf(
  person: Person,
  people: readonly Person[],
  absences: ReadonlyMap<string, Pick<Absence, 'deputyId'>>,
): StandIn {
  const seen = new Set<string>();
  let at: Person | undefined = person;
  for (let absence = absences.get(person.id); absence && at !== undefined; absence = at && absences.get(at.id)) {
    if (seen.has(at.id)) return { person, insteadOf: undefined };
    seen.add(at.id);
    const { deputyId } = absence;
    at = people.find(({ id }) => id === deputyId);
  }
  return at === undefined || at.id === person.id ? { person, insteadOf: undefined } : { person: at, insteadOf: person };
}

/** Who does the work of the person now; a deputy who may not see the message does not. */
export async function standInFor(parts: ReviewParts, person: Person, messageId: string): Promise<StandIn> {
  const absences = await parts.review.absences.at(parts.now());
  if (!absences.has(person.id)) return { person, insteadOf: undefined };
  const standIn = standInOf(person, await parts.people(), absences);
  const sees = (await parts.review.items.visible([messageId], standIn.person)).length > 0;
  return sees ? standIn : { person, insteadOf: undefined };
}

/** Whether a person may stand in for another: with the same schools or more, and for a manager a manager. */
export function mayStandIn(
  deputy: Person & { readonly role: string },
  { id, role, schools }: Pick<Person, 'id' | 'schools'> & { readonly role: string },
): boolean {
  const seesAll =
    deputy.schools.length === 0 || (schools.length > 0 && schools.every((school) => deputy.schools.includes(school)));
  return deputy.id !== id && seesAll && (role !== 'manager' || deputy.role === 'manager');
}
