/** Phone numbers as people type them, and what is none. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findPhones, phoneDigits } from './phones.ts';

const found = (text: string) => findPhones(text).map((phone) => [text.slice(phone.start, phone.end), phone.digits]);

describe('findPhones', () => {
  it.each([
    ['call (262) 555-0106.', '(262) 555-0106', '2625550106'],
    ['262.555.0106', '262.555.0106', '2625550106'],
    ['+1 262 555 0106', '+1 262 555 0106', '2625550106'],
    ['608/555/0151', '608/555/0151', '6085550151'],
    ['262‑555‑0172', '262‑555‑0172', '2625550172'],
    ['(414)\u00a0555-0119', '(414)\u00a0555-0119', '4145550119'],
    ['6O8-555-O138', '6O8-555-O138', '6085550138'],
    ['2625550133,Ann', '2625550133', '2625550133'],
    ['two-six-two, five five five, oh one four three', 'two-six-two, five five five, oh one four three', '2625550143'],
    ['nine two zero 555-0178, he', 'nine two zero 555-0178', '9205550178'],
    ['dos seis dos 555 cero uno 33', 'dos seis dos 555 cero uno 33', '2625550133'],
    ['her cell is 555-0106', '555-0106', '5550106'],
  ])('%s', (text, raw, digits) => {
    expect(found(text)).toEqual([[raw, digits]]);
  });

  it.each([
    'PO 26-1002, ZIP 53199-1234',
    'account 1234567890123',
    'order 555-0106',
    'on 2025-11-21 at 10:30',
    '000-12-0439',
    '162 555 0106',
    'one two three, testing',
  ])('finds nothing in %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('finds every number in its usual forms wherever it stands', () => {
    const number = fc.tuple(fc.integer({ min: 200, max: 989 }), fc.integer({ min: 100, max: 199 }));
    const form = fc.constantFrom('(A) 555-0E', 'A-555-0E', 'A.555.0E', 'A 555 0E', 'A5550E');
    fc.assert(
      fc.property(number, form, fc.constantFrom('', 'x: ', '\n', ' ('), ([area, last], shape, before) => {
        const text = `${before}${shape.replace('A', String(area)).replace('0E', `0${last}`)} end`;
        expect(findPhones(text).map((phone) => phone.digits)).toEqual([`${area}5550${last}`]);
      }),
    );
  });

  it('keeps its offsets in any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('2', '5', '-', ' ', '(', ')', 'two ', 'oh', 'é', '\n') }),
        (text) => {
          let end = 0;
          for (const phone of findPhones(text)) {
            expect(phone.start).toBeGreaterThanOrEqual(end);
            expect(phone.end).toBeLessThanOrEqual(text.length);
            end = phone.end;
          }
        },
      ),
    );
  });
});

it('compares numbers of a roster by their last ten digits', () => {
  expect(phoneDigits('+1 (262) 555-0106')).toBe('2625550106');
  expect(phoneDigits('n/a')).toBe('');
});
