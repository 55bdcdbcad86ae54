/** The directory that detectors hold on to: it looks up the active roster, which may be another one for the next message. */
import type { Directory } from './directory.ts';
import type { OpenSignatureSet } from './signature-set.ts';

export interface CurrentDirectory extends Directory {
  /** Later calls are answered by this one. */
  replace(next: Directory): void;
  /** What is learnt from signatures; undefined where nothing is. */
  useSignatures(next: OpenSignatureSet | undefined): void;
}

export function createCurrentDirectory(first: Directory): CurrentDirectory {
  let now = first;
  let signatures: OpenSignatureSet | undefined;
  return {
    replace(next) {
      now = next;
    },
    useSignatures(next) {
      signatures = next;
    },
    get hasRoster() {
      return now.hasRoster;
    },
    get size() {
      return now.size;
    },
    get schoolNames() {
      return now.schoolNames;
    },
    isDistrictDomain: (domain) => now.isDistrictDomain(domain),
    isStudentDomain: (domain) => now.isStudentDomain(domain),
    personById: (id) => now.personById(id),
    peopleByEmail: (address) => now.peopleByEmail(address),
    peopleByPhone: (digits) => now.peopleByPhone(digits),
    peopleByAddressKey: (key) => now.peopleByAddressKey(key),
    isGivenName: (word) => now.isGivenName(word),
    isFamilyName: (word) => now.isFamilyName(word),
    peopleNamed: (role, given, family) => now.peopleNamed(role, given, family),
    householdOf: (person) => now.householdOf(person),
    isOwnPhone: (digits) => now.isOwnPhone(digits),
    isOwnAddress: (key) => now.isOwnAddress(key),
    isInSignatures: (locator) => signatures?.has(locator) ?? false,
    recipientFacts: (address, sender) => now.recipientFacts(address, sender),
    groupsOf: (address) => now.groupsOf(address),
    grants: (address, students, at) => now.grants(address, students, at),
  };
}
