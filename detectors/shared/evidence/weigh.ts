/** Who and what a message names, each weighed by the fitted models: the ground on which student detectors pair people with locators and statements. */
import type { DirectoryLookup, DirectoryPerson, ExtractedMessage, Span } from '../../detector.ts';
import { correspondentsOf, locatorFeatures, personFeatures, type Correspondents } from './features.ts';
import type { LinearModel } from './linear-model.ts';
import { locatorsIn, ownersOf, type Locator, type Owners } from './locators.ts';
import { misspelledNames } from './misspelled-names.ts';
import { overlapsAny } from '../text/sorted-spans.ts';
import { agreement, rosterStreets, wordsOfMessage } from './roster-agreement.ts';
import { nameListsOf, type NameLists } from './name-lists.ts';
import { once, viewParts, type PartView } from './part-view.ts';
import { namesOfPart, type NamesOfPart } from './name-surroundings.ts';
import { peopleIn, type PersonName } from './people.ts';
import { repeatedOf, type Repeated } from './repeated.ts';

export interface WeighedPerson extends PersonName {
  readonly features: readonly string[];
  /** Log-odds of the model's classes. */
  readonly logits: Float64Array;
}

export interface WeighedLocator extends Locator {
  readonly features: readonly string[];
  readonly logits: Float64Array;
  readonly repeated: Repeated;
}

/** Somebody who may be a student, with all places where the full name stands. */
export interface StudentCandidate {
  /** Directory id, or the folded words of the name in alphabetical order. */
  readonly key: string;
  readonly people: readonly DirectoryPerson[];
  readonly name: string;
  readonly mentions: readonly WeighedPerson[];
  /** Highest log-odds of the mentions that a student is meant. */
  readonly best: number;
  /** Kinds of facts that the message and the roster both give, 0 to 4. */
  readonly agreement: number;
}

export interface WeighedMessage {
  readonly message: ExtractedMessage;
  readonly views: readonly PartView[];
  readonly correspondents: Correspondents;
  readonly people: readonly WeighedPerson[];
  /** Lists of the people whom a part names. */
  readonly listsIn: (view: PartView) => NameLists;
  readonly locators: readonly WeighedLocator[];
  readonly students: readonly StudentCandidate[];
}

export interface Models {
  readonly person: LinearModel;
  readonly locator: LinearModel;
}

export const personClass = { student: 0, family: 1, staff: 2, adult: 3, public: 4, thing: 5, none: 6 } as const;
/** What `addNameOdds` adds, in its order. */
export const nameOddsNames: readonly string[] = [
  ...['student odds', 'student best odds', 'name family odds', 'name staff odds'],
  ...['name adult odds', 'name public odds', 'name thing odds', 'name none odds'],
];

/** Adds how likely it is who a name means, here and at its surest place. */
export function addNameOdds(values: number[], { logits }: WeighedPerson, { best }: Pick<StudentCandidate, 'best'>) {
  const { student, family, staff, adult, public: known, thing, none } = personClass;
  values.push(logits[student]!, best, logits[family]!, logits[staff]!, logits[adult]!);
  values.push(logits[known]!, logits[thing]!, logits[none]!);
}

export const ownerClass = { family: 0, staff: 1, school: 2, other: 3, none: 4 } as const;

/** Names with lower odds are not paired: their pairs would not reach any threshold. */
const leastOdds = -4;

export function weigh(message: ExtractedMessage, directory: DirectoryLookup, models: Models): WeighedMessage {
  const views = viewParts(message);
  const correspondents = correspondentsOf(message);
  const owners = ownersOf(directory);
  const lists = new Map<PartView, () => NameLists>();
  const listsIn = (view: PartView): NameLists => lists.get(view)!();
  const people = views.flatMap((view) => {
    const names = namesIn(view, directory, owners);
    let shared: NamesOfPart | undefined;
    const listed = once(() => nameListsOf(view, names));
    lists.set(view, listed);
    const featuresOf = (person: PersonName) =>
      personFeatures(person, (shared ??= namesOfPart(names, listed())), directory, correspondents);
    return names.map((person) => new WeighedName(person, models.person, featuresOf));
  });
  const candidates = studentsOf(people);
  if (candidates.length === 0) return { message, views, correspondents, people, listsIn, locators: [], students: [] };
  const known = onRoster(candidates).slice(0, mostStreets);
  const byView = Map.groupBy(people, ({ view }) => view);
  const locators = views.flatMap((view) => {
    const found = locatorsIn(view, directory, owners);
    const sure = found.filter(({ kind }) => kind !== 'location');
    const named = byView.get(view) ?? [];
    const streets = rosterStreets(view, known, directory).filter(
      (street) => !overlapsAny(sure, street) && !overlapsAny(named, street),
    );
    const others = found.filter((one) => one.kind !== 'location' || !overlapsAny(streets, one));
    const sorted = [...others, ...streets].sort((a, b) => a.start - b.start);
    const repeated = repeatedOf(fullNames(named), sorted);
    return sorted.map((locator, at): WeighedLocator => {
      const features = locatorFeatures(locator, directory);
      return { ...locator, features, logits: models.locator.logits(features), repeated: repeated[at]! };
    });
  });
  const students = withAgreement(candidates, { views, locators }, directory);
  return { message, views, correspondents, people, listsIn, locators, students };
}

