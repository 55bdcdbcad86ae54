/** Who may have whose data: pure rules over what the directory knows about an address and what the configuration allows. */
import type { DirectoryPerson, Grant } from '../../detectors/detector.ts';
import { domainMatches, domainOf } from '../message/envelope.ts';
import { familyAtMost } from './assemble.ts';
import { matchesPattern } from './matches-pattern.ts';

/**
 * Ids of the students whose data may go to an address: the student's own, and of a guardian the students whose link is
 * active. Working for the district gives nothing by itself, and takes nothing from a guardian. An address that more
 * people have than a family has members is a placeholder and gives nothing.
 *
 * @param people all people of the roster who have the address
 */
export function entitledStudents(people: readonly Pick<DirectoryPerson, 'id' | 'role' | 'relatedIds'>[]): string[] {
  if (people.length > familyAtMost) return [];
  return [...new Set(people.flatMap(entitlement))];
}

function entitlement({ id, role, relatedIds }: Pick<DirectoryPerson, 'id' | 'role' | 'relatedIds'>): readonly string[] {
  switch (role) {
    case 'student':
      return [id];
    case 'guardian':
      return relatedIds;
    case 'staff':
      return [];
  }
}

/** An entry of `directory.entitled` in the configuration. */
export interface EntitledRule {
  readonly purpose: string;
  readonly addresses: readonly string[];
  readonly domains: readonly string[];
  /** ISO date: the last day. */
  readonly until: string;
  readonly codes: readonly string[];
  /** `all`, or names of schools. */
  readonly students: 'all' | readonly string[];
}

export interface GrantQuestion {
  readonly address: string;
  /** ISO date in the district's time zone. */
  readonly today: string;
  /** Ids of the students whom the message is about. */
  readonly students: readonly string[];
  readonly schoolsOf: (student: string) => readonly string[];
}

/** What the configuration allows an address on a day; rules that allow nothing of what is asked are left out. */
export function grantsFor(rules: readonly EntitledRule[], question: GrantQuestion): Grant[] {
  const address = question.address.toLowerCase();
  return rules.flatMap((rule): Grant[] => {
    if (address === '' || question.today > rule.until || !names(rule, address)) return [];
    const { purpose, codes } = rule;
    if (rule.students === 'all') return [{ purpose, codes, students: 'all' }];
    const schools = new Set(rule.students.map((name) => name.toLowerCase()));
    const students = question.students.filter((id) =>
      question.schoolsOf(id).some((school) => schools.has(school.toLowerCase())),
    );
    return students.length === 0 ? [] : [{ purpose, codes, students }];
  });
}

function names({ addresses, domains }: EntitledRule, address: string): boolean {
  return (
    domainMatches(domainOf(address), domains) ||
    addresses.some((pattern) => matchesPattern(address, pattern.toLowerCase().split('*')))
  );
}
