/** Every detector that the gateway runs, in one explicit list; a test holds it against the folders beside it. */
import type { Detector } from './detector.ts';

export const registry: readonly Detector[] = [];
