/** Named features of people and locators: the words around, the name itself, and what the directory knows. Fitted weights are in models/. */
import type { DirectoryLookup, ExtractedMessage } from '../../detector.ts';
import { nameClass } from '../people/name-table.ts';
import { nameKeys } from '../people/names.ts';
import { numberFeatures } from '../people/number-token.ts';
import { crossings } from './feature-names.ts';
import type { Locator } from './locators.ts';
import { nameSurroundings, type NamesOfPart } from './name-surroundings.ts';
import type { PersonName } from './people.ts';
import { surroundings } from './surroundings.ts';
import { classesOfWord } from './word-classes.ts';

/** What is known about a message's people before its text is read. */
export interface Correspondents {
  readonly sender: ReadonlySet<string>;
  readonly recipients: ReadonlySet<string>;
  /** The same of those outside the district alone: who reads the own name learns nothing by it. */
  readonly readers: ReadonlySet<string>;
  /** At most this many people outside the district get it. */
  readonly outside: number;
}

export function correspondentsOf(message: ExtractedMessage): Correspondents {
  const keysOf = (name: string, address: string): string[] => [
    ...nameKeys(name),
    ...nameKeys(address.slice(0, address.lastIndexOf('@')).replace(/[._\d-]+/g, ' ')),
  ];
  const boxes = [...message.to, ...message.cc];
  const outside = message.recipients.filter(({ inside }) => !inside);
  const addresses = new Set(outside.map(({ address }) => address.toLowerCase()));
  return {
    sender: new Set(message.from ? keysOf(message.from.name, message.from.address) : []),
    recipients: new Set(boxes.flatMap(({ name, address }) => keysOf(name, address))),
    readers: new Set(
      boxes
        .filter(({ address }) => addresses.has(address.toLowerCase()))
        .flatMap(({ name, address }) => keysOf(name, address)),
    ),
    outside: outside.length,
  };
}

/** What surrounds a name beyond the words beside it, and weighs otherwise for a student of the roster. */
const cues = ['cue ', 'home ', 'listed', 'beside', 'lhc '];

const crossWithStatus = crossings(
  (feature) => /^(?:[-+][12]c? |k |z |of |hc )/.test(feature) || cues.some((start) => feature.startsWith(start)),
);
const crossWithKind = crossings((feature) => /^(?:[-+][12]c? |k |z |of )/.test(feature));

/** @param names those of the part that the name stands in */
export function personFeatures(
  person: PersonName,
  names: NamesOfPart,
  directory: DirectoryLookup,
  correspondents: Correspondents,
): string[] {
  const around = person.source === 'single' ? [] : nameSurroundings(person, names);
  const features = surroundings(person.view, person);
  for (const feature of around) features.push(feature);
  const own: string[] = [`src ${person.source}`, ...rosterFeatures(person, directory)];
  const [first, last] = [person.keys[0] ?? '', person.keys.at(-1) ?? ''];
  for (const [name, key] of [
    ['g', first],
    ['f', last],
  ] as const) {
    const { given, family, word } = nameClass(key);
    own.push(`${name}${given}${family}${word}`);
  }
  own.push(
    `words ${Math.min(4, person.keys.length)}`,
    `case ${caseOf(person.view.text.slice(person.start, person.end))}`,
  );
  own.push(`guess ${Math.round(person.guess.score * 5)}`);
  if (person.match)
    own.push(
      `form ${person.match.form}`,
      person.match.exact ? 'exact' : 'inexact',
      ...(person.match.further ? ['further'] : []),
    );
  for (const one of classesOfWord(last)) own.push(`own ${one}`);
  if (person.keys.length > 1 && person.keys.every((key) => correspondents.sender.has(key))) own.push('is sender');
  if (person.keys.length > 1 && person.keys.every((key) => correspondents.recipients.has(key)))
    own.push('is recipient');
  if (correspondents.recipients.has(last)) own.push('surname of recipient');
  own.push(`outside ${Math.min(3, correspondents.outside)}`);
  const count = features.length;
  for (const feature of own) features.push(feature);
  crossWithStatus(features, count, own[1]!);
  return features;
}

/** The first is the status on the roster. */
function rosterFeatures({ people, keys }: PersonName, directory: DirectoryLookup): string[] {
  if (!directory.hasRoster) return ['ro off'];
  const [given = '', family = ''] = [keys[0], keys.at(-1)];
  const names = (role: 'staff' | 'guardian') =>
    keys.length > 1 &&
    directory.peopleNamed(role, given, family).length + directory.peopleNamed(role, family, given).length > 0;
  const status = people.length === 0 ? 'ro none' : people.length === 1 ? 'ro student' : 'ro students';
  return [
    status,
    ...(names('staff') ? ['ro staff', `${status}|staff`] : []),
    ...(names('guardian') ? ['ro guardian', `${status}|guardian`] : []),
  ];
}

function caseOf(raw: string): string {
  const letters = raw.replace(/[^\p{L} ]/gu, '');
  if (letters === letters.toLowerCase()) return 'lower';
  return letters === letters.toUpperCase() ? 'upper' : 'capital';
}

export function locatorFeatures(locator: Locator, directory: DirectoryLookup): string[] {
  const features = surroundings(locator.view, locator);
  const own = [`kind ${locator.kind}`, `how ${locator.how}`];
  if (directory.hasRoster)
    own.push(locator.owners.size === 0 ? 'ro none' : locator.owners.size > 6 ? 'ro many' : 'ro student');
  else own.push('ro off');
  if (locator.own) own.push('own');
  if (locator.learnt) own.push('own learnt');
  if (locator.kind === 'phone' && /^8(?:00|33|44|55|66|77|88)/.test(locator.key)) own.push('toll free');
  if (locator.token) own.push(...numberFeatures(locator.token));
  if (locator.kind !== 'phone') own.push(...wordsWithin(locator));
  const count = features.length;
  for (const feature of own) features.push(feature);
  crossWithKind(features, count, own[0]!);
  return features;
}

/** Words of a place or street say what it is: `motel`, `suite`, `school`. */
function wordsWithin({ view, start, end }: Locator): string[] {
  return nameKeys(view.text.slice(start, end))
    .slice(0, 12)
    .map((key) => `in ${key}`);
}
