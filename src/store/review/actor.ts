/** Who takes an action in review, as decisions, agreements and the audit log name them. */

/** The account that acts. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  /** Names the account in the audit log: an address is unique, a name may not be. */
  readonly email: string;
}
