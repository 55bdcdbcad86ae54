/** Evidence that a recipient is the family of the one student of a message, as named features in four kinds, and evidence against it. */
import type { DirectoryLookup, DirectoryPerson, RecipientFacts } from '../../detector.ts';
import { nameKeys } from '../people/names.ts';
import type { EvidenceKind } from '../students/evidence-kind.ts';
import { readFamilyAddress, type FamilyAddress } from './family-address.ts';
import { familyWords, isRelative } from './likely-family-words.ts';
import type { StudentsRead } from './read-students.ts';
import { isDisputed, spokenTo, voiceOf, writersOf, type Voice } from './spoken-to-family.ts';
import { studentWords } from '../students/student-words.ts';
import { personClass, type StudentCandidate } from './weigh.ts';

/** The one student whose data was found. */
export interface FoundStudent {
  /** Directory id; absent where the roster does not have the student. */
  readonly id?: string;
  readonly name: string;
}

export interface FamilyEvidence {
  /** Short strings such as `greeting: relative`; the fitted weights are in models/likely-family.json. */
  readonly features: readonly string[];
  readonly kinds: ReadonlySet<EvidenceKind>;
  /** The address belongs to an office or an organization. */
  readonly organization: boolean;
  /** The local part names an office: nobody's own mailbox. */
  readonly role: boolean;
  readonly disputed: boolean;
  readonly otherStudents: boolean;
  /** The address bears the surname or a guardian's name, or its owner wrote before: more than the name that the letter greets. */
  readonly firmlyTied: boolean;
  /** People outside the district who get the message. */
  readonly outside: number;
}

/** What a message says to whomever reads it, the same for all of its recipients. */
export interface FamilyReading {
  readonly student: FoundStudent;
  readonly surnames: readonly string[];
  readonly given: ReadonlySet<string>;
  readonly guardians: readonly DirectoryPerson[];
  /** Folded given names of relatives whom the message names. */
  readonly relatives: ReadonlySet<string>;
  /** Words of the letter's first line that are names. */
  readonly greeted: readonly string[];
  readonly features: readonly string[];
  readonly kinds: ReadonlySet<EvidenceKind>;
  /** Addresses in the quoted text, in lower case: those who wrote before. */
  readonly writers: readonly string[];
  /** The message speaks of custody or of a court's order. */
  readonly disputed: boolean;
  /** The message also names a student of another household. */
  readonly otherStudents: boolean;
}

const openingWords = 14;

export function readForFamily({ context, students }: StudentsRead, student: FoundStudent, directory: DirectoryLookup) {
  const { weighed } = context;
  const person = student.id === undefined ? undefined : directory.personById(student.id);
  const keys = nameKeys(student.name);
  const given = new Set([
    ...keys.slice(0, 1),
    ...(person ? [person.givenName, ...person.preferredNames].flatMap((name) => nameKeys(name).slice(0, 1)) : []),
  ]);
  const surnames = surnamesOf(person ? nameKeys(person.familyName) : keys.slice(1));
  const household = person ? directory.householdOf(person) : [];
  const otherStudents = namesOtherStudents(context.weighed.students, household, [...given, ...surnames]);
  const guardians = person ? household.filter(({ role }) => role === 'guardian') : [];
  const voices = weighed.views.filter(({ part }) => part.id !== 'names').map(voiceOf);
  const relatives = new Set(
    weighed.people
      .filter(({ logits, keys: own }) => isFamily(logits) && !given.has(own[0]!))
      .flatMap(({ keys: own }) => own.filter((key) => key.length > 2 && !studentWords.titles.has(key))),
  );
  const body = voices.find(({ view }) => view.part.kind === 'body');
  const opening = openingOf(body, { given, surnames, guardians, relatives });
  const isReply = /^\s*(?:re|rv|aw|sv)\s*:/i.test(weighed.message.subject);
  const spoken = spokenTo(voices, given, isReply);
  const features = [
    ...opening.features,
    ...spoken.features,
    ...(students.length > 1 ? ['several students named'] : []),
    ...(weighed.views.some(({ part }) => part.kind === 'attachment') ? ['attachment'] : []),
    ...(isReply ? ['reply'] : []),
    ...(weighed.message.automatic ? ['automatic'] : []),
  ];
  const kinds = new Set<EvidenceKind>([...opening.kinds, ...spoken.kinds]);
  return {
    student,
    surnames,
    given,
    guardians,
    relatives,
    greeted: opening.greeted,
    features,
    kinds,
    writers: writersOf(voices),
    disputed: isDisputed(voices),
    otherStudents,
  };
}

/**
 * A student of another household by the roster, or several names that may be students', of other surnames: a class list has them,
 * even where it says of one student alone enough for a finding.
 */
function namesOtherStudents(
  candidates: readonly StudentCandidate[],
  household: readonly DirectoryPerson[],
  own: readonly string[],
): boolean {
  const isHousehold = ({ people }: StudentCandidate): boolean =>
    people.some(({ id }) => household.some((one) => one.id === id));
  const others = candidates.filter(
    (one) => !isHousehold(one) && (one.people.length > 0 || !one.mentions[0]!.keys.some((key) => own.includes(key))),
  );
  const onRoster = others.some(({ people, best }) => people.length > 0 && best > 0);
  return onRoster || others.filter(({ best }) => best > leastListOdds).length >= 2;
}

