/** Numbers that speak for and against a locator or a relative's name being that of a student: what the model of pairs weighs. */
import type { DirectoryLookup } from '../detector.ts';
import { nameKeys } from '../shared/people/names.ts';
import { isOtherNumber } from '../shared/people/number-token.ts';
import type { PairContext } from '../shared/evidence/pair-context.ts';
import { candidatesFor } from '../shared/evidence/candidates.ts';
import { placeOf, relationNames } from '../shared/evidence/pairs.ts';
import { knowsKind } from '../shared/evidence/roster-agreement.ts';
import {
  nameOdds,
  nameOddsNames,
  ownerClass,
  personClass,
  type StudentCandidate,
  type WeighedLocator,
  type WeighedPerson,
} from '../shared/evidence/weigh.ts';

export const pairFeatureNames: readonly string[] = [
  ...nameOddsNames,
  ...[
    'on roster',
    'namesakes',
    'roster off',
    'exact',
    'further',
    'name is sender',
    'name is recipient',
    'likely name',
    'roster agrees',
  ],
  ...['family owner odds', 'staff owner odds', 'school owner odds', 'other owner odds', 'no locator odds'],
  ...['phone', 'address', 'place', 'relative', 'own', 'doubtful form'],
  ...['roster gives it', 'roster gives it to another', 'roster knows another'],
  ...[
    'relative family odds',
    'relative student odds',
    'relative staff odds',
    'relative adult odds',
    'relative none odds',
  ],
  ...[
    'relative single',
    'relative same surname',
    'roster relative',
    'roster relative full',
    'relative is sender',
    'relative is reader',
  ],
  ...relationNames,
  'other number',
];

export interface Pair {
  readonly student: StudentCandidate;
  readonly mention: WeighedPerson;
  readonly target: WeighedLocator | WeighedPerson;
  readonly values: readonly number[];
}

export function isLocator(target: WeighedLocator | WeighedPerson): target is WeighedLocator {
  return 'kind' in target;
}

/** Names with lower odds to be a relative are paired only where the roster makes them one. */
const leastFamilyOdds = -2.5;

export function pairsOf(context: PairContext, directory: DirectoryLookup): Pair[] {
  const { weighed } = context;
  if (weighed.students.length === 0) return [];
  const relatives = relativesOf(weighed.students, directory);
  const pairs: Pair[] = [];
  for (const locator of weighed.locators) {
    for (const student of candidatesFor(locator, context, locator.owners))
      pairs.push(ofLocator(student, locator, context, directory));
  }
  for (const person of weighed.people) {
    const owners = relatives.ownersOf(person);
    if (person.logits[personClass.family]! < leastFamilyOdds && owners.size === 0) continue;
    for (const student of candidatesFor(person, context, new Set(owners.keys()))) {
      if (student.mentions.includes(person)) continue;
      pairs.push(ofRelative(student, person, owners.get(student.key), context, directory));
    }
  }
  return pairs;
}

function ofLocator(
  student: StudentCandidate,
  locator: WeighedLocator,
  context: PairContext,
  directory: DirectoryLookup,
): Pair {
  const { mention, values } = placeOf(student, locator, context);
  const { logits, owners, kind } = locator;
  const gives = student.people.some(({ id }) => owners.has(id));
  return {
    student,
    mention,
    target: locator,
    values: [
      ...ofName(student, mention, directory, context),
      ...[ownerClass.family, ownerClass.staff, ownerClass.school, ownerClass.other, ownerClass.none].map(
        (at) => logits[at]!,
      ),
      ...[kind === 'phone', kind === 'home-address', kind === 'location', false, locator.own].map(Number),
      Number(/without|seven|ten/.test(locator.how)),
      ...[gives, !gives && owners.size > 0, !gives && knowsKind(student.people, kind, directory)].map(Number),
      ...[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      ...values,
      Number(locator.token !== undefined && isOtherNumber(locator.token)),
    ],
  };
}

function ofRelative(
  student: StudentCandidate,
  person: WeighedPerson,
  known: { full: boolean } | undefined,
  context: PairContext,
  directory: DirectoryLookup,
): Pair {
  const { mention, values } = placeOf(student, person, context);
  const { logits } = person;
  const surname = mention.keys.at(-1)!;
  const { sender, readers } = context.weighed.correspondents;
  return {
    student,
    mention,
    target: person,
    values: [
      ...ofName(student, mention, directory, context),
      ...[0, 0, 0, 0, 0],
      ...[0, 0, 0, 1, 0, 0],
      ...[0, 0, 0],
      ...[personClass.family, personClass.student, personClass.staff, personClass.adult, personClass.none].map(
        (at) => logits[at]!,
      ),
      ...[
        person.keys.length === 1,
        person.keys.length > 1 && person.keys.includes(surname),
        known !== undefined,
        known?.full === true,
      ].map(Number),
      ...[person.keys.every((key) => sender.has(key)), person.keys.every((key) => readers.has(key))].map(Number),
      ...values,
      0,
    ],
  };
}

function ofName(
  student: StudentCandidate,
  mention: WeighedPerson,
  directory: DirectoryLookup,
  { weighed }: PairContext,
): number[] {
  const { match } = mention;
  const known = student.people.length;
  return [
    ...nameOdds(mention, student),
    ...[
      known > 0,
      known > 1,
      !directory.hasRoster,
      match?.exact === true || mention.source === 'fields',
      match?.further === true,
    ].map(Number),
    Number(mention.keys.every((key) => weighed.correspondents.sender.has(key))),
    Number(mention.keys.every((key) => weighed.correspondents.recipients.has(key))),
    mention.guess.score,
    student.agreement,
  ];
}

export interface Relatives {
  /** Students of the message of whom a name is a relative's by the roster, with whether the surname stands there too. */
  ownersOf(person: WeighedPerson): ReadonlyMap<string, { readonly full: boolean }>;
}

/** Guardians and siblings of the students named, by folded given name. */
export function relativesOf(students: readonly StudentCandidate[], directory: DirectoryLookup): Relatives {
  const byGiven = new Map<string, { key: string; families: readonly string[]; guardian: boolean }[]>();
  for (const { key, people } of students) {
    for (const student of people) {
      for (const member of directory.householdOf(student)) {
        if (member.id === student.id) continue;
        const given = nameKeys(member.givenName)[0];
        if (given === undefined) continue;
        const entry = { key, families: nameKeys(member.familyName), guardian: member.role !== 'student' };
        byGiven.set(given, [...(byGiven.get(given) ?? []), entry]);
      }
    }
  }
  return {
    ownersOf({ keys }) {
      const found = new Map<string, { full: boolean }>();
      for (const [at, key] of keys.entries()) {
        if (at > 0 && keys.length === 1) break;
        for (const { key: student, families } of byGiven.get(key) ?? []) {
          const full = keys.some((other, index) => index !== at && families.includes(other));
          if (full || keys.length === 1) found.set(student, { full: full || found.get(student)?.full === true });
        }
      }
      return found;
    },
  };
}
