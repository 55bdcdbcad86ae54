/** The contract with a detector, which imports it, `detectors/shared/` and pure libraries only. Actions are chosen in `src/decide/`. */
import type { z } from 'zod';
import type { DirectoryLookup } from './directory-lookup.ts';

export type { DirectoryLookup, DirectoryPerson, DirectoryRole, LocatorKey, NamedPerson } from './directory-lookup.ts';

/** `detector-id.what-was-found`, for example `student-pii.home-address`. */
export type FindingCode = `${string}.${string}`;

/**
 * `subject`, the MIME part number as in IMAP (`1`, `2.1`), or `headers`: what every recipient can read in To and Cc, as
 * `detectors/shared/people/visible-recipients.ts` writes it. A file inside a part's file has its number behind a slash: `2/3` is
 * the third file inside part 2, `2/3/1` the first one inside that; of a message inside an archive the parts are `2/3.1`,
 * `2/3.2`. A file with several texts has the second one as `2+2`. Stable for a message.
 */
export type PartId = string;

/** A half-open range of UTF-16 offsets into a part's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a stretch of text stands in its file, from `start` up to the next place: what a reviewer looks for. */
export interface TextPlace {
  readonly start: number;
  /** `sheet Grade 5`, `page 3`, `slide 2, notes`, `comment`: short, in plain words. */
  readonly label: string;
  /** Of a sheet: the row of its first line as the program counts it, from 1; each line after it is the next row, cells are parted by tabs. */
  readonly firstRow?: number;
  /** Of a sheet: the column of the first cell of each line, from 0 (A). */
  readonly firstColumn?: number;
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
  /** Sheets, pages, slides of a file; absent for a mail's own text. Sorted by start. */
  readonly places?: readonly TextPlace[];
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
  | 'image' // a picture that nobody asked to read, or in a format that OCR does not read
  | 'picture-not-read' // OCR was to read the picture: it is too big, the budget was spent, or the engine failed
  | 'picture-not-judged' // the classifier was to say what the picture shows: as before, or it is in a format that is not decoded
  | 'media' // sound or film
  | 'encrypted'
  | 'opaque' // data that looks random and has the structure of no known format, as ciphertext does
  | 'damaged'
  | 'too-deep'
  | 'too-big'
  | 'too-many'
  | 'too-slow'
  | 'partly-read' // all its text is there, but the sentence model has not read every sentence of it
  | 'ambiguous'; // mail clients read it in different ways, and what one of them shows is in no part

/** A picture or film that travels with the message, whether words were read of it or not. */
export interface PictureFile {
  /** Its captions, where it has any, are the text of the part of this id. */
  readonly part: PartId;
  readonly kind: 'picture' | 'film';
  /** As in `ExtractedPart`. */
  readonly filename?: string;
  /** By its content. */
  readonly contentType: string;
  readonly bytes: number;
  /** Pixels, as its head says; absent where that is not known. */
  readonly width?: number;
  readonly height?: number;
  /** Where its name stands in the part `names`; absent where it has none. */
  readonly name?: Span;
  /** Where texts show it in its place; absent where none does. */
  readonly shown?: readonly ShownPicture[];
}

/** A picture within a text; the span is that of its description (HTML `alt`), empty where it has none. */
export interface ShownPicture extends Span {
  readonly part: PartId;
  /** Pixels at which it is shown, where the text says so. */
  readonly width?: number;
  readonly height?: number;
}

/** What the classifier makes of a picture, of the pictures on a page, or of the most explicit frame of an animation. */
export interface ClassifiedPicture {
  /** The file that it is, or is in. */
  readonly part: PartId;
  /** As in `ExtractedPart`. */
  readonly filename?: string;
  /** Where it is in its file: `page 3`. */
  readonly place?: string;
  /** Where the name of the file stands in the part `names`; absent where it has none. */
  readonly name?: Span;
  /** 0..1 by class, 1 in all: see `detectors/sexual/README.md`. */
  readonly probabilities: Readonly<Record<string, number>>;
}

/** What the sentence model makes of a sentence, whose span this is. */
export interface SentenceReading extends Span {
  readonly part: PartId;
  /** Calibrated log-odds by meaning: see `detectors/shared/reader/README.md`. */
  readonly odds: Readonly<Record<string, number>>;
}

export interface MailingList {
  readonly address: string;
  readonly kind: 'staff' | 'department' | 'family' | 'student' | 'other';
  /** How many people it reaches, where known. */
  readonly members?: number;
  /** What it is for, in the words of the configuration. */
  readonly purpose?: string;
  /** Addresses of those who answer for it. */
  readonly owners?: readonly string[];
  /** Whether the sender of the message may write to it; absent where everybody may, and for the null sender. */
  readonly senderApproved?: boolean;
}

/** An envelope recipient and what the directory knows about the address. */
export interface RecipientFacts {
  readonly address: string;
  /** The address is in a district domain (staff or student). */
  readonly inside: boolean;
  readonly list?: MailingList;
  /** Directory ids of the students whose data this recipient may have: own children, or the student. */
  readonly entitledTo: readonly string[];
  /** Belongs to somebody who works for the district, who may be a guardian too. */
  readonly staff?: boolean;
  /** Of staff: groups of the roster (`roster:principal`, `roster:school:lincoln`); absent where there are none. */
  readonly groups?: readonly string[];
  /** The message itself shows that this is the family of the one student whose data was found, though the roster does not say so. */
  readonly likelyFamily?: true;
  /** What the configuration allows this recipient beyond that; absent where nothing. */
  readonly grants?: readonly Grant[];
}

/** Data that an organisation may have for a purpose, as long as the configuration says. */
export interface Grant {
  readonly purpose: string;
  /** Codes of findings that it covers, with `*` for any run of characters. */
  readonly codes: readonly string[];
  /** Directory ids, of those whom the message names. */
  readonly students: 'all' | readonly string[];
  /** Id of the exception by which a reviewer gave it: it then holds for whatever was found, not for student data alone. */
  readonly exception?: string;
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
  /** Message-ID of an earlier message that this one answers (In-Reply-To, else the last of References), without angle brackets. */
  readonly inReplyTo?: string;
  /** The header says that a program wrote it: Auto-Submitted (RFC 3834) other than `no`, or what mail servers write in its place. */
  readonly automatic?: boolean;
  /** The envelope's recipients: To, Cc and Bcc alike. */
  readonly recipients: readonly RecipientFacts[];
  /** The subject first, then body parts, then attachments. */
  readonly parts: readonly ExtractedPart[];
  readonly unread: readonly UnreadPart[];
  /** Pictures and films, those in archives and office files too, in the order in which they are met; absent where there are none. */
  readonly pictures?: readonly PictureFile[];
  /** What the classifier has seen, in the order in which it is met; absent where no classifier runs. */
  readonly classified?: readonly ClassifiedPicture[];
  /** What the sentence model has read, in the order of the parts and by start; absent where no model runs. */
  readonly readings?: readonly SentenceReading[];
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

export interface DetectorServices {
  /** For the next message it may hold another roster: nothing of it is kept longer than a message. */
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

/** Keeps a detector's option type while letting the registry hold them all. */
export function defineDetector<Options>(detector: Detector<Options>): Detector {
  return detector;
}
