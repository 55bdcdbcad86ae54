/** Whether a word that swears is a name or a place where it stands. */
import { expect, it } from '@jest/globals';
import type { ExtractedPart } from '../../detector.ts';
import { nameEvidence } from './name-evidence.ts';

function oddsIn(text: string, word: string): number {
  const part: ExtractedPart = { id: '1', kind: 'body', contentType: 'text/plain', text, quoted: [], hidden: [] };
  const start = text.indexOf(word);
  return nameEvidence(part, { start, end: start + word.length });
}

it.each([
  ['On Monday Coach Fuk visits.', 'Fuk'],
  ['Superintendent Ana Minge writes.', 'Minge'],
  ['We play a piece by Johann Joseph Fux.', 'Fux'],
  ['We invite J. Boner to the fair.', 'Boner'],
  ['The bus stops at Kummer Street.', 'Kummer'],
  ['The trip goes to Cumming, Georgia.', 'Cumming'],
  ['The Verga Theatre is closed.', 'Verga'],
  ['Absent are Garcia, Fux and Miller.', 'Fux'],
  ['Maria Lopez\nAnna Boner\nKevin Tran', 'Boner'],
  ['Write to ms.fuks@mail.example today.', 'fuks'],
])('speaks for a name: %j', (text, word) => {
  expect(oddsIn(text, word)).toBeGreaterThan(2.2);
});

it.each([
  ['Fuk you, Dana.', 'Fuk'],
  ['Hey, Fux off.', 'Fux'],
  ['Dana, this fuk schedule again.', 'fuk'],
  ['Verga! Again.', 'Verga'],
  ['WHAT A BONER THAT WAS', 'BONER'],
  ['It was garcia, fux and miller.', 'fux'],
])('does not speak for one: %j', (text, word) => {
  expect(oddsIn(text, word)).toBeLessThan(2.2);
});
