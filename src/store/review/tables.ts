/** The tables of review as Kysely sees them; `../migrations/0003-review.ts` makes them. */
import type { ColumnType, Generated } from 'kysely';

type Json<T> = ColumnType<T, string, string>;

/** A message that is or was held, as the console lists it; `review/` writes it. */
export interface ReviewItemsTable {
  message_id: string;
  state: ReviewItemState;
  /** 0 high, 1 medium, 2 low. */
  severity: number;
  opened_at: Date;
  closed_at: Date | null;
  received_at: Date;
  expires_at: Date | null;
  students: number;
  score: number;
  /** People needed to release it. */
  needed: number;
  escalated: Generated<boolean>;
  appeal: 'open' | 'answered' | null;
  assignee: string | null;
  assignee_name: string | null;
  /** A decision that can still be undone, without its reason. */
  pending: Json<PendingDecision> | null;
  pending_due: Date | null;
  pending_reason: Buffer | null;
  codes: string[];
  /** Ids of the rules that counted, the deciding one first. */
  rules: string[];
  detectors: string[];
  schools: string[];
  /** Rules, schools, detectors and codes as JSON: rows with the same value are counted together. */
  facet: ColumnType<string, never, never>;
  /** The state that the verdict led to; `would-…` for messages that monitor mode let through. */
  origin: ItemOrigin;
  /** The decision; empty where there is none. */
  choice: Generated<string>;
  /** The sender says that it is a false alarm. */
  disputed: Generated<boolean>;
  /** At least one of its findings is marked so. */
  false_alarm: Generated<boolean>;
  confirmed: Generated<boolean>;
  /** Blind index: keyed hashes of words. */
  words: string[];
  /** Encrypted `ItemFacts`. */
  sealed: Buffer;
  /** Encrypted `SearchWords`, from which `words` is made again with another key. */
  text_words: Buffer | null;
}
export type ReviewItemState =
  | 'held'
  | 'held-by-sender'
  | 'deciding'
  | 'releasing'
  | 'released'
  | 'returned'
  | 'expired'
  | 'cancelled'
  | 'failed'
  /** Delivered only because of monitor mode. */
  | 'monitored';
export type ItemOrigin = 'warned' | 'quarantined' | 'would-ask' | 'would-hold' | 'would-return';

/** A reviewer's decision that can still be undone. */
export interface PendingDecision {
  readonly choice: 'release' | 'reject' | 'return';
  readonly byId: string;
  readonly by: string;
  /** Address of the account. */
  readonly account: string;
  /** ISO 8601. */
  readonly at: string;
  /** Positions of the envelope's recipients, for a release to some of them. */
  readonly recipients?: readonly number[];
  /** Findings that were marked as false alarms with it. */
  readonly falseAlarms?: readonly number[];
  /** What is allowed from then on; its reason is that of the decision. */
  readonly exception?: PendingException;
}
export interface PendingException {
  readonly codes: readonly string[];
  readonly sender?: string;
  readonly recipient?: string;
  /** The largest number of students that a message may be about. */
  readonly students: number;
  /** ISO 8601. */
  readonly expiresAt: string;
  /** It has no effect until a manager consents. Then these addresses are notified. */
  readonly needsConsent?: readonly string[];
}

export interface ReviewApprovalsTable {
  message_id: string;
  account_id: string;
  name: string;
  at: Generated<Date>;
  recipients: number[];
  /** Encrypted reason. */
  sealed: Buffer | null;
  /** Of a copy without what was found, in place of the message. */
  for_copy: Generated<boolean>;
}
export interface ReviewNotesTable {
  id: string;
  message_id: string;
  by_id: string;
  by_name: string;
  at: Generated<Date>;
  sealed: Buffer;
}
export interface ReviewRevealsTable {
  message_id: string;
  account_id: string;
  at: Generated<Date>;
  /** Encrypted reason; null once its retention is over. */
  sealed: Buffer | null;
}
export interface ReviewJudgementsTable {
  message_id: string;
  n: number;
  judgement: 'confirmed' | 'false-alarm';
  by_id: string;
  by_name: string;
  at: Generated<Date>;
}
export interface ReviewAppealsTable {
  message_id: string;
  at: Date;
  sealed: Buffer;
  answered_at: Date | null;
  answered_by: string | null;
  answer: Buffer | null;
}
export interface ReviewViewsTable {
  id: string;
  account_id: string;
  shared: boolean;
  /** Schools that the account was limited to when it saved the search; empty: all. */
  schools: Generated<string[]>;
  sealed: Buffer;
}
/** What a reviewer has allowed, and until when. */
export interface ExceptionsTable {
  id: string;
  message_id: string | null;
  codes: string[];
  sender: string | null;
  recipient: string | null;
  schools: string[];
  created_at: Date;
  expires_at: Date;
  ended_at: Date | null;
  by_id: string;
  by_name: string;
  /** The largest number of students that a message may be about. */
  students: number;
  needs_consent: Generated<boolean>;
  consented_at: Date | null;
  consented_by: string | null;
  used: Generated<number>;
  first_used_at: Date | null;
  /** Encrypted reason. */
  sealed: Buffer;
}
/** Student data that left by a decision. */
export interface DisclosuresTable {
  message_id: string;
  at: Date;
  how: 'reviewer' | 'sender' | 'expiry' | 'exception';
  by_name: string;
  exception_id: string | null;
  schools: string[];
  words: string[];
}

/** Held messages by state and facet. A count is the sum of `n`: see `counts.ts`. */
export interface ReviewCountsTable {
  state: ReviewItemState;
  facet: string;
  schools: string[];
  n: number;
}
/** Held messages by the day (ISO date, UTC) on which they were received. */
export interface ReviewDayCountsTable {
  day: string;
  state: ReviewItemState;
  origin: ReviewItemsTable['origin'];
  choice: string;
  disputed: boolean;
  rules: string[];
  false_alarm: boolean;
  confirmed: boolean;
  n: number;
}
/** All assessed mail, by state and day. */
export interface MailDayCountsTable {
  day: string;
  state: string;
  n: number;
}

export interface ReviewTables {
  review_counts: ReviewCountsTable;
  review_day_counts: ReviewDayCountsTable;
  mail_day_counts: MailDayCountsTable;
  review_items: ReviewItemsTable;
  review_approvals: ReviewApprovalsTable;
  review_notes: ReviewNotesTable;
  review_reveals: ReviewRevealsTable;
  review_judgements: ReviewJudgementsTable;
  review_appeals: ReviewAppealsTable;
  review_views: ReviewViewsTable;
  exceptions: ExceptionsTable;
  disclosures: DisclosuresTable;
}
