/** Whose an e-mail address is that neither the roster nor a domain tells of: the evidence that a fitted model weighs. */
import type { ExtractedMessage, Mailbox, PartId, Span } from '../detector.ts';
import { readFamilyAddress, type FamilyAddress } from '../shared/evidence/family-address.ts';
import { familyWords } from '../shared/evidence/likely-family-words.ts';
import { keptTest } from '../shared/evidence/feature-names.ts';
import { lineOf, type PartView } from '../shared/evidence/part-view.ts';
import type { StudentsRead } from '../shared/evidence/read-students.ts';
import { surroundings } from '../shared/evidence/surroundings.ts';
import { personClass, type WeighedPerson } from '../shared/evidence/weigh.ts';
import { classesOfWord } from '../shared/evidence/word-classes.ts';
import { firstEndingAfter } from '../shared/text/sorted-spans.ts';

/** What the model tells apart: addresses of students and their families, and all others. */
export const addressClasses = ['family', 'other'] as const;

/** An address as the message shows it. */
export interface ShownAddress extends Span {
  /** In lower case. */
  readonly address: string;
  /** Set for one in To or Cc. */
  readonly mailbox?: Mailbox;
  /** Set for one in a part: the list of addresses that it stands in. */
  readonly list?: Span;
  readonly part: PartId;
}

/** Words of a letter's beginning that say to whom it is written. */
const openingWords = 16;

export interface AddressReading {
  readonly featuresOf: (shown: ShownAddress) => string[];
}

/** @param all every address that the message shows, those in To and Cc too */
export function readAddresses(
  message: ExtractedMessage,
  { context: { weighed }, students }: StudentsRead,
  all: readonly string[],
): AddressReading {
  const domains = Map.groupBy(new Set(all), domainOf);
  const outside = message.recipients.filter(({ inside }) => !inside).map(({ address }) => address.toLowerCase());
  const body = weighed.views.find(({ part }) => part.kind === 'body');
  const opening = body ? openingOf(body) : [];
  const names = namesOf(students);
  const views = new Map(weighed.views.map((view) => [view.part.id, view]));
  const peopleOf = Map.groupBy(weighed.people, ({ view }) => view);
  const kin = opening.includes('oc kin') || opening.includes('s kin');
  return {
    featuresOf(shown) {
      const { address, mailbox, list } = shown;
      const read = readFamilyAddress(address, mailbox);
      const kind = read.provider ? 'provider' : read.organization ? 'organization' : 'other domain';
      const shared = Math.min(3, domains.get(domainOf(address))!.length);
      const others = outside.filter((one) => one !== address);
      const borne = ofStudents(read, names);
      const own = [
        kind,
        `domain shared ${shared}`,
        ...(others.some((one) => domainOf(one) === domainOf(address)) ? ['domain of a reader'] : []),
        ...(read.kin ? ['kin in address'] : []),
        ...(read.role ? ['role'] : read.partRole ? ['part role'] : []),
        ...borne,
        ...borne.map((one) => `${kind}|${one}`),
        `students ${Math.min(3, students.length)}`,
      ];
      if (list) {
        const view = views.get(shown.part)!;
        return [...own, 'in text', ...inText(read, view, { shown, list, people: peopleOf.get(view) ?? [] })];
      }
      const withPrivate = others.some((one) => readFamilyAddress(one, undefined).provider);
      const many = `outside ${Math.min(4, outside.length)}`;
      return [
        ...[...own, 'in header', many, `${kind}|${many}`, ...opening],
        ...(kin ? [`${kind}|opening kin`, `${many}|opening kin`] : []),
        ...(withPrivate ? [`${kind}|beside provider`, `${kind}|beside provider|${kin ? '' : 'no '}opening kin`] : []),
        ...borne.map((one) => `in header|${one}`),
        ...(mailbox?.name ? ['display name'] : []),
      ];
    },
  };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

interface StudentName {
  readonly surname: string;
  readonly given: string;
  /** The roster knows the student. */
  readonly known: boolean;
}

/** The students' names by surname and by given name: a list of families has hundreds, and every address is held against all. */
interface StudentNames {
  readonly bySurname: ReadonlyMap<string, readonly StudentName[]>;
  readonly byGivenName: ReadonlyMap<string, readonly StudentName[]>;
}

function namesOf(students: StudentsRead['students']): StudentNames {
  const names = students.map(({ mentions, people }): StudentName => {
    const keys = mentions[0]!.keys.filter((key) => key.length > 1);
    return { surname: keys.at(-1) ?? '', given: keys[0] ?? '', known: people.length > 0 };
  });
  return {
    bySurname: Map.groupBy(names, ({ surname }) => surname),
    byGivenName: Map.groupBy(names, ({ given }) => given),
  };
}

/** The address bears a student's name: the student's own, or the family's. */
function ofStudents(read: FamilyAddress, { bySurname, byGivenName }: StudentNames): string[] {
  const found = new Set<string>();
  const surnames = new Set<string>();
  for (const [surname, students] of bySurname) {
    if (surname.length <= 3 || !read.has(surname)) continue;
    surnames.add(surname);
    for (const { given, known } of students)
      found.add(read.has(given) ? 'student name' : `student surname${known ? ' of roster' : ''}`);
  }
  for (const [given, students] of byGivenName)
    if (given.length > 3 && read.has(given) && students.some(({ surname }) => !surnames.has(surname))) {
      found.add('student given name');
      break;
    }
  return [...found];
}

/** Of the surroundings: the nearest words, classes of those further away, and what a record, a heading and a column say. */
const isTelling = keptTest((feature) => /^(?:[-+][123]c? |[<>]c |k |of |f |r |h |hc |shape )/.test(feature));

const classNames = Object.keys(personClass);

/** The words around its list, and the nearest name on its line: `ayaan - abdi.hassan@…`. */
function inText(
  read: FamilyAddress,
  view: PartView,
  { shown, list, people }: { shown: Span; list: Span; people: readonly WeighedPerson[] },
): string[] {
  const line = lineOf(view, shown.start);
  const nearest = people[firstEndingAfter(people, shown.start) - 1];
  const before = nearest && nearest.start >= line.start ? nearest : undefined;
  const features = surroundings(view, list).filter(isTelling);
  if (list.start < shown.start) features.push('not first');
  if (!before) return features;
  const { logits, keys, source } = before;
  const likely = classNames[logits.indexOf(Math.max(...logits))]!;
  const bears = keys.some((key) => read.has(key)) ? 'its' : 'other';
  const full = keys.length > 1 && source !== 'single' ? 'full' : 'single';
  return [...features, `beside ${likely}`, `beside ${full} ${bears}`, `beside ${likely} ${bears}`];
}

/** Groups of people that the beginning names, and the classes of its words and of the subject's. */
function openingOf({ words, subject }: PartView): string[] {
  const found = new Set<string>();
  for (const { key } of words.slice(0, openingWords)) {
    const classes = classesOfWord(key);
    if (familyWords.groups.has(key)) found.add(`o ${key}`);
    for (const one of classes) found.add(`oc ${one}`);
  }
  for (const key of subject.toLowerCase().match(/\p{L}+/gu) ?? [])
    for (const one of classesOfWord(key)) found.add(`s ${one}`);
  return [...found];
}
