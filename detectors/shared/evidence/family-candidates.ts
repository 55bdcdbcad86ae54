/** The limits of likely family, which no score passes: one student, few recipients, no list, several kinds of evidence. */
import type { Finding, RecipientFacts } from '../../detector.ts';
import { nameKeys } from '../people/names.ts';
import { headersPart } from '../people/visible-recipients.ts';
import type { FamilyEvidence, FoundStudent } from './family-evidence.ts';

/** A family reads together; more addresses outside are a group. */
const mostOutside = 2;

/**
 * The one student whom all findings about students are about; undefined where there is none, or where several are.
 * Findings that name nobody do not count. Recipients who see each other's address may be two parents: whether they are is asked
 * of each of them. A recipient who is taken for a student by name is no second one.
 */
export function onlyStudent(
  findings: readonly Pick<Finding, 'code' | 'part' | 'subject'>[],
  recipients: readonly RecipientFacts[],
): FoundStudent | undefined {
  const told = findings.filter(({ code, part }) => part !== headersPart || !code.startsWith('student-email.'));
  if (told.some(({ code }) => code === 'student-email.several-families')) return undefined;
  const students = new Map<string, FoundStudent>();
  for (const { subject } of told) if (subject) students.set(subject.id ?? nameKeys(subject.name).join(' '), subject);
  const named = [...students.values()];
  const others = named.filter((student) => !recipients.some((recipient) => isOwner(recipient, student)));
  const all = others.length > 0 ? others : named;
  const whole = all.filter((student) => !all.some((other) => other !== student && isShortFor(student, other)));
  return whole.length === 1 ? whole[0] : undefined;
}

/** `lois.abernathy@…` is of Lois Abernathy, and of nobody whose name is only a part of it. */
function isOwner({ address, inside }: RecipientFacts, { id, name }: FoundStudent): boolean {
  const keys = nameKeys(name);
  if (inside || id !== undefined || keys.length < 2) return false;
  const local = nameKeys(address.slice(0, address.lastIndexOf('@')).replace(/[._+\d-]+/g, ' ')).join('');
  return local === keys.join('') || local === keys.toReversed().join('');
}

/** `Mai See` beside `Mai See Vang` of the roster is the same student. */
function isShortFor(student: FoundStudent, other: FoundStudent): boolean {
  const keys = nameKeys(other.name);
  const own = nameKeys(student.name);
  return student.id === undefined && own.length < keys.length && own.every((key) => keys.includes(key));
}

/** Recipients that can be likely family at all: outside, on no list, unknown to the roster. Empty where the message goes to many. */
export function familyCandidates(recipients: readonly RecipientFacts[]): readonly RecipientFacts[] {
  if (recipients.some(({ list }) => list !== undefined)) return [];
  const outside = recipients.filter(({ inside }) => !inside);
  if (outside.length > mostOutside) return [];
  return outside.filter(({ entitledTo, staff }) => entitledTo.length === 0 && staff !== true);
}

/**
 * Whether several kinds of evidence come together. One of them must be tied to this address, because a letter that begins
 * `Dear Mrs. Thompson, your son …` can go to a wrong one: the address bears the family's name, or its owner wrote before. That an
 * address bears the name of a relative whom the letter greets is true of whoever is greeted: then the letter must also speak to a
 * parent, or answer one. Never where the parents are in dispute, as what one of them may have is then for a person to decide.
 */
export function isSeveralKinds(evidence: FamilyEvidence): boolean {
  const { kinds, organization, role, disputed, otherStudents, firmlyTied, outside } = evidence;
  if (role || disputed || otherStudents) return false;
  const tied =
    firmlyTied || (outside === 1 && (kinds.has('wrote') || (kinds.has('address') && kinds.has('spoken-to'))));
  return tied && kinds.size >= (organization ? 3 : 2);
}
