/** The directory in memory: students, guardians, staff and lists, and who is entitled to whose data. */
import type { DirectoryLookup, DirectoryPerson, MailingList, RecipientFacts } from '../../detectors/detector.ts';
import type { Config } from '../config/schema.ts';
import { domainMatches, domainOf } from '../message/envelope.ts';
import { readRoster } from './oneroster.ts';

export interface Directory extends DirectoryLookup {
  /** What is known about an envelope recipient; never fails, an unknown address is outside and entitled to nothing. */
  recipientFacts(address: string): RecipientFacts;
}

/**
 * Builds the directory from a OneRoster folder, where there is one, and the configuration.
 *
 * @throws HallpassError `roster.not-readable`
 */
export function loadDirectory(from: { rosterDir?: string | undefined; district: Config['district'] }): Directory {
  const { district } = from;
  const people = from.rosterDir === undefined ? [] : readRoster(from.rosterDir).people;
  const byId = new Map(people.map((person) => [person.id, person]));
  const byEmail = groupByEmail(people);
  const students = people.filter((person) => person.role === 'student');
  const staff = people.filter((person) => person.role === 'staff');
  const staffPhones = staff.flatMap((person) => person.phones);

  const isStudentDomain = (domain: string) => domainMatches(domain, district.studentDomains);
  const isDistrictDomain = (domain: string) => domainMatches(domain, district.domains) || isStudentDomain(domain);
  const peopleByEmail = (address: string) => byEmail.get(address.toLowerCase()) ?? [];
  const lists = district.lists.map((list) => ({ ...list, pattern: list.address.toLowerCase().split('*') }));

  return {
    hasRoster: from.rosterDir !== undefined,
    isDistrictDomain,
    isStudentDomain,
    personById: (id) => byId.get(id),
    peopleByEmail,
    students: () => students,
    staff: () => staff,
    ownPhones: [...new Set([...district.phones, ...staffPhones])],
    ownAddresses: district.addresses,
    recipientFacts(address) {
      const list = lists.find((entry) => matchesPattern(address.toLowerCase(), entry.pattern));
      return {
        address,
        inside: isDistrictDomain(domainOf(address)),
        ...(list && { list: mailingList(address, list) }),
        entitledTo: [...new Set(peopleByEmail(address).flatMap(entitlement))],
      };
    },
  };
}

/** A student may have their own data, a guardian that of their own children; staff have no blanket entitlement. */
function entitlement(person: DirectoryPerson): readonly string[] {
  switch (person.role) {
    case 'student':
      return [person.id];
    case 'guardian':
      return person.relatedIds;
    case 'staff':
      return [];
  }
}

function mailingList(address: string, list: Config['district']['lists'][number]): MailingList {
  return { address, kind: list.kind, ...(list.members !== undefined && { members: list.members }) };
}

function groupByEmail(people: readonly DirectoryPerson[]): Map<string, DirectoryPerson[]> {
  const byEmail = new Map<string, DirectoryPerson[]>();
  for (const person of people) {
    for (const email of person.emails) {
      const key = email.toLowerCase();
      const known = byEmail.get(key);
      if (known) known.push(person);
      else byEmail.set(key, [person]);
    }
  }
  return byEmail;
}

/** `*` stands for any run of characters; the pieces between the stars are looked for in order, in linear time. */
export function matchesPattern(text: string, pieces: readonly string[]): boolean {
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}