/** Log-odds from which a name may be one of a list of students. */
const leastListOdds = -1;

/** Evidence about one recipient. */
export function familyEvidence(
  reading: FamilyReading,
  recipient: RecipientFacts,
  message: StudentsRead['context']['weighed']['message'],
): FamilyEvidence {
  const mailbox = [...message.to, ...message.cc].find(({ address }) => sameAddress(address, recipient.address));
  const address = readFamilyAddress(recipient.address, mailbox);
  const named = addressFeatures(reading, address);
  const role = address.role || (address.partRole && named.length === 0);
  const kinds = new Set(reading.kinds);
  const writers = reading.writers.filter((one) => one !== message.sender.toLowerCase());
  const wrote = writers.includes(recipient.address.toLowerCase());
  // Quoted words of somebody else, which are passed on, say nothing about this recipient.
  if (writers.length > 0 && !wrote) kinds.delete('wrote');
  if (named.length > 0) kinds.add('address');
  // The message itself names this recipient as one of the family.
  if (named.includes('address: surname') && named.includes('address: relative')) kinds.add('relative');
  if (reading.greeted.some((name) => address.has(name)) && named.length > 0) kinds.add('greeting');
  const firmlyTied = wrote || named.some((feature) => feature !== 'address: relative');
  const outside = message.recipients.filter(({ inside }) => !inside).length;
  const features = [
    '*',
    ...reading.features,
    ...named,
    ...(reading.greeted.some((name) => address.has(name)) ? ['address: greeted name'] : []),
    ...(role ? ['address: role'] : []),
    ...(address.organization ? ['address: organization'] : []),
    ...(address.provider ? ['address: provider'] : []),
    ...(wrote ? ['wrote: from this address'] : writers.length > 0 ? ['wrote: from another address'] : []),
    ...(outside > 1 ? ['two outside'] : []),
  ];
  return {
    features,
    kinds,
    organization: role || address.organization,
    role,
    disputed: reading.disputed,
    otherStudents: reading.otherStudents,
    firmlyTied,
    outside,
  };
}

function sameAddress(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** `Dela Cruz` is looked for as one word, too. Particles and initials alone say nothing. */
function surnamesOf(keys: readonly string[]): string[] {
  const words = keys.filter((key) => key.length > 2);
  return keys.length > 1 ? [...words, keys.join('')] : words;
}

function isFamily(logits: Float64Array): boolean {
  return logits.indexOf(Math.max(...logits)) === personClass.family;
}

function addressFeatures({ surnames, given, guardians, relatives }: FamilyReading, address: FamilyAddress): string[] {
  const guardian = guardians.some(({ givenName, familyName }) => {
    const family = nameKeys(familyName);
    return nameKeys(givenName).some((name) => address.has(name)) && family.some((name) => address.has(name));
  });
  return [
    ...(surnames.some((name) => address.has(name)) ? ['address: surname'] : []),
    ...(guardian ? ['address: guardian'] : []),
    ...([...relatives].some((name) => name.length > 2 && address.has(name)) ? ['address: relative'] : []),
    ...(address.kin && [...given].some((name) => address.has(name)) ? ['address: kin of student'] : []),
  ];
}

function openingOf(
  voice: Voice | undefined,
  { given, surnames, guardians, relatives }: Pick<FamilyReading, 'given' | 'surnames' | 'guardians' | 'relatives'>,
): { features: string[]; kinds: EvidenceKind[]; greeted: string[] } {
  const words = voice?.own.slice(0, openingWords) ?? [];
  const keys = words.map(({ key }) => key);
  const guardianNames = new Set(guardians.flatMap(({ givenName }) => nameKeys(givenName).slice(0, 1)));
  const titled = keys.findIndex((key) => familyWords.titles.has(key));
  const surname = titled >= 0 && keys.slice(titled + 1, titled + 4).some((key) => surnames.includes(key));
  const greeted = words
    .filter(({ key, capital }) => capital && isGreetedName(key) && !given.has(key))
    .slice(0, 4)
    .map(({ key }) => key);
  const relative = greeted.some((key) => relatives.has(key));
  const guardian = keys.some((key) => guardianNames.has(key));
  const kin = keys.slice(0, 4).some((key) => isRelative(key));
  const features = [
    ...(keys.slice(0, 2).some((key) => familyWords.greetings.has(key)) ? ['greeting'] : []),
    ...(titled >= 0 ? ['greeting: title'] : []),
    ...(surname ? ['greeting: surname'] : []),
    ...(relative ? ['greeting: relative'] : []),
    ...(guardian ? ['greeting: guardian'] : []),
    ...(kin ? ['greeting: kin'] : []),
    ...(keys.slice(0, 4).some((key) => familyWords.groups.has(key)) ? ['greeting: group'] : []),
    ...(given.has(keys[0] ?? '') ? ['greeting: student'] : []),
  ];
  return { features, greeted, kinds: surname || relative || guardian ? ['greeting'] : [] };
}

function isGreetedName(key: string): boolean {
  return (
    key.length > 2 &&
    !familyWords.greetings.has(key) &&
    !familyWords.titles.has(key) &&
    !familyWords.groups.has(key) &&
    !studentWords.notNames.has(key)
  );
}
