/** How likely a run of words is the full name of a person, by the table of names and words alone. */
import { nameWords as nameParts } from './name-particles.ts';
import { nameClass } from './name-table.ts';
import type { NameClass } from './name-table-format.ts';

/** Not a name by themselves; they stand inside one. */
const particles = nameParts.phrases('particles');

export function isParticle(key: string): boolean {
  return particles.has(key);
}

/** Without initials and particles; at the end a particle is a surname, Junho Le, and at the beginning it may be a given name, Ben Walker. */
export function nameWords(keys: readonly string[]): string[] {
  return keys.filter((key, index) => {
    if (key.length < 2) return false;
    return !particles.has(key) || index === keys.length - 1 || (index === 0 && nameClass(key).given > 1);
  });
}

export interface PersonGuess {
  /** 0..1: 0.9 for a given name and a surname that are no words, 0.5 for two that are words as well. */
  readonly score: number;
  /** The order that fits better; `first-last` where both fit alike. */
  readonly form: 'first-last' | 'last-first';
  /** Both names are words of everyday English too, more than they are names: Grant Page, May Day, not Pa Lee. */
  readonly words: boolean;
}

/**
 * Weights of a word as a given name and as a surname, in natural logarithms of odds. Chosen by hand: a name that the table
 * does not know and that is no word weighs little either way, so that names from nowhere near the lists count as well.
 */
const weights = {
  given: [0, 1.1, 1.7, 2.2],
  family: [0, 1, 1.7],
  unusual: 0.35,
  familyAsGiven: 0.4,
  givenAsFamily: [0, 0.5, 0.7, 0.7],
  onlyWord: [0, -2, -3],
  alsoWord: [0, -0.5, -1],
  rareAndWord: [0, -0.7, -1.6],
  base: -0.9,
} as const;

/** @param keys folded words of the candidate in order, initials and particles among them */
export function guessPerson(keys: readonly string[]): PersonGuess {
  const names = nameWords(keys).map(classOf);
  if (names.length < 2) return { score: 0, form: 'first-last', words: false };
  const forward = inOrder(names);
  const backward = inOrder([...names].reverse());
  const odds = Math.max(forward, backward);
  return {
    score: 1 / (1 + Math.exp(-odds)),
    form: backward > forward + 0.3 ? 'last-first' : 'first-last',
    words: names.every((name) => name.word === 2 || (name.word === 1 && name.given < 2 && name.family < 2)),
  };
}

/** An abbreviation without a vowel, `NSPS`, is no name. */
function classOf(key: string): NameClass {
  const known = nameClass(key);
  return known.given + known.family + known.word === 0 && !/[^b-df-hj-np-tv-xz]/.test(key) ? abbreviation : known;
}

const abbreviation: NameClass = { given: 0, family: 0, word: 2 };

/** The first is the given name, the last the surname; those between may be either and count least. */
function inOrder(names: readonly NameClass[]): number {
  let odds = weights.base + asGiven(names[0]!) + asFamily(names.at(-1)!);
  for (const name of names.slice(1, -1)) odds += 0.4 * Math.min(0.5, Math.max(asGiven(name), asFamily(name)));
  return odds;
}

function asGiven({ given, family, word }: NameClass): number {
  if (given > 0) return weights.given[given]! + (given === 1 ? weights.rareAndWord : weights.alsoWord)[word]!;
  if (word > 0) return weights.onlyWord[word]!;
  return family > 0 ? weights.familyAsGiven : weights.unusual;
}

function asFamily({ given, family, word }: NameClass): number {
  if (family > 0) return weights.family[family]! + (family === 1 ? weights.rareAndWord : weights.alsoWord)[word]!;
  if (word > 0) return weights.onlyWord[word]! + (given > 1 ? 1 : 0);
  return given > 0 ? weights.givenAsFamily[given]! : weights.unusual;
}
