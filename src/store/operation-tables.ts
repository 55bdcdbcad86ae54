/** Columns of the tables about the operation of the gateway: paused and unreachable next hops, and legal holds. */

export interface PausedHopsTable {
  /** `host:port` */
  hop: string;
  paused_at: Date;
  actor: string;
}

export interface HopOutagesTable {
  /** `host:port` */
  hop: string;
  /** Why it cannot be reached: `HopCondition`. */
  condition: string;
  since: Date;
  /** When a process may probe it next. */
  probe_at: Date;
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

export interface AuditReasonsTable {
  id: string;
  /** Encrypted. */
  sealed: Buffer;
}
