/** The result of a scan that did not end: nothing is known but the envelope and the failure, which the policy decides on. */
import type { RecipientFacts } from '../../detectors/detector.ts';
import type { ScanFailure } from '../decide/verdict.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import type { ScanResult } from '../workers/scan-result.ts';

const workerFailures = ['timed-out', 'out-of-memory', 'worker-died'] as const;

/** The failure that an error of the worker pool stands for; undefined for any other error. */
export function scanFailureOf(error: unknown): (typeof workerFailures)[number] | undefined {
  const code = codeOf(error);
  return workerFailures.find((failure) => code === `scan.${failure}`);
}

export function unscanned(
  recipients: readonly string[],
  failure: ScanFailure,
  facts: (address: string) => RecipientFacts,
): Omit<ScanResult, 'parts' | 'ms'> {
  return { subject: '', recipients: recipients.map(facts), findings: [], unread: [], failures: [failure] };
}
