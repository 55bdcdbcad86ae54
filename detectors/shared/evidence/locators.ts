/** What may say where somebody can be found, in a part, before it is weighed whose it is: phones, addresses and places. */
import type { DirectoryLookup, Span } from '../../detector.ts';
import { numberToken, type NumberToken } from '../people/number-token.ts';
import { overlapsAny } from '../text/sorted-spans.ts';
import { fieldAt, type PartView } from './part-view.ts';
import { placesIn } from './place-patterns.ts';

export type LocatorKind = 'home-address' | 'phone' | 'location' | 'family-name';

export interface Locator extends Span {
  readonly view: PartView;
  readonly kind: LocatorKind;
  /** Digits of a phone, key of an address; empty for a place. */
  readonly key: string;
  /** How it was found: part of the evidence. */
  readonly how: string;
  /** What a phone's digits are part of and called; other kinds have none. */
  readonly token?: NumberToken;
  /** Ids of the students to whom the roster gives it, themselves or through their guardians. */
  readonly owners: ReadonlySet<string>;
  /** The district's, a school's or its staff's: by configuration or roster, or as learnt. */
  readonly own: boolean;
  /** Its own only as far as the signatures of the district's senders say so; never where the roster gives it to a student's household. */
  readonly learnt: boolean;
}

const nobody: ReadonlySet<string> = new Set();
/** What more students share is a placeholder, a shelter or a tower block: it says nothing about one of them. */
const sharedByMany = 25;

export type Owners = (kind: 'phone' | 'address', key: string) => ReadonlySet<string>;

/** Answers are kept for a message: a table repeats its numbers. */
export function ownersOf(directory: DirectoryLookup): Owners {
  const answers = new Map<string, ReadonlySet<string>>();
  return (kind, key) => {
    const name = `${kind} ${key}`;
    let answer = answers.get(name);
    if (!answer) {
      const people = kind === 'phone' ? directory.peopleByPhone(key) : directory.peopleByAddressKey(key);
      const ids = new Set(people.flatMap((one) => (one.role === 'student' ? [one.id] : one.relatedIds)));
      answer = ids.size > sharedByMany ? nobody : ids;
      answers.set(name, answer);
    }
    return answer;
  };
}

/** Sorted, without overlaps. */
export function locatorsIn(view: PartView, directory: DirectoryLookup, owners: Owners): Locator[] {
  const ownership = (kind: 'phone' | 'address', key: string): Pick<Locator, 'owners' | 'own' | 'learnt'> => {
    const families = owners(kind, key);
    const known = kind === 'phone' ? directory.isOwnPhone(key) : directory.isOwnAddress(key);
    const learnt = !known && families.size === 0 && directory.isInSignatures({ kind, key });
    return { owners: families, own: known || learnt, learnt };
  };
  const phones = view.phones().map((phone): Locator => {
    const raw = view.text.slice(phone.start, phone.end);
    const how = /^\d{10}$/.test(raw) ? 'ten digits' : phone.digits.length < 10 ? 'seven digits' : 'phone';
    return {
      ...{ view, kind: 'phone', start: phone.start, end: phone.end, key: phone.digits, how },
      token: numberToken(view.text, phone, fieldAt(view, phone.start)?.field.label),
      ...ownership('phone', phone.digits),
    };
  });
  const addresses = view.addresses().map((address): Locator => ({
    ...{ view, kind: 'home-address', start: address.start, end: address.end, key: address.key },
    ...{ how: address.needsCue ? 'street without suffix' : 'street' },
    ...ownership('address', address.key),
  }));
  const sure = [...phones, ...addresses].sort(inOrder);
  const places = [
    ...placesIn(view).map(({ start, end, id }) => placeOf(view, start, end, id)),
    ...placeFields(view),
  ].filter((place) => !overlapsAny(sure, place));
  return withoutOverlaps([...sure, ...places]);
}

function inOrder(a: Span, b: Span): number {
  return a.start - b.start || b.end - a.end;
}

function withoutOverlaps(all: readonly Locator[]): Locator[] {
  let end = -1;
  return all.toSorted(inOrder).filter((one) => {
    if (one.start < end) return false;
    end = one.end;
    return true;
  });
}

/** Fields that hold a street or a place which no pattern knows: `Address: behind the hardware store`. */
function placeFields(view: PartView): Locator[] {
  return view.records().flatMap(({ fields }) =>
    fields.flatMap((field) => {
      if ((field.kind !== 'street' && field.kind !== 'place') || field.end - field.start < 4) return [];
      return /\p{L}/u.test(view.text.slice(field.start, field.end))
        ? [placeOf(view, field.start, field.end, `field ${field.kind}`)]
        : [];
    }),
  );
}

function placeOf(view: PartView, start: number, end: number, how: string): Locator {
  return { view, kind: 'location', start, end, key: '', how, owners: nobody, own: false, learnt: false };
}

/** Whether a locator stands in a field of a record, and the record. */
export function recordOf(locator: Locator): ReturnType<typeof fieldAt> {
  return fieldAt(locator.view, locator.start);
}
