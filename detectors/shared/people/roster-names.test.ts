/** Names of the roster in the forms in which people write them. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DirectoryPerson } from '../../detector.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { buildRosterImage } from '../../../src/directory/build-image.ts';
import { openDirectory } from '../../../src/directory/directory.ts';
import { person } from '../../../test/harness/person.ts';
import { foldName, nameKeys, words } from './names.ts';
import { rosterNames, type NameIndex } from './roster-names.ts';

const district = configSchema.shape.district.parse({});

function student(id: string, givenName: string, familyName: string, more: Partial<DirectoryPerson> = {}) {
  return person({ id, givenName, familyName, ...more });
}

function indexNames(people: readonly DirectoryPerson[]): NameIndex {
  return rosterNames(openDirectory(buildRosterImage(people).buffer, { district }));
}

const index = indexNames([
  student('1', 'José', 'Peña Solís', { middleName: 'Ángel' }),
  student('2', 'Mary-Kate', 'Sørensen'),
  student('3', 'Elizabeth', 'Whitcomb', { preferredNames: ['Birdie'] }),
  student('4', 'Saskia', 'van der Meer'),
  student('5', 'Finn', "O'Malley"),
  student('6', 'Mai See', 'Vang'),
  student('7', 'Mai', 'Vang'),
  student('8', "D'Andre", 'Coleman-Pettway'),
  student('9', 'Robin', 'Oyelaran', { preferredFamilyName: 'Hart' }),
]);

const find = (text: string) =>
  index
    .find(text, words(text))
    .map((match) => [match.people.map((person) => person.id).join(), text.slice(match.start, match.end)]);

describe('rosterNames', () => {
  it.each([
    ['ask José Peña Solís now', '1', 'José Peña Solís'],
    ['PENA SOLIS, JOSE   GR 5', '1', 'PENA SOLIS, JOSE'],
    ['José Á. Peña', '1', 'José Á. Peña'],
    ['jose solis', '1', 'jose solis'],
    ['"Peña Solís",José,12', '1', 'Peña Solís",José'],
    ['Sorensen\tMary Kate', '2', 'Sorensen\tMary Kate'],
    ['Birdie Whitcomb', '3', 'Birdie Whitcomb'],
    ['Liz Whitcomb', '3', 'Liz Whitcomb'],
    ['Elizabeth "Birdie" Whitcomb', '3', 'Elizabeth "Birdie" Whitcomb'],
    ['Meer, Saskia van der', '4', 'Meer, Saskia van der'],
    ['Finn O’Malley’s bus', '5', 'Finn O’Malley'],
    ['Finn Omalley', '5', 'Finn Omalley'],
    ['Mai See Vang', '6', 'Mai See Vang'],
    ['Mai Vang', '7', 'Mai Vang'],
    ['“D’Andre Coleman-Pettway, 4th', '8', 'D’Andre Coleman-Pettway'],
    ['D’Andre Pettway', '8', 'D’Andre Pettway'],
    ['Dandre Colemanpettway', '8', 'Dandre Colemanpettway'],
    ['Marykate Sorensen', '2', 'Marykate Sorensen'],
    ['VANDERMEER, SASKIA', '4', 'VANDERMEER, SASKIA'],
    ['Robin Hart', '9', 'Robin Hart'],
    ['F-i-n-n O-m-a-l-l-e-y', '5', 'F-i-n-n O-m-a-l-l-e-y'],
    ['Finn\nO’Malley', '5', 'Finn\nO’Malley'],
  ])('%s', (text, id, raw) => {
    expect(find(text)).toEqual([[id, raw]]);
  });

  it.each([
    'Finn O.',
    'Finn. O’Malley',
    'Finn and O’Malley',
    'Finn, O’Malley and I',
    'Elizabeth\n\nWhitcomb',
    'Finnegan O’Malley',
  ])('finds nobody in %j', (text) => {
    expect(find(text)).toEqual([]);
  });

  it('names all namesakes', () => {
    const twins = indexNames([student('a', 'Ana', 'Ruiz'), student('b', 'Ana', 'Ruiz')]);
    expect(twins.find('Ana Ruiz', words('Ana Ruiz'))[0]!.people.map((person) => person.id)).toEqual(['a', 'b']);
  });

  it('finds a name in any text around it', () => {
    const filler = fc.string({ unit: fc.constantFrom('x', ' ', '\n', '.', ',', '1', 'é'), maxLength: 30 });
    fc.assert(
      fc.property(
        filler,
        filler,
        fc.constantFrom('Saskia van der Meer', 'VAN DER MEER, SASKIA'),
        (before, after, name) => {
          const text = `${before} 1 ${name} 1 ${after}`;
          expect(find(text)).toEqual([['4', name]]);
        },
      ),
    );
  });
});

describe('words', () => {
  it('slices back to what it folded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const word of words(text)) expect(word.end).toBeGreaterThan(word.start);
      }),
    );
    expect(nameKeys('Łucja Þórsdóttir-Straße')).toEqual(['lucja', 'thorsdottir', 'strasse']);
    expect(foldName("O'Brien")).toBe('obrien');
  });
});
