/** Small words of names and titles, read once. */
import { readPhrases } from '../text/phrase-pattern.ts';

export const nameWords = readPhrases(new URL('./name-words.yaml', import.meta.url));
