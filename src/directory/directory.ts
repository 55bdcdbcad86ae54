/** The directory in memory: the people of a roster image with what the configuration adds, and who is entitled to what. */
import type { DirectoryLookup, DirectoryPerson, Grant, RecipientFacts } from '../../detectors/detector.ts';
import { addressKey } from '../../detectors/shared/people/addresses.ts';
import { phoneDigits } from '../../detectors/shared/people/phones.ts';
import type { Config } from '../config/schema.ts';
import { domainMatches, domainOf } from '../message/envelope.ts';
import { finalMailbox, senderPerson } from '../message/sender-person.ts';
import { buildRosterImage } from './build-image.ts';
import { entitledStudents, grantsFor } from './entitlement.ts';
import { needsMembers, openLists } from './mailing-lists.ts';
import { openRosterPeople, type RosterPeople } from './open-image.ts';
import { readRosterFolder } from './read-roster.ts';
import { countMembers } from './school-members.ts';
import { staffGroups } from './staff-groups.ts';

export interface Directory extends DirectoryLookup {
  /**
   * What is known about an envelope recipient; never fails, an unknown address is outside and entitled to nothing.
   *
   * @param sender envelope sender, who may be approved for a list or not
   */
  recipientFacts(address: string, sender?: string): RecipientFacts;
  /**
   * What the configuration allows an address about students; empty where nothing.
   *
   * @param students directory ids of those whom the message is about
   */
  grants(address: string, students: readonly string[], at: Date): readonly Grant[];
  /** Groups of the roster that the person behind an address is in; empty where nobody of the staff is. */
  groupsOf(address: string): readonly string[];
  /** People in the roster. */
  readonly size: number;
  /** Names of the district's schools, from the roster and the configuration. */
  readonly schoolNames: readonly string[];
}

/** `ana+school@mail.example` is the mailbox of `ana@mail.example` (RFC 5233). */
function withoutSubaddress(address: string): string {
  return address.replace(/(?<=.)\+[^@]*(?=@)/, '');
}

/** The parts of the configuration that say who belongs to the district. */
export interface DistrictConfig {
  readonly district: Config['district'];
  readonly directory?: Config['directory'] | undefined;
}

/**
 * Builds the directory from the folder of a OneRoster bundle, where there is one, and the configuration: for commands
 * without a database. The gateway opens the stored image instead.
 *
 * @throws HallpassError `roster.not-readable`, `roster.no-students`
 */
export function loadDirectory(from: DistrictConfig & { rosterDir?: string | undefined }): Directory {
  if (from.rosterDir === undefined) return openDirectory(undefined, from);
  const { people, orgs } = readRosterFolder(from.rosterDir, from.directory?.supplement);
  const image = buildRosterImage(
    people,
    orgs.map((org) => org.name),
  );
  return openDirectory(image.buffer, from);
}

/**
 * The directory over an image, which is not copied: threads share it where it is a SharedArrayBuffer.
 *
 * @param image of `buildRosterImage`; undefined where there is no roster
 * @throws HallpassError `roster.damaged`
 */
