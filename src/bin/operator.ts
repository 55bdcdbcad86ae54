/** The name under which the audit log records the actions of the command line. */
import { userInfo } from 'node:os';
import { processEnvironment } from '../config/environment.ts';
import { sealReason } from '../store/audit-reasons.ts';
import type { ActedBy } from '../store/change.ts';
import type { KeyRing } from '../store/keys.ts';
import { givenReason } from './reason.ts';

/** The operating system account of the person, also with sudo. */
export function operator(): string {
  return processEnvironment()['SUDO_USER'] ?? userInfo().username;
}

/**
 * The person and their reason, for the event of one act each time it is asked.
 *
 * @throws HallpassError cli.usage at once where there is no reason
 */
export function actedBy({ reason }: { readonly reason?: string }): (keys: KeyRing) => ActedBy {
  const given = givenReason(reason);
  return (keys) => ({ actor: operator(), why: sealReason(keys, given) });
}
