/** The words by which a person of the roster is looked up: given names, surnames, and what may stand beside them. */
import { nameWords } from './name-particles.ts';
import type { DirectoryPerson } from '../../detector.ts';
import { nameKeys } from './names.ts';
import { otherForms } from './nicknames.ts';

export type PersonName = Pick<
  DirectoryPerson,
  'givenName' | 'familyName' | 'middleName' | 'preferredNames' | 'preferredFamilyName'
>;

export interface NameForms {
  /** Each way to write the given name, as folded words; the first word finds it. */
  readonly givens: readonly (readonly string[])[];
  /** Folded words that each do as a surname. */
  readonly surnames: readonly string[];
  /** All of these words, and those that may only stand beside them. */
  readonly own: ReadonlySet<string>;
}

/** Not a surname by themselves. */
export const particles: ReadonlySet<string> = nameWords.phrases('surnameParticles');

/** Mary-Kate van der Meer is also Marykate Vandermeer; of two surnames each does. */
export function nameForms(name: PersonName): NameForms {
  const families = [name.familyName, name.preferredFamilyName].map(nameKeys).filter((keys) => keys.length > 0);
  const givens = [name.givenName, ...name.preferredNames].map(nameKeys).filter((keys) => keys.length > 0);
  const joinedGivens = givens.filter((keys) => keys.length > 1).map((keys) => [keys.join('')]);
  const surnames = families.flatMap((keys) => [...surnamesOf(keys), ...(keys.length > 1 ? [keys.join('')] : [])]);
  return {
    givens: [...givens, ...joinedGivens],
    surnames: [...new Set(surnames)],
    own: new Set([
      ...families.flat(),
      ...surnames,
      ...givens.flat(),
      ...joinedGivens.flat(),
      ...nameKeys(name.middleName),
    ]),
  };
}

/** First words of the usual other forms of the given names: Liz of Elizabeth. */
export function shortForms({ givens }: NameForms): readonly string[] {
  return [...new Set(givens.flatMap((words) => [...otherForms(words[0]!)]))];
}

function surnamesOf(keys: readonly string[]): readonly string[] {
  const names = keys.filter((key) => key.length > 1 && !particles.has(key));
  return names.length > 0 ? names : keys;
}
