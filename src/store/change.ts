/** What the stages have the store write: a new message, or a step of one. Each is written whole or not at all. */
import type { UnreadPart } from '../../detectors/detector.ts';
import type { DetectedFinding } from '../detect/detected-finding.ts';
import type { DecisionInput, Verdict } from '../decide/verdict.ts';
import type { Envelope } from '../message/envelope.ts';
import type { MessageId } from '../message/message-id.ts';
import type { SearchWords } from '../message/search-words.ts';
import type { Decision, MessageKind, SealedFacts, Transport } from './schema.ts';
import type { PendingException } from './review/tables.ts';
import type { MessageState, RecipientState } from './states.ts';

/** Why something was done, encrypted; of one event. */
export interface SealedReason {
  readonly id: string;
  readonly sealed: Buffer;
}

/** Who acts, as the audit log names them, and why. */
export interface ActedBy {
  readonly actor: string;
  /** Absent where the act asks for no reason. */
  readonly why?: SealedReason | undefined;
}

/** An event of the audit log: who did what to which message. Ids, codes and counts; never content. */
export interface AuditEvent {
  readonly event: string;
  /** `gateway`, `sender`, or the name of a reviewer. */
  readonly actor: string;
  readonly detail: Readonly<Record<string, string | number | boolean | null | readonly (string | number)[]>>;
  readonly why?: SealedReason | undefined;
}

export interface NewMessage {
  readonly id: MessageId;
  readonly kind: MessageKind;
  readonly receivedAt: Date;
  readonly envelope: Envelope;
  readonly transport: Transport;
  /** Trace header fields that delivery puts in front. */
  readonly trace: string;
  /** The message as it arrived, byte for byte. */
  readonly raw: Buffer;
  /** Names of the archives that get a copy, recorded with the message. */
  readonly archives?: readonly string[];
}

/** A notice by the gateway: it is delivered as mail is, but never scanned. */
export interface NewNotice {
  readonly id: MessageId;
  /** Which notice it is; a message has at most one of each. */
  readonly notice: string;
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly raw: Buffer;
  readonly smtpUtf8: boolean;
  /** Id of an exception: the notice is sent only where its step is the first that uses it. */
  readonly firstUseOf?: string;
}

export interface RecipientResult {
  readonly n: number;
  readonly state: RecipientState;
  readonly status?: string;
  readonly reply?: string;
  readonly remote?: string;
  /** Whether an attempt was made, rather than a decision taken. */
  readonly attempted: boolean;
}

export interface Step {
  readonly id: MessageId;
  readonly from: MessageState;
  readonly to: MessageState;
  /** The lease under which the step is taken; a step without one needs an unleased message. */
  readonly lease?: string;
  /** The worker goes on under the same lease. */
  readonly keepLease?: boolean;
  /** When the sweeper next wakes a worker; null: never. */
  readonly dueAt: Date | null;
  readonly expiresAt?: Date;
  readonly verdict?: Verdict;
  readonly decisionInput?: DecisionInput;
  readonly unread?: readonly UnreadPart[];
  readonly findings?: readonly DetectedFinding[];
  readonly sealed?: SealedFacts;
  /** Beside the envelope and `sealed`: kept only where review gets a row. */
  readonly searchWords?: SearchWords;
  readonly decision?: Decision;
  /** The exception that a reviewer makes. */
  readonly exception?: PendingException & { readonly byId: string; readonly by: string; readonly reason: string };
  /** Ids of the exceptions without which the message would be held. */
  readonly exceptionsUsed?: readonly string[];
  readonly recipients?: readonly RecipientResult[];
  readonly notices?: readonly NewNotice[];
  /** A new message in place of this one, accepted with the step. */
  readonly copy?: NewMessage;
  /** Names of the archives that get a copy because of the step. */
  readonly archives?: readonly string[];
  readonly events: readonly AuditEvent[];
}
