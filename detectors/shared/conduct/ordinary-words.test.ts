/** Words that insult in one use and belong to a trade in another. */
import { expect, it } from '@jest/globals';
import type { ExtractedPart } from '../../detector.ts';
import { ordinaryWordsOf } from './ordinary-words.ts';

function ordinary(text: string, word: string): boolean {
  const part: ExtractedPart = { id: '1', kind: 'body', contentType: 'text/plain', text, quoted: [], hidden: [] };
  const start = text.indexOf(word);
  return ordinaryWordsOf(part).covers({ start, end: start + word.length });
}

it.each([
  ['The bitch nursed her pups in the barn.', 'bitch'],
  ['There is a chink in the fence behind the gym.', 'chink'],
  ['The polder lies behind a dyke.', 'dyke'],
  ['The floor is spic and span.', 'spic'],
  ['Retard the ignition by two degrees.', 'Retard'],
  ['Smooth the edge with a bastard file.', 'bastard'],
  ['Boobies and pelicans share the cliff.', 'Boobies'],
  ['Prick your finger and press it on the card.', 'Prick'],
  ['We watch The Damned in November.', 'Damned'],
  ['Bring hoes and rakes to the garden.', 'hoes'],
])('ordinary: %j', (text, word) => {
  expect(ordinary(text, word)).toBe(true);
});

it.each([
  ['You bitch, your pups are loud.', 'bitch'],
  ['She is a bitch with a litter of excuses.', 'bitch'],
  ['That chink is hiding in the mortar shed.', 'chink'],
  ['The bitch in the office wrote again. The pups are cute.', 'bitch'],
  ['The Damned Copier is broken.', 'Damned'],
  ['The damned copier is broken.', 'damned'],
])('no ordinary use: %j', (text, word) => {
  expect(ordinary(text, word)).toBe(false);
});
