/** Builds the image of a roster, with everything that people are looked up by. */
import type { DirectoryPerson } from '../../detectors/detector.ts';
import { addressKey } from '../../detectors/shared/people/addresses.ts';
import { nameForms, shortForms } from '../../detectors/shared/people/name-forms.ts';
import { phoneDigits } from '../../detectors/shared/people/phones.ts';
import {
  familyNameFlag,
  formBits,
  givenNameFlag,
  keyKinds,
  mediaFlag,
  personRoles,
  shortForm,
  staffFlag,
  textFields,
  listFields,
  writeImage,
} from './image-format.ts';
import { buildPairs, type PairIndexBuilder } from './pair-index.ts';
import { buildStrings, growable, type StringTableBuilder } from './string-table.ts';

/**
 * @param people ids are unique; related ids that are not among them are left out
 * @param orgs names of the district and its schools
 */
export function buildRosterImage(people: readonly DirectoryPerson[], orgs: readonly string[] = []): Uint8Array {
  const strings = buildStrings();
  const pairs = buildPairs();
  const flags = createFlags();
  const personFlags = new Uint8Array(people.length);
  const texts = new Uint32Array(people.length * textFields.length);
  const listStarts = growable();
  const lists = growable();
  const byId = indexIds(people, strings);

  for (const [index, person] of people.entries()) {
    personFlags[index] =
      personRoles.indexOf(person.role) | (person.staff ? staffFlag : 0) | (person.mediaRestricted ? mediaFlag : 0);
    for (const [at, field] of textFields.entries()) texts[index * textFields.length + at] = strings.add(person[field]);
    for (const field of listFields) {
      listStarts.push(lists.length);
      if (field === 'related') for (const id of person.relatedIds) pushIfKnown(lists, byId.get(strings.add(id)));
      else for (const value of person[field] ?? []) lists.push(strings.add(value));
    }
    indexContacts(person, index, strings, pairs);
    indexNames(person, index, strings, pairs, flags);
  }
  listStarts.push(lists.length);
  const orgNumbers = Uint32Array.from(orgs, (name) => strings.add(name));
  const columns = strings.finish();
  return writeImage({
    strings: columns,
    stringFlags: flags.finish(columns.hashes.length),
    pairs: pairs.finish(),
    personFlags,
    texts,
    listStarts: listStarts.finish(),
    lists: lists.finish(),
    orgs: orgNumbers,
  });
}

function indexIds(people: readonly DirectoryPerson[], strings: StringTableBuilder): Map<number, number> {
  return new Map(people.map((person, index) => [strings.add(person.id), index]));
}

function pushIfKnown(lists: { push(value: number): void }, index: number | undefined): void {
  if (index !== undefined) lists.push(index);
}

function indexContacts(
  person: DirectoryPerson,
  index: number,
  strings: StringTableBuilder,
  pairs: PairIndexBuilder,
): void {
  const enter = (keys: readonly string[], kind: number) => {
    for (const key of new Set(keys)) if (key !== '') pairs.add(strings.add(key), kind, index);
  };
  enter([person.id], keyKinds.id);
  enter(
    person.emails.map((email) => email.toLowerCase()),
    keyKinds.email,
  );
  enter(person.phones.map(phoneDigits), keyKinds.phone);
  enter(person.addresses.map(addressKey), keyKinds.address);
}

/** A person stands once under each pair of names: by the best form, which is the first. */
function indexNames(
  person: DirectoryPerson,
  index: number,
  strings: StringTableBuilder,
  pairs: PairIndexBuilder,
  flags: Flags,
): void {
  const forms = nameForms(person);
  const student = person.role === 'student';
  const seen = new Set<string>();
  const enter = (given: string, form: number) => {
    for (const surname of forms.surnames) {
      if (seen.has(`${given} ${surname}`)) continue;
      seen.add(`${given} ${surname}`);
      const [first, second] = [strings.add(given), strings.add(surname)];
      pairs.add(first, second, (index << formBits) | form);
      if (!student) continue;
      flags.set(first, givenNameFlag);
      flags.set(second, familyNameFlag);
    }
  };
  for (const [form, words] of forms.givens.entries()) if (form < shortForm) enter(words[0]!, form);
  if (student) for (const given of shortForms(forms)) enter(given, shortForm);
}

interface Flags {
  set(index: number, flag: number): void;
  finish(length: number): Uint8Array;
}

function createFlags(): Flags {
  let flags = new Uint8Array(4096);
  return {
    set(index, flag) {
      if (index >= flags.length) {
        const larger = new Uint8Array(Math.max(flags.length * 2, index + 1));
        larger.set(flags);
        flags = larger;
      }
      flags[index]! |= flag;
    },
    finish(length) {
      const exact = new Uint8Array(length);
      exact.set(flags.subarray(0, length));
      return exact;
    },
  };
}
