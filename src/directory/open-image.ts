/** Reads people out of a roster image: look-ups by hash, and each person's fields when they are looked at. */
import type { DirectoryPerson, DirectoryRole, NamedPerson } from '../../detectors/detector.ts';
import { nameForms } from '../../detectors/shared/people/name-forms.ts';
import {
  familyNameFlag,
  formBits,
  givenNameFlag,
  keyKinds,
  listFields,
  mediaFlag,
  personRoles,
  readImage,
  roleMask,
  shortForm,
  staffFlag,
  textFields,
  type ImageColumns,
} from './image-format.ts';
import { openPairs } from './pair-index.ts';
import { openStrings, type StringTable } from './string-table.ts';

/** The people of an image. Keys are as the builder makes them: e-mails in lower case, phones by their digits. */
export interface RosterPeople {
  readonly count: number;
  /** Names of the district and its schools. */
  readonly orgNames: readonly string[];
  personById(id: string): DirectoryPerson | undefined;
  peopleBy(kind: 'email' | 'phone' | 'address', key: string): readonly DirectoryPerson[];
  isGivenName(word: string): boolean;
  isFamilyName(word: string): boolean;
  peopleNamed(role: DirectoryRole, given: string, family: string): readonly NamedPerson[];
}

/** So many people that were asked for are kept, with what was read of them. */
const keptPeople = 20_000;
const none: readonly never[] = [];

/** @throws HallpassError `roster.damaged` */
export function openRosterPeople(buffer: ArrayBufferLike): RosterPeople {
  const image = readImage(buffer);
  const strings = openStrings(image.strings);
  const pairs = openPairs(image.pairs);
  const kept = new Map<number, ImagePerson>();

  const personAt = (index: number): ImagePerson => {
    const known = kept.get(index);
    if (known) return known;
    if (kept.size >= keptPeople) kept.clear();
    const person = new ImagePerson(image, strings, index);
    kept.set(index, person);
    return person;
  };
  const hasFlag = (word: string, flag: number): boolean => {
    const index = strings.find(word);
    return index !== undefined && (image.stringFlags[index]! & flag) !== 0;
  };
  const find = (key: string, kind: number): Uint32Array | undefined => {
    const index = key === '' ? undefined : strings.find(key);
    return index === undefined ? undefined : pairs.find(index, kind);
  };

  return {
    count: image.personFlags.length,
    orgNames: Array.from(image.orgs, (index) => strings.at(index)),
    personById(id) {
      const index = find(id, keyKinds.id)?.[0];
      return index === undefined ? undefined : personAt(index);
    },
    peopleBy(kind, key) {
      const found = find(key, keyKinds[kind]);
      return found === undefined ? none : Array.from(found, personAt);
    },
    isGivenName: (word) => hasFlag(word, givenNameFlag),
    isFamilyName: (word) => hasFlag(word, familyNameFlag),
    peopleNamed(role, given, family) {
      const [first, second] = [strings.find(given), strings.find(family)];
      if (first === undefined || second === undefined) return none;
      const found: NamedPerson[] = [];
      for (const value of pairs.find(first, second)) {
        const index = value >>> formBits;
        if (personRoles[image.personFlags[index]! & roleMask] !== role) continue;
        const person = personAt(index);
        const { givens, own } = person.forms;
        const form = value & shortForm;
        found.push({ person, own, given: form === shortForm ? none : givens[form]! });
      }
      return found;
    },
  };
}

type TextField = (typeof textFields)[number];
type ListField = (typeof listFields)[number];

class ImagePerson implements DirectoryPerson {
  readonly #image: ImageColumns;
  readonly #strings: StringTable;
  readonly #index: number;
  readonly #texts: Partial<Record<TextField, string>> = {};
  readonly #lists: Partial<Record<ListField, readonly string[]>> = {};
  #forms: ReturnType<typeof nameForms> | undefined;

  constructor(image: ImageColumns, strings: StringTable, index: number) {
    this.#image = image;
    this.#strings = strings;
    this.#index = index;
  }

  get role(): DirectoryRole {
    return personRoles[this.#image.personFlags[this.#index]! & roleMask]!;
  }
  get staff(): boolean {
    return (this.#image.personFlags[this.#index]! & staffFlag) !== 0;
  }
  get mediaRestricted(): boolean {
    return (this.#image.personFlags[this.#index]! & mediaFlag) !== 0;
  }
  get id(): string {
    return this.#text('id');
  }
  get givenName(): string {
    return this.#text('givenName');
  }
  get familyName(): string {
    return this.#text('familyName');
  }
  get middleName(): string {
    return this.#text('middleName');
  }
  get preferredFamilyName(): string {
    return this.#text('preferredFamilyName');
  }
  get birthDate(): string {
    return this.#text('birthDate');
  }
  get grade(): string {
    return this.#text('grade');
  }
  get preferredNames(): readonly string[] {
    return this.#list('preferredNames');
  }
  get emails(): readonly string[] {
    return this.#list('emails');
  }
  get phones(): readonly string[] {
    return this.#list('phones');
  }
  get addresses(): readonly string[] {
    return this.#list('addresses');
  }
  get numbers(): readonly string[] {
    return this.#list('numbers');
  }
  get schools(): readonly string[] {
    return this.#list('schools');
  }
  get staffRoles(): readonly string[] {
    return this.#list('staffRoles');
  }
  get relatedIds(): readonly string[] {
    return (this.#lists.related ??= Array.from(this.#values('related'), (person) =>
      this.#strings.at(this.#image.texts[person * textFields.length]!),
    ));
  }
  /** Words by which the person is found. */
  get forms(): ReturnType<typeof nameForms> {
    return (this.#forms ??= nameForms(this));
  }

  #text(field: TextField): string {
    return (this.#texts[field] ??= this.#strings.at(
      this.#image.texts[this.#index * textFields.length + textFields.indexOf(field)]!,
    ));
  }
  #list(field: ListField): readonly string[] {
    return (this.#lists[field] ??= Array.from(this.#values(field), (index) => this.#strings.at(index)));
  }
  #values(field: ListField): Uint32Array {
    const at = this.#index * listFields.length + listFields.indexOf(field);
    return this.#image.lists.subarray(this.#image.listStarts[at], this.#image.listStarts[at + 1]);
  }
}
