/** The labels of evaluation sets and the codes of findings that speak for them, as the words of the detectors say. */
import type { DetectorWords } from '../../detectors/finding-words.ts';
import { registry } from '../../detectors/registry.ts';
import { wordsOfCode } from '../../detectors/words.ts';

/** `student_pii`: what a person says that a row of a set is about. */
export type Label = string;

const detectorWords: readonly DetectorWords[] = registry.map(({ words }) => words);

/** In the order of the registry. */
export const allLabels: readonly Label[] = labelsIn(detectorWords);

/** Labels that only count towards recipients who may not have the student's data. */
export const studentLabels: readonly Label[] = labelsIn(detectorWords.filter(({ studentData }) => studentData));

function labelsIn(words: readonly DetectorWords[]): Label[] {
  return [...new Set(words.flatMap(({ codes }) => Object.values(codes).flatMap(({ labels }) => labels)))];
}

export function isLabel(text: string): boolean {
  return allLabels.includes(text);
}

/** Labels that a finding with this code speaks for; none for a code without words. */
export function labelsOf(code: string): readonly Label[] {
  return wordsOfCode(code)?.labels ?? [];
}
