/** Who takes an action in review, as decisions, agreements and the audit log name them. */

import type { SealedReason } from '../change.ts';

/** The account that acts. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  /** Names the account in the audit log: an address is unique, a name may not be. */
  readonly email: string;
}

/** The account that acts, and why, where the act asks for a reason. */
export interface ReasonedActor extends Actor {
  readonly why?: SealedReason | undefined;
}
