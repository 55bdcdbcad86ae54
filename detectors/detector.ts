/**
 * The contract between the gateway and a detector. Besides `detectors/shared/` and pure libraries this is the only thing
 * that a detector imports. A detector finds; only `src/decide/` chooses an action.
 */
import type { z } from 'zod';

/** `detector-id.what-was-found`, for example `student-pii.home-address`. */
export type FindingCode = `${string}.${string}`;

/**
 * `subject`, the MIME part number as in IMAP (`1`, `2.1`), or `headers`: what every recipient can read in To and Cc, as
 * `detectors/shared/visible-recipients.ts` writes it. Stable for a message.
 */
export type PartId = string;

/** A half-open range of UTF-16 offsets into a part's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Mailbox {
  /** Display name, decoded; empty where there is none. */
  readonly name: string;
  /** `local@domain`, the domain in lower case. */
  readonly address: string;
}

export interface ExtractedPart {
  readonly id: PartId;
  readonly kind: 'subject' | 'body' | 'attachment';
  readonly contentType: string;
  /** File name of an attachment, with the names of the messages or archives around it: `fwd.eml/list.csv`. */
  readonly filename?: string;
  /** Decoded text, line ends as `\n`; HTML has become text, with hidden text and link targets kept. */
  readonly text: string;
  /** Quoted replies and forwarded text: somebody else's voice. Sorted, without overlaps. */
  readonly quoted: readonly Span[];
  /** Text that a mail client would not show (CSS-hidden, zero-size). Sorted, without overlaps. */
  readonly hidden: readonly Span[];
}

/** A part that was not read, and why. The policy decides what that means; it is never silently clean. */
export interface UnreadPart {
  readonly part: PartId;
  readonly filename?: string;
  readonly contentType: string;
  readonly size: number;
  readonly reason: UnreadReason;
}
export type UnreadReason =
  | 'unsupported' // a format that no reader here knows
  | 'image' // a picture, read only where OCR is asked for
  | 'encrypted'
  | 'damaged'
  | 'too-deep'
  | 'too-big'
  | 'too-many'
  | 'too-slow';

export interface MailingList {
  readonly address: string;
  readonly kind: 'staff' | 'department' | 'family' | 'student' | 'other';
  /** How many people it reaches, where known. */
  readonly members?: number;
}

/** An envelope recipient and what the directory knows about the address. */
export interface RecipientFacts {
  readonly address: string;
  /** The address is in a district domain (staff or student). */
  readonly inside: boolean;
  readonly list?: MailingList;
  /** Directory ids of the students whose data this recipient may have: own children, or the student. */
  readonly entitledTo: readonly string[];
}

export interface ExtractedMessage {
  /** Envelope sender; empty for the null sender. */
  readonly sender: string;
  /** Header From, the first mailbox. */
  readonly from?: Mailbox;
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  readonly replyTo: readonly Mailbox[];
  readonly subject: string;
  /** The Message-ID field as it stands, without angle brackets. */
  readonly messageId?: string;
  /** The envelope's recipients: To, Cc and Bcc alike. */
  readonly recipients: readonly RecipientFacts[];
  /** The subject first, then body parts, then attachments. */
  readonly parts: readonly ExtractedPart[];
  readonly unread: readonly UnreadPart[];
}

/** Why a finding was made: a rule id of the detector and what supported it. Never message text. */
export interface Reason {
  readonly rule: string;
  readonly context?: string;
}

export interface StudentRef {
  /** Directory id; absent when the student is known from the text only. */
  readonly id?: string;
  /** The student's name as found. Encrypted at rest, never logged. */
  readonly name: string;
}

export interface Finding {
  readonly code: FindingCode;
  readonly part: PartId;
  /** UTF-16 offsets into the part's text; `text.slice(start, end)` is the evidence. */
  readonly start: number;
  readonly end: number;
  /** 0..1, calibrated: of findings with 0.9, nine in ten are right. */
  readonly score: number;
  readonly because: readonly Reason[];
  /** What was found, fit for a notice to travel by mail: `a phone number ending in 42 beside a student's name`. */
  readonly masked: string;
  readonly subject?: StudentRef;
}

export interface DirectoryPerson {
  readonly id: string;
  readonly role: 'student' | 'guardian' | 'staff';
  readonly givenName: string;
  readonly familyName: string;
  readonly middleName: string;
  readonly preferredNames: readonly string[];
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  /** `street, city, state, zip` as known; empty where the roster has none. */
  readonly addresses: readonly string[];
  /** Students' guardians and guardians' students, by id. */
  readonly relatedIds: readonly string[];
}

/** What a detector may ask about the district and its people. In memory; never does I/O. */
export interface DirectoryLookup {
  /** False where no roster was loaded: names must then be found by context alone. */
  readonly hasRoster: boolean;
  /** Staff or student domain of the district. */
  isDistrictDomain(domain: string): boolean;
  isStudentDomain(domain: string): boolean;
  personById(id: string): DirectoryPerson | undefined;
  peopleByEmail(address: string): readonly DirectoryPerson[];
  students(): readonly DirectoryPerson[];
  /** Whose names and numbers are never a student's. */
  staff(): readonly DirectoryPerson[];
  /** The district's and the schools' own names, addresses and numbers, which are never a student's locator. */
  readonly ownPhones: readonly string[];
  readonly ownAddresses: readonly string[];
}

export interface DetectorServices {
  readonly directory: DirectoryLookup;
}

/** Runs on one message. Synchronous, no I/O, no shared state; may throw, which the policy then decides on. */
export type Detect = (message: ExtractedMessage) => readonly Finding[];

export interface Detector<Options = unknown> {
  readonly meta: {
    /** Equals the folder's name. */
    readonly id: string;
    /** Raised whenever results may change. */
    readonly version: number;
    readonly title: string;
    readonly codes: readonly FindingCode[];
  };
  readonly options: z.ZodType<Options>;
  /** Called once, at start-up: compile lexicons and tables here, not in the detect function. */
  create(options: Options, services: DetectorServices): Detect;
}

/** Keeps the option type of a detector while letting the registry hold them all. */
export function defineDetector<Options>(detector: Detector<Options>): Detector {
  return detector as unknown as Detector;
}
