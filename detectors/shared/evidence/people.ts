/** Names of people in a part: students of the roster, and whatever else may be somebody's name, before it is weighed who is meant. */
import type { DirectoryLookup, DirectoryPerson, Span } from '../../detector.ts';
import { nameKeys, type Word } from '../people/names.ts';
import { guessPerson, type PersonGuess } from '../people/person-name.ts';
import { rosterNames, type NameMatch } from '../people/roster-names.ts';
import type { FieldRecord, RecordField } from '../reading/records/record.ts';
import { overlapsAny } from '../text/sorted-spans.ts';
import { nameCandidates } from '../students/name-candidates.ts';
import type { PartView } from './part-view.ts';
import { singleNames } from './single-names.ts';

export interface PersonName extends Span {
  readonly view: PartView;
  /** How it was found: by the roster, by the roster but for a letter, as a run of words, as fields of a record, or as a single name where a relative is expected. */
  readonly source: 'roster' | 'misspelled' | 'words' | 'fields' | 'single';
  /** Students of the roster who have this name; empty where none has. */
  readonly people: readonly DirectoryPerson[];
  /** Folded words in the order given, then surnames. */
  readonly keys: readonly string[];
  /** As in the roster, or as it stands. */
  readonly name: string;
  readonly match?: NameMatch;
  readonly guess: PersonGuess;
  /** Where the other fields of a name in separate fields stand. */
  readonly fields?: readonly Span[];
}

/** Names of a part, sorted, without overlaps. */
export function peopleIn(view: PartView, directory: DirectoryLookup): PersonName[] {
  const onRoster = directory.hasRoster ? rosterPeople(view, directory) : [];
  const inFields = fieldNames(view, directory);
  const found: PersonName[] = [];
  const add = (names: readonly PersonName[]): void => {
    const taken = found.toSorted(inOrder);
    found.push(...withoutOverlaps(names.filter((name) => !overlapsAny(taken, name))));
  };
  add(onRoster.filter(({ match }) => match !== undefined));
  add(inFields);
  add(onRoster.filter(({ match }) => match === undefined));
  add(nameCandidates(view).map((candidate) => nameOfWords(view, candidate, candidate.keys, candidate.guess)));
  add(
    singleNames(view).map((span) =>
      nameOfWords(view, span, nameKeys(view.text.slice(span.start, span.end)), undefined, 'single'),
    ),
  );
  return found.sort(inOrder);
}

function inOrder(a: Span, b: Span): number {
  return a.start - b.start || b.end - a.end;
}

function withoutOverlaps(names: readonly PersonName[]): PersonName[] {
  let end = -1;
  return names.toSorted(inOrder).filter((name) => {
    if (name.start < end) return false;
    end = name.end;
    return true;
  });
}

function rosterPeople(view: PartView, directory: DirectoryLookup): PersonName[] {
  const matches = rosterNames(directory).find(view.text, view.words);
  const named = matches.map((match): PersonName => {
    const keys = [match.given, match.family];
    return { ...personOf(view, match, match.people, keys), match };
  });
  return [...named, ...sharedSurnames(view, directory)];
}

function personOf(view: PartView, span: Span, people: readonly DirectoryPerson[], keys: readonly string[]): PersonName {
  const { givenName, familyName } = people[0]!;
  const name = `${givenName} ${familyName}`;
  return { view, start: span.start, end: span.end, source: 'roster', people, keys, name, guess: guessPerson(keys) };
}

const and = /^(?:and|y|e|und|et|&)$/;

/** `Maya and Leo Thompson`, `Maya, Leo & Ana Thompson`: the surname that is said once belongs to each of them. */
function sharedSurnames(view: PartView, directory: DirectoryLookup): PersonName[] {
  const { words, text } = view;
  const found: PersonName[] = [];
  for (const [at, word] of words.entries()) {
    if (!directory.isGivenName(word.key)) continue;
    const family = surnameOfSeveral(text, words, at, directory);
    const people = family ? directory.peopleNamed('student', word.key, family).map(({ person }) => person) : [];
    if (people.length > 0) found.push(personOf(view, word, people, [word.key, family!]));
  }
  return found;
}

/** The surname after a list of given names that begins at a word. */
function surnameOfSeveral(
  text: string,
  words: readonly Word[],
  from: number,
  directory: DirectoryLookup,
): string | undefined {
  let joined = false;
  for (let at = from; at < from + 7 && at + 1 < words.length; at += 1) {
    const next = words[at + 1]!;
    const gap = text.slice(words[at]!.end, next.start);
    if (and.test(next.key) && /^[ ,\n]{1,3}$/.test(gap)) {
      joined = true;
      continue;
    }
    if (/^ ?(?:&|\/|\+) ?$/.test(gap)) joined = true;
    else if (!/^(?:, |,? ?\n| )$/.test(gap)) return undefined;
    if (!joined && gap === ' ') return undefined;
    if (joined && gap === ' ' && !and.test(words[at]!.key))
      return directory.isFamilyName(next.key) ? next.key : undefined;
  }
  return undefined;
}

