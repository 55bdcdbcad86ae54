/** Students of the roster whose name is misspelled by one letter beside a phone or an address that the roster gives to them. */
import type { DirectoryPerson } from '../detector.ts';
import { nearName } from '../shared/people/near-name.ts';
import { overlapsAny } from '../shared/text/sorted-spans.ts';
import type { Mention } from '../shared/students/mention.ts';
import { lineOf, type PartView } from '../shared/students/part-view.ts';
import type { RosterFacts } from './roster-facts.ts';

/** More owners share a building, not a home. */
const mostOwners = 6;
/** How sure such a name is: the locator is the student's own. */
const strength = 0.85;

/** @param known mentions of the message: who is named rightly needs no guess */
export function misspelledMentions(
  views: readonly PartView[],
  known: readonly Mention[],
  facts: RosterFacts,
  personById: (id: string) => DirectoryPerson | undefined,
): Mention[] {
  const named = new Set(known.flatMap((mention) => mention.people.map((person) => person.id)));
  const found: Mention[] = [];
  for (const view of views) {
    const here = known.filter((mention) => mention.view === view && mention.people.length > 0);
    const locators = [
      ...view.phones().map((phone) => ({ ...phone, owners: facts.studentsByPhone(phone.digits) })),
      ...view.addresses().map((address) => ({ ...address, owners: facts.studentsByAddress(address.key) })),
    ];
    for (const { start, end, owners } of locators) {
      if (owners.size === 0 || owners.size > mostOwners) continue;
      for (const id of owners) {
        const person = named.has(id) ? undefined : personById(id);
        const span = person && nearName(view, { start, end }, person);
        if (!person || !span || overlapsAny(here, span)) continue;
        named.add(id);
        found.push({
          view,
          ...span,
          paragraph: lineOf(view, span.start).paragraph,
          people: [person],
          name: `${person.givenName} ${person.familyName}`,
          key: id,
          strength,
          cued: true,
          ambiguous: false,
          reason: { rule: 'roster-name:misspelled', context: 'beside the locator of that student' },
        });
      }
    }
  }
  return found;
}
