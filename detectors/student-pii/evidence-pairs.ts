/** Numbers that speak for and against a locator or a relative's name being that of a student: what the model of pairs weighs. */
import type { DirectoryLookup } from '../detector.ts';
import { nameKeys } from '../shared/people/names.ts';
import { isOtherNumber } from '../shared/people/number-token.ts';
import type { PairContext } from '../shared/evidence/pair-context.ts';
import { candidatesFor } from '../shared/evidence/candidates.ts';
import { addRelation, nearestMention, relationNames } from '../shared/evidence/pairs.ts';
import { knowsKind } from '../shared/evidence/roster-agreement.ts';
import {
  addNameOdds,
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
      if (context.keyOf.get(person) === student.key) continue;
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
  const mention = nearestMention(student, locator, context);
  const { logits, owners, kind, token } = locator;
  const gives = owners.size > 0 && student.people.some(({ id }) => owners.has(id));
  const values: number[] = [];
  addName(values, student, mention, directory, context);
  const { family, staff, school, other, none } = ownerClass;
  values.push(logits[family]!, logits[staff]!, logits[school]!, logits[other]!, logits[none]!);
  values.push(Number(kind === 'phone'), Number(kind === 'home-address'), Number(kind === 'location'), 0);
  values.push(Number(locator.own), Number(/without|seven|ten/.test(locator.how)));
  values.push(Number(gives), Number(!gives && owners.size > 0));
  values.push(Number(!gives && knowsKind(student.people, kind, directory)));
  values.push(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  addRelation(values, { student, mention, target: locator }, context);
  values.push(Number(token !== undefined && isOtherNumber(token)));
  return { student, mention, target: locator, values };
}

function ofRelative(
  student: StudentCandidate,
  person: WeighedPerson,
  known: { full: boolean } | undefined,
  context: PairContext,
  directory: DirectoryLookup,
): Pair {
  const mention = nearestMention(student, person, context);
  const { logits, keys } = person;
  const surname = mention.keys.at(-1)!;
  const { sender, readers } = context.weighed.correspondents;
  const values: number[] = [];
  addName(values, student, mention, directory, context);
  values.push(0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0);
  const { family, student: child, staff, adult, none } = personClass;
  values.push(logits[family]!, logits[child]!, logits[staff]!, logits[adult]!, logits[none]!);
  values.push(Number(keys.length === 1), Number(keys.length > 1 && keys.includes(surname)));
  values.push(Number(known !== undefined), Number(known?.full === true));
  values.push(Number(keys.every((key) => sender.has(key))), Number(keys.every((key) => readers.has(key))));
  addRelation(values, { student, mention, target: person }, context);
  values.push(0);
  return { student, mention, target: person, values };
}

function addName(
  values: number[],
  student: StudentCandidate,
  mention: WeighedPerson,
  directory: DirectoryLookup,
  { weighed }: PairContext,
): void {
  const { match, keys } = mention;
  const known = student.people.length;
  const { sender, recipients } = weighed.correspondents;
  addNameOdds(values, mention, student);
  values.push(Number(known > 0), Number(known > 1), Number(!directory.hasRoster));
  values.push(Number(match?.exact === true || mention.source === 'fields'), Number(match?.further === true));
  values.push(Number(keys.every((key) => sender.has(key))), Number(keys.every((key) => recipients.has(key))));
  values.push(mention.guess.score, student.agreement);
}

export interface Relatives {
  /** Students of the message of whom a name is a relative's by the roster, with whether the surname stands there too. */
  ownersOf(person: WeighedPerson): ReadonlyMap<string, { readonly full: boolean }>;
}

const noOwners: ReadonlyMap<string, { readonly full: boolean }> = new Map();

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
      if (byGiven.size === 0) return noOwners;
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
