/** What a detector may ask about the district and its people: part of the contract, see detector.ts. */

export type DirectoryRole = 'student' | 'guardian' | 'staff';

/** Made when asked for; its fields are read when they are looked at. */
export interface DirectoryPerson {
  readonly id: string;
  /** Of a guardian who works for the district: `guardian`. */
  readonly role: DirectoryRole;
  /** Works for the district, whatever else. */
  readonly staff: boolean;
  /** Of staff: the names of the roles that are in force, in lower case: `principal`. */
  readonly staffRoles?: readonly string[];
  readonly givenName: string;
  readonly familyName: string;
  readonly middleName: string;
  readonly preferredNames: readonly string[];
  /** Empty where it is none other. */
  readonly preferredFamilyName: string;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  /** `street, city, state, zip` as known; empty where the roster has none. */
  readonly addresses: readonly string[];
  /** Students' guardians and guardians' students, by id; only links that are in force. */
  readonly relatedIds: readonly string[];
  /** Student numbers and state ids, as the roster writes them. */
  readonly numbers: readonly string[];
  /** `2014-09-30`; empty where the roster has none. */
  readonly birthDate: string;
  /** As the roster writes it: `05`, `KG`. */
  readonly grade: string;
  /** On the media-restriction list: no pictures of this student are to be published. */
  readonly mediaRestricted: boolean;
  /** Names of the schools. */
  readonly schools: readonly string[];
}

/** A phone by its digits, or a street address by its key: see `phoneDigits` and `addressKey` in `detectors/shared/people/`. */
export interface LocatorKey {
  readonly kind: 'phone' | 'address';
  readonly key: string;
}

/** A person found by a given and a family name. */
export interface NamedPerson {
  readonly person: DirectoryPerson;
  /** Folded words of the given name that was found; empty where it was found by a usual short form. */
  readonly given: readonly string[];
  /** Folded words that may stand beside the two: further given names and surnames, particles. */
  readonly own: ReadonlySet<string>;
}

/** What a detector may ask about the district and its people: in memory, in constant time. Words are folded by `detectors/shared/people/names.ts`. */
export interface DirectoryLookup {
  /** False where no roster was loaded: names must then be found by context alone. */
  readonly hasRoster: boolean;
  /** Staff or student domain of the district. */
  isDistrictDomain(domain: string): boolean;
  isStudentDomain(domain: string): boolean;
  personById(id: string): DirectoryPerson | undefined;
  peopleByEmail(address: string): readonly DirectoryPerson[];
  /** @param digits as `phoneDigits` of `detectors/shared/people/phones.ts` gives them */
  peopleByPhone(digits: string): readonly DirectoryPerson[];
  /** @param key as `addressKey` of `detectors/shared/people/addresses.ts` gives it */
  peopleByAddressKey(key: string): readonly DirectoryPerson[];
  /** Whether a folded word begins a given name of a student, short forms included: what to ask first of a word. */
  isGivenName(word: string): boolean;
  /** Whether a folded word is a surname of a student, or one of two. */
  isFamilyName(word: string): boolean;
  /** Namesakes of one role, by the first word of a given name and a surname; short forms find students only. */
  peopleNamed(role: DirectoryRole, given: string, family: string): readonly NamedPerson[];
  /** The person, the guardians and the other students of these; of a guardian the students and their other guardians. */
  householdOf(person: DirectoryPerson): readonly DirectoryPerson[];
  /** The district's, the schools' and the staff's own numbers and addresses, which are never a student's locator. */
  isOwnPhone(digits: string): boolean;
  isOwnAddress(key: string): boolean;
  /**
   * Stands in the signatures of several of the district's senders, as the gateway has counted: evidence that it is the district's own,
   * and no proof. False where nothing is learnt.
   */
  isInSignatures(locator: LocatorKey): boolean;
}
