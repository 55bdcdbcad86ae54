/** The cause of a failed delivery, read from the status codes (RFC 3463), so that the notice can give suitable advice. */
import type { RecipientOutcome } from './notice.ts';

export type Cause = 'address' | 'mailbox' | 'system' | 'time' | 'policy' | 'other';

const patterns: readonly (readonly [Cause, RegExp])[] = [
  ['time', /^([45]\.4\.7|4\.)/], // a temporary status in a final report: the last attempt failed
  ['address', /^5\.1\./],
  ['mailbox', /^5\.2\./],
  ['system', /^5\.3\./],
  ['policy', /^5\.7\./],
];

/** The cause that all outcomes share, otherwise `other`. */
export function causeOf(outcomes: readonly RecipientOutcome[]): Cause {
  if (outcomes.length === 0) return 'other';
  return patterns.find(([, pattern]) => outcomes.every(({ status }) => pattern.test(status)))?.[0] ?? 'other';
}
