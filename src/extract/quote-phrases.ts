/** The phrases of quote-phrases.yaml, by which mail programs mark what is quoted, read once. */
import { readPhrases } from '../../detectors/shared/text/phrase-pattern.ts';

export const quotePhrases = readPhrases(new URL('./quote-phrases.yaml', import.meta.url));
