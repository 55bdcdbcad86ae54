/** Guardians and siblings of the students named in a message, by name: where family-locators.ts looks words up. */
import type { DirectoryPerson } from '../detector.ts';
import { nameKeys } from '../shared/people/names.ts';
import type { Mention } from '../shared/students/mention.ts';
import type { PartView } from '../shared/students/part-view.ts';
import type { RosterFacts } from './roster-facts.ts';

/** Relatives of the students named in the message. */
export interface Relatives {
  /** Folded given names of any of them: what a word is looked up in first. */
  readonly given: ReadonlySet<string>;
  /** Students by folded `given surname` of a relative. */
  readonly byFullName: ReadonlyMap<string, ReadonlySet<string>>;
  /** Folded given names of guardians and of siblings, by student. */
  readonly byStudent: ReadonlyMap<
    string,
    { readonly guardians: ReadonlySet<string>; readonly siblings: ReadonlySet<string> }
  >;
}

/** Made once for a message. */
export function relativesOf(mentions: readonly Mention[], facts: RosterFacts): Relatives {
  const given = new Set<string>();
  const byFullName = new Map<string, Set<string>>();
  const byStudent = new Map<string, { guardians: Set<string>; siblings: Set<string> }>();
  for (const student of mentions.flatMap((mention) => mention.people)) {
    if (byStudent.has(student.id)) continue;
    const kin = { guardians: new Set<string>(), siblings: new Set<string>() };
    byStudent.set(student.id, kin);
    const add = (person: DirectoryPerson, names: Set<string>, kind: string) => {
      const [first] = nameKeys(person.givenName);
      if (first === undefined) return;
      given.add(first);
      names.add(first);
      for (const surname of nameKeys(person.familyName)) {
        const key = `${kind} ${first} ${surname}`;
        byFullName.set(key, (byFullName.get(key) ?? new Set()).add(student.id));
      }
    };
    for (const guardian of facts.guardiansOf(student)) add(guardian, kin.guardians, 'guardian');
    for (const sibling of facts.siblingsOf(student)) add(sibling, kin.siblings, 'sibling');
  }
  return { given, byFullName, byStudent };
}

/** A relative's full name that begins with a word of the part. */
export function fullNameAt(
  view: PartView,
  index: number,
  relatives: Relatives,
): { end: number; owners: ReadonlySet<string>; guardian: boolean } | undefined {
  const first = view.words[index]!;
  for (let next = index + 1; next <= index + 4 && next < view.words.length; next += 1) {
    const word = view.words[next]!;
    if (!/^[\s.-]{1,3}$/.test(view.text.slice(view.words[next - 1]!.end, word.start))) return undefined;
    if (word.key.length < 3) continue;
    for (const kind of ['guardian', 'sibling']) {
      const owners = relatives.byFullName.get(`${kind} ${first.key} ${word.key}`);
      if (owners) return { end: word.end, owners, guardian: kind === 'guardian' };
    }
  }
  return undefined;
}
