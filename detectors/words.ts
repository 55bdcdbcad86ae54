/** The words of all registered detectors, by detector and by code. Loads no detector. */
import type { DetectorWords, FindingWords } from './finding-words.ts';
import { registry } from './registry.ts';

const byDetector: ReadonlyMap<string, DetectorWords> = new Map(registry.map(({ words }) => [words.id, words]));
const byCode: ReadonlyMap<string, FindingWords> = new Map(registry.flatMap(({ words }) => Object.entries(words.codes)));
const reasons: ReadonlyMap<string, string> = new Map(
  registry.flatMap(({ words }) => Object.entries(words.reasons ?? {})),
);

/** All codes that have words, in the order of the registry and of each detector's file. */
export const knownCodes: readonly string[] = [...byCode.keys()];

/** Undefined for a code of a district's own detector, and for one that a later version no longer has. */
export function wordsOfCode(code: string): FindingWords | undefined {
  return byCode.get(code);
}

export function wordsOfDetector(id: string): DetectorWords | undefined {
  return byDetector.get(id);
}

/** The sentence of a rule id in `because`; undefined where the id reads as plain words. */
export function sentenceOfReason(rule: string): string | undefined {
  return reasons.get(rule);
}
