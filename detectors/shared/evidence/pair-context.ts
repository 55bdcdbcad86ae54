/** Facts of a message that the pairs of its students and of what is said beside them share: each is found once. */
import { noFacts, type KeptFacts, type Target } from './kept-facts.ts';
import type { PartView } from './part-view.ts';
import { personClass, type StudentCandidate, type WeighedMessage, type WeighedPerson } from './weigh.ts';

export interface LocatorList {
  readonly targets: readonly Target[];
  readonly at: number;
}

/** Facts of a message that many pairs share. */
export interface PairContext {
  readonly weighed: WeighedMessage;
  /** Student-like names of a view in order; a name counts with the class that it most likely has. */
  readonly studentsIn: (view: PartView) => readonly WeighedPerson[];
  readonly othersIn: (view: PartView) => readonly WeighedPerson[];
  /** Every name of a view in order. */
  readonly peopleIn: (view: PartView) => readonly WeighedPerson[];
  /** How many candidates are likely students. */
  readonly likely: number;
  readonly keyOf: ReadonlyMap<WeighedPerson, string>;
  readonly studentOf: ReadonlyMap<string, StudentCandidate>;
  /** Places of the students among all of the message, by key. */
  readonly orderOf: ReadonlyMap<string, number>;
  readonly facts: KeptFacts;
  /** Names of a view that are of one of the candidates, in order. */
  readonly candidatesIn: (view: PartView) => readonly WeighedPerson[];
  /** The locators of one kind in the part of a locator, and its place among them; undefined for what is no locator. */
  readonly listOf: (target: Target) => LocatorList | undefined;
}

export function pairContext(weighed: WeighedMessage): PairContext {
  const byView = Map.groupBy(weighed.people, ({ view }) => view);
  const keyOf = new Map(
    weighed.students.flatMap(({ key, mentions }) => mentions.map((mention) => [mention, key] as const)),
  );
  const peopleIn = (view: PartView): readonly WeighedPerson[] => byView.get(view) ?? [];
  // Names are weighed when they are asked for.
  const studentsIn = once((view: PartView) =>
    peopleIn(view).filter((person) => keyOf.has(person) && person.logits[personClass.student]! > -1),
  );
  const othersIn = once((view: PartView) =>
    peopleIn(view).filter(({ logits }) => {
      const likely = mostLikely(logits);
      return likely !== personClass.student && likely !== personClass.none;
    }),
  );
  const candidatesIn = once((view: PartView) => peopleIn(view).filter((person) => keyOf.has(person)));
  const lists = new Map<string, LocatorList>();
  const placeOfKind = ({ view, start }: Target, kind: unknown) => `${view.part.id} ${String(kind)} ${start}`;
  for (const targets of Map.groupBy(weighed.locators, ({ view, kind }) => `${view.part.id} ${kind}`).values())
    for (const [at, target] of targets.entries()) {
      const place = placeOfKind(target, target.kind);
      if (!lists.has(place)) lists.set(place, { targets, at });
    }
  return {
    weighed,
    keyOf,
    studentOf: new Map(weighed.students.map((student) => [student.key, student])),
    orderOf: new Map(weighed.students.map(({ key }, at) => [key, at])),
    facts: noFacts(),
    candidatesIn,
    listOf: (target) => ('kind' in target ? lists.get(placeOfKind(target, target.kind)) : undefined),
    studentsIn,
    othersIn,
    peopleIn,
    likely: weighed.students.filter(({ best }) => best > -1).length,
  };
}

function once<Value>(make: (view: PartView) => Value): (view: PartView) => Value {
  const kept = new Map<PartView, Value>();
  return (view) => {
    let value = kept.get(view);
    if (value === undefined) {
      value = make(view);
      kept.set(view, value);
    }
    return value;
  };
}

function mostLikely(logits: Float64Array): number {
  return logits.indexOf(Math.max(...logits));
}
