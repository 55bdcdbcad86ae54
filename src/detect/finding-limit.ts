/** Keeps a message's findings to a number that can be stored and shown: of each kind and each student the best first. */
import type { DetectedFinding } from './detected-finding.ts';

/** A class list of ten thousand rows gives more than a hundred thousand findings; nobody reads more than these. */
export const mostFindings = 5000;

/** Scores are told apart by hundredths: sorting by them takes linear time. */
const scoreSteps = 101;

/**
 * The best finding of each code comes first, then the best of each student, then of each student and code, then the others;
 * within each of these by score. Linear in the number of findings.
 *
 * @returns the kept ones in the order in which they came
 */
export function limitFindings(findings: readonly DetectedFinding[], most = mostFindings): readonly DetectedFinding[] {
  if (findings.length <= most) return findings;
  const buckets: number[][] = Array.from({ length: 4 * scoreSteps }, () => []);
  const code = bestBy(findings, (finding) => finding.code);
  const student = bestBy(findings, studentOf);
  const both = bestBy(findings, (finding) => `${finding.code} ${studentOf(finding)}`);
  for (const [at, finding] of findings.entries()) {
    const rank = code.has(at) ? 0 : student.has(at) ? 1 : both.has(at) ? 2 : 3;
    const step = scoreSteps - 1 - Math.round(finding.score * (scoreSteps - 1));
    buckets[rank * scoreSteps + step]!.push(at);
  }
  const kept = new Set<number>();
  for (const bucket of buckets) for (const at of bucket) if (kept.size < most) kept.add(at);
  return findings.filter((_, at) => kept.has(at));
}

function studentOf({ subject }: DetectedFinding): string {
  return subject === undefined ? '' : (subject.id ?? `name:${subject.name}`);
}

/** Positions of the best finding of each key; the first where several are as good. */
function bestBy(
  findings: readonly DetectedFinding[],
  keyOf: (finding: DetectedFinding) => string,
): ReadonlySet<number> {
  const best = new Map<string, number>();
  for (const [at, finding] of findings.entries()) {
    const key = keyOf(finding);
    const known = best.get(key);
    if (known === undefined || findings[known]!.score < finding.score) best.set(key, at);
  }
  return new Set(best.values());
}
