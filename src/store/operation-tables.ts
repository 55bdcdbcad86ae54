/** Columns of the tables about the operation of the gateway: paused next hops and legal holds. */

export interface PausedHopsTable {
  /** `host:port` */
  hop: string;
  paused_at: Date;
  actor: string;
}

export interface LegalHoldsTable {
  id: string;
  kind: 'message' | 'sender' | 'student';
  /** Encrypted: what is held, and why. */
  sealed: Buffer;
  created_at: Date;
  actor: string;
  ended_at: Date | null;
  ended_by: string | null;
}
