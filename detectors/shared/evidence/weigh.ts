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
/** What `nameOdds` gives, in its order. */
export const nameOddsNames: readonly string[] = [
  ...['student odds', 'student best odds', 'name family odds', 'name staff odds'],
  ...['name adult odds', 'name public odds', 'name thing odds', 'name none odds'],
];

/** How likely it is who a name means, here and at its surest place. */
export function nameOdds({ logits }: WeighedPerson, { best }: Pick<StudentCandidate, 'best'>): number[] {
  const { student, family, staff, adult, public: known, thing, none } = personClass;
  return [logits[student]!, best, ...[family, staff, adult, known, thing, none].map((at) => logits[at]!)];
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
    return names.map((person) =>
      weighedWhenAsked(person, models.person, () =>
        personFeatures(person, (shared ??= namesOfPart(names, listed())), directory, correspondents),
      ),
    );
  });
  const candidates = studentsOf(people);
  if (candidates.length === 0) return { message, views, correspondents, people, listsIn, locators: [], students: [] };
  const onRoster = candidates.flatMap(({ people: known }) => known).slice(0, mostStreets);
  const byView = Map.groupBy(people, ({ view }) => view);
  const locators = views.flatMap((view) => {
    const found = locatorsIn(view, directory, owners);
    const sure = found.filter(({ kind }) => kind !== 'location');
    const named = byView.get(view) ?? [];
    const streets = rosterStreets(view, onRoster, directory).filter(
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
  const words = wordsOfMessage(views);
  const students = candidates.map((candidate) => ({
    ...candidate,
    agreement: Math.max(
      0,
      ...candidate.people.slice(0, 3).map((student) => agreement(student, words, locators, directory)),
    ),
  }));
  return { message, views, correspondents, people, listsIn, locators, students };
}

/** Names of more than one word. */
export function fullNames(people: readonly WeighedPerson[]): readonly WeighedPerson[] {
  return people.filter(({ source }) => source !== 'single');
}

/** Single names are weighed only where a message names somebody in full who may be a student: most messages do not. */
function weighedWhenAsked(person: PersonName, model: LinearModel, featuresOf: () => readonly string[]): WeighedPerson {
  let features: readonly string[] | undefined;
  let logits: Float64Array | undefined;
  return {
    ...person,
    get features() {
      return (features ??= featuresOf());
    },
    get logits() {
      return (logits ??= model.logits(this.features));
    },
  };
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
