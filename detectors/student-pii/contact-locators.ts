/** Phones, street addresses and places of a part, without those of the school, its staff and its vendors. */
import { overlapsAny } from '../shared/text/sorted-spans.ts';
import { cueWords, studentWords } from '../shared/students/student-words.ts';
import type { Locator } from './locator.ts';
import { lineOf, type PartView } from '../shared/students/part-view.ts';
import type { RosterFacts } from './roster-facts.ts';
import { rules } from './rules.ts';
import { cueAround } from './whose-cue.ts';

const nobody: ReadonlySet<string> = new Set();

const phoneHeading = cueWords.pattern('<phoneHeadings>|#');

/** @param named ids of the students named in the message: what the roster gives them counts wherever it stands */
export function contactLocators(view: PartView, facts: RosterFacts, named: ReadonlySet<string>): Locator[] {
  return [...phones(view, facts, named), ...addresses(view, facts, named), ...places(view)];
}

function phones(view: PartView, facts: RosterFacts, named: ReadonlySet<string>): Locator[] {
  const found: Locator[] = [];
  for (const phone of view.phones()) {
    const owners = facts.studentsByPhone(phone.digits);
    const owned = meets(owners, named);
    const cue = cueAround(view, phone.start, phone.end);
    if (facts.isOwnPhone(phone.digits)) continue;
    if (!owned && (cue === 'own' || inSignature(view, phone.start))) continue;
    // Ten digits in a row are as often an id.
    if (!owned && cue === 'none' && phone.end - phone.start === 10 && !inPhoneColumn(view, phone.start)) continue;
    found.push({
      kind: 'phone',
      view,
      start: phone.start,
      end: phone.end,
      line: lineOf(view, phone.start),
      owners,
      cued: cue === 'home',
      rule: 'phone',
      masked: `a phone number ending in ${phone.digits.slice(-2)}`,
    });
  }
  return found;
}

function inPhoneColumn(view: PartView, offset: number): boolean {
  const { row } = lineOf(view, offset);
  const column = row?.cells.findIndex((cell) => offset >= cell.start && offset < cell.end) ?? -1;
  return phoneHeading.test(row?.header[column] ?? '');
}

function addresses(view: PartView, facts: RosterFacts, named: ReadonlySet<string>): Locator[] {
  const found: Locator[] = [];
  for (const address of view.addresses()) {
    const owners = facts.studentsByAddress(address.key);
    const owned = meets(owners, named);
    const cue = cueAround(view, address.start, address.end);
    if (facts.isOwnAddress(address.key)) continue;
    if (!owned && (cue === 'own' || inSignature(view, address.start))) continue;
    if (!owned && address.needsCue && !(cue === 'home' && /\d{3,}/.test(address.key))) continue;
    found.push({
      kind: 'home-address',
      view,
      start: address.start,
      end: address.end,
      line: lineOf(view, address.start),
      owners,
      cued: cue === 'home',
      rule: 'street-address',
      masked: 'a street address',
    });
  }
  return found;
}

function places(view: PartView): Locator[] {
  const found: Locator[] = [];
  for (const place of rules.places) {
    for (const match of view.text.matchAll(place.pattern)) {
      const start = match.index;
      const end = start + match[0].trimEnd().length;
      if (inSignature(view, start) || !isPlace(place.id, match[0])) continue;
      if (place.context === 'family' && !familyBefore(view, start)) continue;
      const line = lineOf(view, start);
      const masked = 'a place where a student can be found';
      found.push({ kind: 'location', view, start, end, line, owners: nobody, cued: true, rule: place.id, masked });
    }
  }
  return found;
}

/** Where somebody lives needs more than "lives with her mom": a capital, a number or a word for a place. */
function isPlace(id: string, raw: string): boolean {
  return id === 'shelter' || /\s\p{Lu}\p{L}|\d/u.test(raw);
}

function familyBefore(view: PartView, start: number): boolean {
  const words =
    view.text
      .slice(Math.max(0, start - 60), start)
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  return words.some((word, index) => studentWords.relations.has(word) && words[index - 1] !== 'my');
}

export function inSignature(view: PartView, offset: number): boolean {
  return overlapsAny(view.signatures, { start: offset, end: offset + 1 });
}

function meets(owners: ReadonlySet<string>, named: ReadonlySet<string>): boolean {
  for (const id of owners) if (named.has(id)) return true;
  return false;
}
