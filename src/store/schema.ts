/** The tables as Kysely sees them. `migrations/` makes them. */
import type { ColumnType, Generated } from 'kysely';
import type { FindingCode, StudentRef, UnreadPart } from '../../detectors/detector.ts';
import type { DsnNotify } from '../message/envelope.ts';
import type { DecisionInput, Verdict } from '../decide/verdict.ts';
import type { ShownPlace } from '../detect/detected-finding.ts';
import type { RosterReport } from '../directory/roster-report.ts';
import type { AccountTables } from './accounts/tables.ts';
import type { AlertPostsTable, AlertsTable } from './alert-tables.ts';
import type { DistrictDetailsTable } from './district-tables.ts';
import type { AuditReasonsTable, HopOutagesTable, LegalHoldsTable, PausedHopsTable } from './operation-tables.ts';
import type { PolicyTables } from './policy/tables.ts';
import type { ReviewTables } from './review/tables.ts';
import type { RosterSyncsTable } from './roster-sync-tables.ts';
import type { MessageState, RecipientState } from './states.ts';

type Json<T> = ColumnType<T, string, string>;

/** Why a message exists: mail of a sender, or a notice by the gateway about one. */
export type MessageKind = 'mail' | 'notice';

/** Facts of the SMTP session, kept as they are needed again at delivery. */
export interface Transport {
  readonly client: string;
  readonly helo: string;
  readonly tls: boolean;
  readonly user?: string;
  readonly ret?: 'FULL' | 'HDRS';
  readonly envid?: string;
  readonly body?: '7BIT' | '8BITMIME';
  readonly smtpUtf8: boolean;
}

/** A decision on a held message: the choice, its author and the reason. */
export interface Decision {
  readonly by: 'sender' | 'reviewer' | 'expiry';
  readonly choice: 'send' | 'cancel' | 'release' | 'copy' | 'reject' | 'return' | 'bounce' | 'deliver';
  /** Name of the reviewer as the operating system or the console knows it. */
  readonly actor?: string;
  /** Address of the reviewer's account, which names it in the audit log. */
  readonly account?: string;
  /** The sender says that it is a false alarm. */
  readonly falseAlarm?: boolean;
  readonly reason?: string;
}

export interface MessagesTable {
  id: string;
  kind: MessageKind;
  state: MessageState;
  received_at: Date;
  /** Envelope sender; empty for the null sender. */
  sender: string;
  size: number;
  sha256: Buffer;
  /** Trace header fields that delivery puts in front, CRLF at the end of each line. */
  trace: string;
  transport: Json<Transport>;
  /** Scan attempts, counted before each. */
  attempts: Generated<number>;
  /** When the sweeper wakes a worker for it: next attempt, end of a lease, end of a hold. Null: never. */
  due_at: Date | null;
  lease: string | null;
  /** End of a hold, or of the attempts to deliver. */
  expires_at: Date | null;
  verdict: Json<Verdict> | null;
  /** Input of the decision, for replays: no text. */
  decision_input: Json<DecisionInput> | null;
  /** Without its reason, which may name people. */
  decision: Json<Omit<Decision, 'reason'>> | null;
  /** Encrypted. */
  decision_reason: Buffer | null;
  /** Without file names, which may name people: those are sealed. */
  unread: Json<readonly Omit<UnreadPart, 'filename'>[]> | null;
  /** Encrypted `SealedFacts`. */
  sealed: Buffer | null;
  /** For a notice: the message it is about, and which notice it is. */
  about: string | null;
  notice: string | null;
  finished_at: Date | null;
}

/** What reveals content and is therefore encrypted: subject, masked excerpts, students. */
export interface SealedFacts {
  readonly subject: string;
  readonly from: string;
  /** Display name of From. */
  readonly fromName?: string;
  /** Schools of the students and of the sender, as the roster names them. */
  readonly schools?: readonly string[];
  /** Files attached. */
  readonly attachments?: number;
  /** Nobody reads notices at the envelope sender: a program, a list, a forwarding rule. */
  readonly unanswerable?: true;
  /** How many more findings there were than are kept. */
  readonly leftOut?: number;
  readonly messageId?: string;
  /** File names of unread parts, by part id. */
  readonly filenames?: Readonly<Record<string, string>>;
  /** In the order of the findings that the verdict was made from. */
  readonly findings: readonly {
    readonly code: FindingCode;
    readonly masked: string;
    readonly subject?: StudentRef;
    /** Where in a file: `sheet Grade 5, cell B12`. */
    readonly place?: string;
    /** For the sender. */
    readonly shown?: ShownPlace;
  }[];
}

export interface RecipientsTable {
  message_id: string;
  /** Position in the envelope, from 0. */
  n: number;
  address: string;
  notify: Json<readonly DsnNotify[]> | null;
  orcpt: string | null;
  state: RecipientState;
  attempts: Generated<number>;
  /** Enhanced status code of the last result. */
  status: string | null;
  /** Reply of the next hop to the last attempt, cut to 500 characters. */
  reply: string | null;
  remote: string | null;
  tried_at: Date | null;
}

export interface BodiesTable {
  day: string;
  message_id: string;
  key_id: string;
  nonce: Buffer;
  tag: Buffer;
  data: Buffer;
}

export interface FindingsTable {
  message_id: string;
  n: number;
  code: string;
  detector: string;
  part: string;
  start: number;
  end: number;
  score: number;
  because: Json<readonly { rule: string; context?: string }[]>;
}

export interface AuditEventsTable {
  seq: string;
  at: Date;
  message_id: string | null;
  event: string;
  actor: string;
  detail: Json<Record<string, unknown>>;
  prev_hash: Buffer;
  hash: Buffer;
}

export interface SettingsTable {
  name: string;
  value: Json<unknown>;
}

/** A past import of a roster; the last one is active. */
export interface RostersTable {
  id: string;
  seq: Generated<string>;
  imported_at: Date;
  /** Name of the account that imported it; `gateway` at start-up. */
  actor: string;
  /** `folder` and `provider`: by the synchronization (src/directory/sync). */
  source: 'command' | 'start' | 'folder' | 'provider';
  mode: 'full' | 'delta';
  /** SHA-256 in hex over the files of the bundle. */
  bundle_hash: string;
  report: Json<RosterReport>;
}

/** The image and the rows of a roster, compressed and encrypted. */
export interface RosterDataTable {
  roster_id: string;
  kind: 'image' | 'rows';
  key_id: string;
  nonce: Buffer;
  tag: Buffer;
  data: Buffer;
}

/** The language in which a sender wants notices. */
export interface SenderLanguagesTable {
  /** Address in lower case. */
  sender: string;
  language: 'en' | 'es';
  chosen_at: Generated<Date>;
}

export interface Database extends AccountTables, PolicyTables, ReviewTables {
  alerts: AlertsTable;
  alert_posts: AlertPostsTable;
  district_details: DistrictDetailsTable;
  paused_hops: PausedHopsTable;
  hop_outages: HopOutagesTable;
  legal_holds: LegalHoldsTable;
  audit_reasons: AuditReasonsTable;
  sender_languages: SenderLanguagesTable;
  messages: MessagesTable;
  recipients: RecipientsTable;
  bodies: BodiesTable;
  findings: FindingsTable;
  audit_events: AuditEventsTable;
  settings: SettingsTable;
  rosters: RostersTable;
  roster_data: RosterDataTable;
  roster_syncs: RosterSyncsTable;
}
