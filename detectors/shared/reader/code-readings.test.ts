/** What the reader says of a message for one code: doubtful sentences add up, harmless ones count for nothing. */
import { expect, it } from '@jest/globals';
import type { ExtractedMessage, ExtractedPart } from '../../detector.ts';
import { readingsFor } from './code-readings.ts';
import { evidenceOfOthers } from './combination.ts';

const text = 'One line. '.repeat(300);
const part: ExtractedPart = { id: '1', kind: 'body', contentType: 'text/plain', text, hidden: [], quoted: [] };

function oddsOf(secret: readonly number[], others: number): number[] {
  const readings = secret.map((odds, at) => ({ part: '1', start: at * 10, end: at * 10 + 9, odds: { secret: odds } }));
  const message = { parts: [part], readings } as unknown as ExtractedMessage;
  return readingsFor(message, [part], { labels: ['secret'], others }, 'own')!.map(({ odds }) => odds);
}

it('raises the likeliest of several doubtful sentences by the weight of the code', () => {
  expect(oddsOf([-1, 0, -1.5], 0)).toEqual([-1, 0, -1.5]);
  expect(oddsOf([-1, 0, -1.5], 0.5)).toEqual([-1, 0.75, -1.5]);
});

it('adds nothing for harmless sentences, however many there are', () => {
  expect(oddsOf([1, ...Array.from({ length: 200 }, () => -2)], 1)[0]).toBe(1);
});

it('counts three sentences beside the likeliest one and no more', () => {
  expect(evidenceOfOthers([2, 1, 1, 1])).toBe(9);
  expect(evidenceOfOthers([2, 1, 1, 1, 1, 1])).toBe(9);
  expect(evidenceOfOthers([2])).toBe(0);
});
