/** The words of this detector that stand in patterns with signs between them: phrases.yaml. */
import { readPhrases } from '../shared/text/phrase-pattern.ts';

export const phrases = readPhrases(new URL('./phrases.yaml', import.meta.url));
