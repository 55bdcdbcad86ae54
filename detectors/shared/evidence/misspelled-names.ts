/** Students of the roster whose name is misspelled by one letter beside a phone or an address that the roster gives to them. */
import type { DirectoryLookup } from '../../detector.ts';
import { nameKeys } from '../people/names.ts';
import { nearName } from '../people/near-name.ts';
import { guessPerson } from '../people/person-name.ts';
import { overlapsAny } from '../text/sorted-spans.ts';
import type { Owners } from './locators.ts';
import type { PartView } from './part-view.ts';
import type { PersonName } from './people.ts';

/** More owners share a building, not a home. */
const mostOwners = 6;

/** @param known names of the part, sorted: who is named rightly needs no guess */
export function misspelledNames(
  view: PartView,
  known: readonly PersonName[],
  directory: DirectoryLookup,
  owners: Owners,
): PersonName[] {
  const named = new Set(known.flatMap(({ people }) => people.map(({ id }) => id)));
  const onRoster = known.filter(({ people }) => people.length > 0);
  const locators = [
    ...view.phones().map(({ start, end, digits }) => ({ start, end, ids: owners('phone', digits) })),
    ...view.addresses().map(({ start, end, key }) => ({ start, end, ids: owners('address', key) })),
  ];
  return locators.flatMap(({ start, end, ids }) => {
    if (ids.size === 0 || ids.size > mostOwners) return [];
    return [...ids].flatMap((id): PersonName[] => {
      const person = named.has(id) ? undefined : directory.personById(id);
      const span = person && nearName(view, { start, end }, person);
      if (!person || !span || overlapsAny(onRoster, span)) return [];
      named.add(id);
      const keys = [nameKeys(person.givenName)[0] ?? '', nameKeys(person.familyName).at(-1) ?? ''];
      const name = `${person.givenName} ${person.familyName}`;
      return [{ view, ...span, source: 'misspelled', people: [person], keys, name, guess: guessPerson(keys) }];
    });
  });
}
