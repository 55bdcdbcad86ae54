/**
 * Every detector that the gateway runs, in one explicit list; a test holds it against the folders beside it. The words
 * are data and come with the list. The detectors themselves take a second and 100 MB to load: only processes that scan
 * call `loadRegistry`.
 */
import type { Detector } from './detector.ts';
import type { DetectorWords } from './finding-words.ts';
import credentialsWords from './credentials/words.ts';
import harassmentWords from './harassment/words.ts';
import listservWords from './listserv/words.ts';
import politicalWords from './political/words.ts';
import profanityWords from './profanity/words.ts';
import sexualWords from './sexual/words.ts';
import solicitationWords from './solicitation/words.ts';
import studentEmailWords from './student-email/words.ts';
import studentImageWords from './student-image/words.ts';
import studentPiiWords from './student-pii/words.ts';
import studentRecordWords from './student-record/words.ts';
import threatWords from './threat/words.ts';

export interface RegisteredDetector {
  readonly words: DetectorWords;
  readonly load: () => Promise<{ readonly default: Detector }>;
}

export const registry: readonly RegisteredDetector[] = [
  { words: studentPiiWords, load: () => import('./student-pii/index.ts') },
  { words: studentEmailWords, load: () => import('./student-email/index.ts') },
  { words: studentRecordWords, load: () => import('./student-record/index.ts') },
  { words: studentImageWords, load: () => import('./student-image/index.ts') },
  { words: solicitationWords, load: () => import('./solicitation/index.ts') },
  { words: profanityWords, load: () => import('./profanity/index.ts') },
  { words: harassmentWords, load: () => import('./harassment/index.ts') },
  { words: threatWords, load: () => import('./threat/index.ts') },
  { words: sexualWords, load: () => import('./sexual/index.ts') },
  { words: politicalWords, load: () => import('./political/index.ts') },
  { words: listservWords, load: () => import('./listserv/index.ts') },
  { words: credentialsWords, load: () => import('./credentials/index.ts') },
];

/** Ids of all detectors, in the order in which they run. */
export const detectorIds: readonly string[] = registry.map(({ words }) => words.id);

/**
 * Loads the detectors, in the order of the list.
 *
 * @param without ids of detectors that are not loaded
 */
export async function loadRegistry(without: readonly string[] = []): Promise<Detector[]> {
  const detectors: Detector[] = [];
  for (const { words, load } of registry) {
    if (!without.includes(words.id)) detectors.push((await load()).default);
  }
  return detectors;
}