/** First, middle and last name in fields of their own, and whole names in fields that hold names. */
function fieldNames(view: PartView, directory: DirectoryLookup): PersonName[] {
  return view.records().flatMap((record) => {
    const parts = namePartsOf(view, record);
    const whole = record.fields.flatMap((field) => wholeName(view, field, directory) ?? []);
    return [...parts.flatMap((fields) => ofFields(view, fields, directory) ?? []), ...whole];
  });
}

/** Given, middle and family name of one person of the record; a given name of the student never goes with a parent's surname. */
function namePartsOf(view: PartView, record: FieldRecord): { given: RecordField; family: RecordField }[] {
  const filled = record.fields.filter(({ start, end }) => end > start && /\p{L}/u.test(view.text.slice(start, end)));
  const givens = filled.filter(({ kind }) => kind === 'given-name');
  const families = filled.filter(({ kind }) => kind === 'family-name');
  return givens.flatMap((given) => {
    const family = families.find((one) => one.of === given.of) ?? (families.length === 1 ? families[0] : undefined);
    return family ? [{ given, family }] : [];
  });
}

function ofFields(
  view: PartView,
  { given, family }: { given: RecordField; family: RecordField },
  directory: DirectoryLookup,
): PersonName | undefined {
  const raw = (span: Span): string => view.text.slice(span.start, span.end).trim();
  const keys = [...nameKeys(raw(given)), ...nameKeys(raw(family))];
  if (keys.length < 2 || keys.length > 7) return undefined;
  const people = namedStudents(keys, directory);
  const between = view.text.slice(Math.min(given.end, family.end), Math.max(given.start, family.start));
  const near = between.length < 40 && !/\p{L}/u.test(between);
  const span = near ? { start: Math.min(given.start, family.start), end: Math.max(given.end, family.end) } : given;
  const name = people[0] ? `${people[0].givenName} ${people[0].familyName}` : `${raw(given)} ${raw(family)}`;
  return {
    view,
    start: span.start,
    end: span.end,
    source: 'fields',
    people,
    keys,
    name,
    guess: guessPerson(keys),
    fields: [given, family],
  };
}

function wholeName(view: PartView, field: RecordField, directory: DirectoryLookup): PersonName | undefined {
  if (field.kind !== 'full-name' && field.kind !== 'family-member' && field.kind !== 'staff') return undefined;
  const raw = view.text.slice(field.start, field.end);
  const keys = nameKeys(raw);
  if (keys.length === 0 || keys.length > 6 || raw.length > 60 || /[\d@]/.test(raw)) return undefined;
  if (keys.length === 1 && field.kind === 'full-name') return undefined;
  const people = field.kind === 'full-name' ? namedStudents(keys, directory) : [];
  const name = people[0] ? `${people[0].givenName} ${people[0].familyName}` : nameOf(raw);
  return { view, start: field.start, end: field.end, source: 'fields', people, keys, name, guess: guessPerson(keys) };
}

/** Students who have a given name and a surname among the words, in any order. */
function namedStudents(keys: readonly string[], directory: DirectoryLookup): DirectoryPerson[] {
  if (!directory.hasRoster) return [];
  for (const given of keys) {
    if (!directory.isGivenName(given)) continue;
    for (const family of keys) {
      if (family === given || !directory.isFamilyName(family)) continue;
      const found = directory.peopleNamed('student', given, family).map(({ person }) => person);
      if (found.length > 0) return found;
    }
  }
  return [];
}

function nameOfWords(
  view: PartView,
  { start, end }: Span,
  keys: readonly string[],
  guess = guessPerson(keys),
  source: PersonName['source'] = 'words',
): PersonName {
  return { view, start, end, source, people: [], keys, name: nameOf(view.text.slice(start, end)), guess };
}

/** `Last, First` and cells in that order become `First Last`; white space and cell borders one space. */
function nameOf(raw: string): string {
  const comma = /^["“]?([^,"“”]+)["”]?\s*,\s*["“]?([^,"“”]+)["”]?$/.exec(raw);
  return (comma ? `${comma[2]} ${comma[1]}` : raw).replace(/[\s|"“”]+/g, ' ').trim();
}
