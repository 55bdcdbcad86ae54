/** Students of the roster whose name is misspelled by one letter beside a phone or an address that the roster gives to them. */
import type { DirectoryPerson } from '../detector.ts';
import { isOneEditOff } from '../shared/evidence/misspelled-names.ts';
import { nameKeys } from '../shared/people/names.ts';
import { overlapsAny } from '../shared/text/sorted-spans.ts';
import type { Mention } from '../shared/students/mention.ts';
import { lineOf, wordAt, type PartView } from '../shared/students/part-view.ts';
import type { RosterFacts } from './roster-facts.ts';

/** How many words before a locator, and after it, may hold the name. */
const wordsAround = 14;
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
        const span = person && nearName(view, start, end, person);
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

/** Two words next to each other that are a given name and a surname of the person but for one letter, in either order. */
function nearName(view: PartView, start: number, end: number, person: DirectoryPerson) {
  const { words, text } = view;
  const given = [person.givenName, ...person.preferredNames].flatMap((name) => nameKeys(name)[0] ?? []);
  const family = nameKeys(person.familyName).filter((key) => key.length > 1);
  const first = Math.max(0, wordAt(words, start) - wordsAround);
  const last = Math.min(words.length - 2, wordAt(words, end) + wordsAround);
  for (let at = first; at <= last; at += 1) {
    const [one, two] = [words[at]!, words[at + 1]!];
    if (!/^(?:, ?| |-)$/.test(text.slice(one.end, two.start))) continue;
    for (const [a, b] of [
      [one.key, two.key],
      [two.key, one.key],
    ] as const) {
      const fits = given.some((name) => family.some((surname) => isOneEditOff(a, name, b, surname)));
      if (fits) return { start: one.start, end: two.end };
    }
  }
  return undefined;
}
