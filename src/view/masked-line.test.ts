import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { secretsOf } from './mask.ts';
import { maskedLine, maskedName } from './masked-line.ts';

/** The line of `text` in which `found` stands, with `found` as the only finding. */
function lineOf(text: string, found: string, names: readonly string[] = []): string {
  const start = text.indexOf(found);
  return maskedLine(text, start, [{ start, end: start + found.length }], secretsOf([found], names));
}

describe('a masked line', () => {
  test.each([
    [
      'keeps ordinary words',
      'Our student Kou Vang lives at 12 Oak Lane now.',
      '12 Oak Lane',
      'Our student ███ ████ lives at ██ ███ ████ now.',
    ],
    [
      'masks people who were not found',
      'Please call Maya or Leo at 555-0142.',
      '555-0142',
      'Please call ████ or ███ at ███-████.',
    ],
    ['masks names in lower case that are known', 'kou is ill', 'ill', '███ is ███'],
    ['masks a whole line of a table', 'name\tphone\nsam\t555-0142', '555-0142', '███ | ███-████'],
    ['gives one line only', 'Maya\nhas the flu\nLeo', 'flu', 'has the ███'],
  ])('%s', (_, text, found, expected) => {
    expect(lineOf(text, found, ['Kou'])).toBe(expected);
  });

  it('shows what is around the finding in a long line', () => {
    const text = `${'word '.repeat(100)}555-0142${' more'.repeat(100)}`;
    const line = lineOf(text, '555-0142');
    expect(line).toMatch(/^…(word )+███-████( more)+/);
    expect(line.length).toBeLessThanOrEqual(122);
  });

  it('never contains a digit or a name with a capital letter, wherever it stands', () => {
    const words = fc.array(fc.constantFrom('Zuleika', 'O’Brien', 'is', 'at', '77', 'B4', '\t', '\n', 'the'), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(words, fc.nat(), (given, at) => {
        const text = given.join(' ');
        expect(maskedLine(text, at % text.length, [], [])).not.toMatch(/\d|Zul|Brien|B4/);
      }),
    );
  });
});

describe('a masked name of a file', () => {
  test.each([
    ['Kou Vang IEP.docx', '███ ████ IEP.docx'],
    ['kou_vang_iep.docx', '███_████_iep.docx'],
    ['Field trip.xlsx', 'Field trip.xlsx'],
  ])('%s', (name, expected) => {
    expect(maskedName(name, secretsOf([], ['Kou Vang']))).toBe(expected);
  });
});
