/** The image of a roster: every person is found by every key that was put in with them, and by nothing else. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addressKey } from '../../detectors/shared/people/addresses.ts';
import type { DirectoryPerson } from '../../detectors/detector.ts';
import { nameForms, shortForms } from '../../detectors/shared/people/name-forms.ts';
import { phoneDigits } from '../../detectors/shared/people/phones.ts';
import { person } from '../../test/harness/person.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import { buildRosterImage } from './build-image.ts';
import { openRosterPeople, type RosterPeople } from './open-image.ts';
import { toShared } from './shared-image.ts';

// Few values, so that people share them; some that hash, fold or encode unlike the others.
const name = fc.constantFrom(
  'Ana',
  'Mary-Kate',
  'José',
  'Elizabeth',
  'van der Meer',
  "O'Malley",
  'Peña Solís',
  '李',
  '',
);
const email = fc.constantFrom('A@home.example', 'b@home.example', 'ü@home.example');
const phone = fc.constantFrom('(262) 555-0101', '262.555.0102', '555-0103', '12');
const street = fc.constantFrom('12 Oak St, Fernbrook', '12 Oak Street', '9 N 22nd St', 'nowhere');
const anyText = fc.string({ unit: 'grapheme', maxLength: 12 });

const people: fc.Arbitrary<DirectoryPerson[]> = fc
  .uniqueArray(
    fc.oneof(
      fc.nat(30).map(String),
      anyText.filter((id) => id !== ''),
    ),
    { minLength: 1, maxLength: 25 },
  )
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id) =>
        fc.record({
          id: fc.constant(id),
          role: fc.constantFrom('student' as const, 'guardian' as const, 'staff' as const),
          staff: fc.boolean(),
          givenName: fc.oneof(name, anyText),
          familyName: fc.oneof(name, anyText),
          middleName: name,
          preferredNames: fc.array(name, { maxLength: 2 }),
          preferredFamilyName: name,
          emails: fc.uniqueArray(email, { maxLength: 2 }),
          phones: fc.uniqueArray(phone, { maxLength: 2 }),
          addresses: fc.uniqueArray(street, { maxLength: 2 }),
          relatedIds: fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 3 }),
          numbers: fc.uniqueArray(anyText, { maxLength: 2 }),
          birthDate: anyText,
          grade: anyText,
          mediaRestricted: fc.boolean(),
          schools: fc.array(name, { maxLength: 2 }),
        }),
      ),
    ),
  )
  .map((list) => list as DirectoryPerson[]);

const fields = Object.keys(person({ id: '' })) as (keyof DirectoryPerson)[];
const plain = (one: DirectoryPerson) => Object.fromEntries(fields.map((field) => [field, one[field]]));
const ids = (found: readonly DirectoryPerson[]) => found.map((one) => one.id).sort();
const open = (list: readonly DirectoryPerson[]): RosterPeople => openRosterPeople(toShared(buildRosterImage(list)));

describe('a roster image', () => {
  it('gives back every field of every person', () => {
    fc.assert(
      fc.property(people, (list) => {
        const roster = open(list);
        expect(roster.count).toBe(list.length);
        for (const one of list) expect(plain(roster.personById(one.id)!)).toEqual(plain(one));
      }),
    );
  });

  it('finds by e-mail, phone and address exactly those who have them', () => {
    fc.assert(
      fc.property(people, (list) => {
        const roster = open(list);
        const cases = [
          [
            'email',
            ['a@home.example', 'b@home.example', 'ü@home.example', 'c@home.example'],
            (one: DirectoryPerson) => one.emails.map((entry) => entry.toLowerCase()),
          ],
          [
            'phone',
            ['2625550101', '2625550102', '5550103', '12', ''],
            (one: DirectoryPerson) => one.phones.map(phoneDigits).filter((digits) => digits !== ''),
          ],
          [
            'address',
            ['12 oak', '9 22nd', 'nowhere', ''],
            (one: DirectoryPerson) => one.addresses.map(addressKey).filter((key) => key !== ''),
          ],
        ] as const;
        for (const [kind, keys, own] of cases) {
          for (const key of keys) {
            const expected = list.filter((one) => own(one).includes(key));
            expect(ids(roster.peopleBy(kind, key))).toEqual(ids(expected));
          }
        }
      }),
    );
  });

  it('finds by given name and surname exactly those whom they fit, of each role', () => {
    fc.assert(
      fc.property(people, (list) => {
        const roster = open(list);
        const forms = list.map((one) => ({ one, ...nameForms(one), short: shortForms(nameForms(one)) }));
        const givens = new Set(['liz', 'nobody', ...forms.flatMap((form) => form.givens.map((words) => words[0]!))]);
        const surnames = new Set(['solis', 'nobody', ...forms.flatMap((form) => form.surnames)]);
        for (const given of givens) {
          for (const family of surnames) {
            for (const role of ['student', 'guardian', 'staff'] as const) {
              const expected = forms.filter(
                ({ one, givens: own, surnames: families, short }) =>
                  one.role === role &&
                  families.includes(family) &&
                  (own.some((words) => words[0] === given) || (role === 'student' && short.includes(given))),
              );
              const found = roster.peopleNamed(role, given, family);
              expect(ids(found.map((entry) => entry.person))).toEqual(ids(expected.map(({ one }) => one)));
              for (const entry of found) expect(entry.given.length === 0 || entry.given[0] === given).toBe(true);
            }
          }
        }
        const students = forms.filter(({ one, surnames: families }) => one.role === 'student' && families.length > 0);
        for (const word of givens)
          expect(roster.isGivenName(word)).toBe(
            students.some(({ givens: own, short }) => own.some((words) => words[0] === word) || short.includes(word)),
          );
        for (const word of surnames)
          expect(roster.isFamilyName(word)).toBe(
            students.some(({ givens: own, surnames: families }) => own.length > 0 && families.includes(word)),
          );
      }),
    );
  });

  it('finds nobody by an id that is not in it', () => {
    fc.assert(
      fc.property(people, anyText, (list, id) => {
        expect(open(list).personById(id)?.id).toBe(list.find((one) => one.id === id)?.id);
      }),
    );
  });

  it('leaves out relations to people who are not in it', () => {
    const roster = open([person({ id: 's', relatedIds: ['g', 'nobody'] }), person({ id: 'g', role: 'guardian' })]);
    expect(roster.personById('s')!.relatedIds).toEqual(['g']);
  });

  it('holds thousands of people, all of whom are found', () => {
    const list = Array.from({ length: 5000 }, (_, at) =>
      person({
        id: `id-${at}`,
        givenName: `Given${at % 700}`,
        familyName: `Family${at}`,
        emails: [`p${at}@home.example`],
      }),
    );
    const roster = open(list);
    for (const [at, one] of list.entries()) {
      expect(roster.peopleBy('email', `p${at}@home.example`).map(({ id }) => id)).toEqual([one.id]);
      expect(roster.personById(one.id)!.familyName).toBe(one.familyName);
    }
  });

  it('prints nothing of a person where somebody logs one', () => {
    const roster = open([person({ id: 's', givenName: 'Planted7731' })]);
    expect(JSON.stringify(roster.personById('s'))).not.toContain('7731');
  });

  it('is refused where it is cut off or of another layout', () => {
    const image = buildRosterImage([person({ id: 's', givenName: 'Ana', familyName: 'Vu' })]);
    for (let length = 0; length < image.length; length += 64) {
      expect(failureOf(() => openRosterPeople(image.slice(0, length).buffer))).toBe('roster.damaged');
    }
    image[0]! += 1;
    expect(failureOf(() => openRosterPeople(image.buffer))).toBe('roster.damaged');
  });
});

function failureOf(run: () => unknown): string {
  try {
    run();
    return 'opened';
  } catch (error) {
    return codeOf(error);
  }
}