/** Names of more than one word. */
export function fullNames(people: readonly WeighedPerson[]): readonly WeighedPerson[] {
  return people.filter(({ source }) => source !== 'single');
}

function withAgreement(
  candidates: readonly Omit<StudentCandidate, 'agreement'>[],
  { views, locators }: Pick<WeighedMessage, 'views' | 'locators'>,
  directory: DirectoryLookup,
): StudentCandidate[] {
  if (onRoster(candidates).length === 0) return candidates.map((candidate) => ({ ...candidate, agreement: 0 }));
  const words = wordsOfMessage(views);
  const given = new Set(locators.flatMap(({ owners }) => [...owners]));
  return candidates.map((candidate) => ({
    ...candidate,
    agreement: Math.max(0, ...candidate.people.slice(0, 3).map((one) => agreement(one, words, given, directory))),
  }));
}

function onRoster(candidates: readonly Pick<StudentCandidate, 'people'>[]): DirectoryPerson[] {
  return candidates.flatMap(({ people }) => people);
}

/**
 * Single names are weighed only where a message names somebody in full who may be a student: most messages do not. A class, because an
 * object with accessors of its own is a hash table to the engine, and these are searched in all the time.
 */
class WeighedName implements WeighedPerson {
  readonly start: number;
  readonly end: number;
  readonly view: PartView;
  readonly source: PersonName['source'];
  readonly people: PersonName['people'];
  readonly keys: PersonName['keys'];
  readonly name: string;
  readonly guess: PersonName['guess'];
  readonly match?: NonNullable<PersonName['match']>;
  readonly fields?: NonNullable<PersonName['fields']>;
  readonly #found: PersonName;
  readonly #model: LinearModel;
  readonly #featuresOf: (person: PersonName) => readonly string[];
  #features: readonly string[] | undefined;
  #logits: Float64Array | undefined;

  constructor(person: PersonName, model: LinearModel, featuresOf: (person: PersonName) => readonly string[]) {
    this.start = person.start;
    this.end = person.end;
    this.view = person.view;
    this.source = person.source;
    this.people = person.people;
    this.keys = person.keys;
    this.name = person.name;
    this.guess = person.guess;
    if (person.match) this.match = person.match;
    if (person.fields) this.fields = person.fields;
    this.#found = person;
    this.#model = model;
    this.#featuresOf = featuresOf;
  }

  get features(): readonly string[] {
    return (this.#features ??= this.#featuresOf(this.#found));
  }

  get logits(): Float64Array {
    return (this.#logits ??= this.#model.logits(this.features));
  }
}

/** Sorted, without overlaps; a misspelled name of the roster goes before whatever else the words may be. */
function namesIn(view: PartView, directory: DirectoryLookup, owners: Owners): PersonName[] {
  const names = peopleIn(view, directory);
  const misspelled = directory.hasRoster ? misspelledNames(view, names, directory, owners) : [];
  if (misspelled.length === 0) return names;
  const sorted = misspelled.toSorted((a, b) => a.start - b.start);
  return [...names.filter((name) => !overlapsAny(sorted, name)), ...sorted].sort((a, b) => a.start - b.start);
}

/** Students whose streets are looked for by name: a sheet of the whole district has its own columns. */
const mostStreets = 60;

/** Full names by person; a name of several students of the roster is one candidate. */
function studentsOf(people: readonly WeighedPerson[]): Omit<StudentCandidate, 'agreement'>[] {
  const full = people.filter(
    ({ keys, source, people: known }) => (keys.length > 1 && source !== 'single') || known.length > 0,
  );
  return [...Map.groupBy(full, keyOf)].flatMap(([key, mentions]) => {
    const best = Math.max(...mentions.map(({ logits }) => logits[personClass.student]!));
    if (best < leastOdds) return [];
    const first = mentions.find(({ people: known }) => known.length > 0) ?? mentions[0]!;
    return [{ key, people: first.people, name: first.name, mentions, best }];
  });
}

function keyOf({ people, keys }: PersonName): string {
  if (people.length === 1) return people[0]!.id;
  return `name:${[...keys]
    .filter((key) => key.length > 1)
    .sort()
    .join(' ')}`;
}

export function distance(a: Span, b: Span): number {
  return Math.max(b.start - a.end, a.start - b.end, 0);
}
