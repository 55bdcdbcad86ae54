/** What goes into a scan worker and what comes out: plain data that survives a structured clone. */
import type { Mailbox, RecipientFacts, UnreadPart } from '../../detectors/detector.ts';
import type { ScanFailure } from '../decide/verdict.ts';
import type { MessageOrigin } from '../message/message-origin.ts';
import type { SearchWords } from '../message/search-words.ts';
import type { DetectedFinding } from '../detect/detected-finding.ts';
import type { SignatureSet } from '../directory/signature-set.ts';
import type { LearntSignature } from './learn-signature.ts';
import type { WorkerRequest } from './worker-notice.ts';

export interface ScanRequest extends WorkerRequest {
  readonly sender: string;
  readonly recipients: readonly string[];
  /** What is learnt from signatures, and whether this one is read for it; absent where nothing is learnt. */
  readonly signatures?: { readonly set: SignatureSet; readonly learn: boolean };
}

export interface ScanResult {
  readonly subject: string;
  readonly from?: Mailbox;
  readonly messageId?: string;
  /** Absent where the scan did not end. */
  readonly origin?: MessageOrigin;
  /** Names of the conversation that the message answers, see `conversationOf`; absent where it answers none. */
  readonly conversation?: readonly string[];
  readonly recipients: readonly RecipientFacts[];
  readonly findings: readonly DetectedFinding[];
  /** How many more were found than are kept, where not all are; see finding-limit.ts. */
  readonly findingsLeftOut?: number;
  readonly unread: readonly UnreadPart[];
  readonly failures: readonly ScanFailure[];
  /** What the sender's signature teaches; absent where it is not read or teaches nothing. */
  readonly signature?: LearntSignature;
  /** For the search among held messages; absent for a message in which nothing was found. */
  readonly searchWords?: SearchWords;
  /** Parts that were read, for the console and the command line: never their text. */
  readonly parts: readonly {
    readonly id: string;
    readonly kind: string;
    readonly contentType: string;
    readonly filename?: string;
    readonly length: number;
  }[];
  /** Milliseconds of the worker for this message. */
  readonly ms: number;
}
