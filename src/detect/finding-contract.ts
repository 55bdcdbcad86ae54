/** Holds what a detector returned against the contract in `detectors/detector.ts`: a detector is code that may be wrong. */
import type { Finding } from '../../detectors/detector.ts';

/**
 * What is wrong with a finding, in a word that quotes nothing of it, or undefined where it keeps the contract.
 *
 * @param codes the codes that its detector declares
 * @param lengths UTF-16 length of each part's text, by part id
 */
export function contractBreach(
  finding: Finding,
  codes: ReadonlySet<string>,
  lengths: ReadonlyMap<string, number>,
): string | undefined {
  if (typeof finding !== 'object' || finding === null) return 'not a finding';
  const length = lengths.get(finding.part);
  if (!codes.has(finding.code)) return 'undeclared code';
  if (length === undefined) return 'unknown part';
  if (!Number.isInteger(finding.start) || !Number.isInteger(finding.end)) return 'offsets are no integers';
  if (finding.start < 0 || finding.end > length || finding.start > finding.end) return 'offsets outside the part';
  if (!(finding.score >= 0 && finding.score <= 1)) return 'score outside 0..1';
  if (typeof finding.masked !== 'string') return 'no masked text';
  if (!Array.isArray(finding.because) || !finding.because.every(isReason)) return 'no reasons';
  if (finding.subject !== undefined && !isStudentRef(finding.subject)) return 'not a student';
  return undefined;
}

function isReason(reason: unknown): boolean {
  if (typeof reason !== 'object' || reason === null) return false;
  const { rule, context } = reason as { rule?: unknown; context?: unknown };
  return typeof rule === 'string' && (context === undefined || typeof context === 'string');
}

function isStudentRef(subject: unknown): boolean {
  if (typeof subject !== 'object' || subject === null) return false;
  const { id, name } = subject as { id?: unknown; name?: unknown };
  return typeof name === 'string' && (id === undefined || typeof id === 'string');
}