export function openDirectory(image: ArrayBufferLike | undefined, { district, directory }: DistrictConfig): Directory {
  const roster = image === undefined ? undefined : openRosterPeople(image);
  const added = directory && directory.staff.length > 0 ? configuredStaff(directory.staff) : undefined;
  const sources: readonly RosterPeople[] = [roster, added].filter((source) => source !== undefined);
  const all = <T>(ask: (source: RosterPeople) => readonly T[]): readonly T[] =>
    sources.length === 1 ? ask(sources[0]!) : sources.flatMap(ask);

  const isStudentDomain = (domain: string) => domainMatches(domain, district.studentDomains);
  const isDistrictDomain = (domain: string) => domainMatches(domain, district.domains) || isStudentDomain(domain);
  const personById = (id: string) => roster?.personById(id);
  const byEmail = (address: string) => all((source) => source.peopleBy('email', address));
  const peopleByEmail = (address: string) => {
    const text = address.toLowerCase();
    const people = byEmail(text);
    return people.length > 0 || !text.includes('+') ? people : byEmail(withoutSubaddress(text));
  };
  const peopleByPhone = (digits: string) => all((source) => source.peopleBy('phone', digits));
  const groupsOf = (address: string) => staffGroups(peopleByEmail(senderPerson(address)));
  const findList = openLists(
    district.lists,
    image !== undefined && needsMembers(district.lists) ? countMembers(image) : undefined,
    groupsOf,
  );
  const schools = directory?.schools ?? [];
  const ownPhones = new Set([...district.phones, ...schools.flatMap(({ phones }) => phones)].map(phoneDigits));
  const ownAddresses = new Set(
    [...district.addresses, ...schools.flatMap((school) => school.addresses)].map(addressKey),
  );
  const today = dayIn(district.timeZone);

  return {
    hasRoster: roster !== undefined,
    size: roster?.count ?? 0,
    schoolNames: [...(roster?.orgNames ?? []), ...schools.map(({ name }) => name)],
    isDistrictDomain,
    isStudentDomain,
    personById,
    peopleByEmail,
    peopleByPhone,
    peopleByAddressKey: (key) => all((source) => source.peopleBy('address', key)),
    isGivenName: (word) => roster?.isGivenName(word) ?? false,
    isFamilyName: (word) => roster?.isFamilyName(word) ?? false,
    peopleNamed: (role, given, family) => all((source) => source.peopleNamed(role, given, family)),
    householdOf: (person) => household(person, personById),
    // A staff member's number that a family has too is the family's.
    isOwnPhone: (digits) => {
      if (digits === '') return false;
      if (ownPhones.has(digits)) return true;
      const people = peopleByPhone(digits);
      return people.length > 0 && people.every((person) => person.role === 'staff');
    },
    isOwnAddress: (key) => key !== '' && ownAddresses.has(key),
    groupsOf,
    isInSignatures: () => false,
    recipientFacts(address, sender) {
      // A mailbox elsewhere that is reached by way of the district is outside.
      const mailbox = finalMailbox(address);
      const list = findList(mailbox, sender === undefined ? undefined : senderPerson(sender));
      const people = peopleByEmail(mailbox);
      const groups = staffGroups(people);
      return {
        address,
        inside: isDistrictDomain(domainOf(mailbox)) && isDistrictDomain(domainOf(address)),
        ...(list && { list }),
        entitledTo: entitledStudents(people),
        ...(people.some((person) => person.staff) && { staff: true }),
        ...(groups.length > 0 && { groups }),
      };
    },
    grants(address, students, at) {
      const schoolsOf = (id: string) => personById(id)?.schools ?? [];
      return grantsFor(directory?.entitled ?? [], {
        address: finalMailbox(address),
        today: today(at),
        students,
        schoolsOf,
      });
    },
  };
}

/** Schools of students and of a sender who works for the district, sorted, without repeats. */
export function schoolsOf(directory: DirectoryLookup, students: readonly string[], sender: string): string[] {
  const staff = directory.peopleByEmail(senderPerson(sender)).filter((person) => person.staff);
  const about = [...new Set(students)].flatMap((id) => directory.personById(id) ?? []);
  return [...new Set([...about, ...staff].flatMap(({ schools }) => schools))].sort();
}

function household(person: DirectoryPerson, personById: DirectoryLookup['personById']): readonly DirectoryPerson[] {
  const related = person.relatedIds.flatMap((id) => personById(id) ?? []);
  const further = related.flatMap((other) => other.relatedIds).flatMap((id) => personById(id) ?? []);
  return [...new Map([person, ...related, ...further].map((member) => [member.id, member])).values()];
}

function configuredStaff(staff: Config['directory']['staff']): RosterPeople {
  const people = staff.map(({ name, emails, phones }, at): DirectoryPerson => {
    const words = name.trim().split(/\s+/);
    return {
      id: `configured-${at}`,
      role: 'staff',
      staff: true,
      givenName: words.slice(0, -1).join(' '),
      familyName: words.at(-1) ?? '',
      middleName: '',
      preferredNames: [],
      preferredFamilyName: '',
      emails,
      phones,
      addresses: [],
      relatedIds: [],
      numbers: [],
      birthDate: '',
      grade: '',
      mediaRestricted: false,
      schools: [],
    };
  });
  return openRosterPeople(buildRosterImage(people).buffer);
}

/** ISO date of a moment where the district is. */
export function dayIn(timeZone: string | undefined): (at: Date) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    ...(timeZone !== undefined && { timeZone }),
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (at) => format.format(at);
}
