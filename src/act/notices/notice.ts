/** Input and output of composing a notice: plain data, so that the same input always gives the same bytes. */
import type { Config } from '../../config/schema.ts';
import type { Verdict } from '../../decide/verdict.ts';
import type { DetectedFinding } from '../../detect/detected-finding.ts';
import type { EnvelopeRecipient } from '../../message/envelope.ts';
import type { MessageId } from '../../message/message-id.ts';
import { schoolGroup } from '../../message/roster-group.ts';

export type Language = Config['notices']['languages'][number];

/** The part of the configuration that notices show or are sent from. */
export interface NoticeSettings {
  /** Reporting-MTA, and the right side of Message-IDs. */
  readonly hostname: string;
  readonly districtName: string;
  readonly from: string;
  readonly contact: string;
  /** Addresses that get the security copies of all messages. */
  readonly security: readonly string[];
  /** Addresses that get those of a school. */
  readonly schools: Config['notices']['schools'];
  readonly languages: readonly Language[];
  /** IANA name of the zone in which dates are shown. */
  readonly timeZone: string;
}

export type NoticeFinding = Pick<DetectedFinding, 'code' | 'masked' | 'subject' | 'shown'>;

/** The message that a notice is about. Everything here comes from the stored message; the clock is not read. */
export interface NoticeContext {
  readonly settings: NoticeSettings;
  readonly messageId: MessageId;
  /** Envelope sender of the original, who receives the notice; must not be the null sender. */
  readonly sender: string;
  /** Subject of the original, decoded; any length. */
  readonly subject: string;
  /** Message-ID field of the original, with or without angle brackets. */
  readonly originalMessageId?: string;
  readonly receivedAt: Date;
  /** The notice's own Date. */
  readonly at: Date;
  /** The recipients that the notice is about: not always all of the envelope. */
  readonly recipients: readonly EnvelopeRecipient[];
  /** ENVID of the original (RFC 3461 4.4), xtext-decoded. */
  readonly envid?: string;
  /** The language that the sender has chosen; absent where none was chosen. */
  readonly language?: Language;
  /** Address of the page that says what became of the message. */
  readonly page?: string;
  /** Absent in reports on delivery alone. */
  readonly verdict?: Verdict;
  /** In the order in which the verdict's rules index them. */
  readonly findings?: readonly NoticeFinding[];
}

/** The result for one recipient at the next hop (RFC 3464 2.3). */
export interface RecipientOutcome extends EnvelopeRecipient {
  /** Enhanced status code, RFC 3463: `5.1.1`. */
  readonly status: string;
  /** Host name of the next hop that answered. */
  readonly remoteMta?: string;
  /** Its reply, with the code: `550 5.1.1 User unknown`. */
  readonly reply?: string;
  readonly lastAttemptAt?: Date;
}

/** What a notice to reviewers and managers is about. */
export type ReviewerTopic = 'escalated' | 'assigned' | 'exception-consent' | 'exception-used';

/** The kinds of notices, each with its own fields. `originalHeader` is the result of `headersOnly`. */
export type Occasion =
  | {
      readonly kind: 'warn';
      /** Address of the sender's page. */
      readonly link: string;
      readonly deadline: Date;
      readonly onExpiry: Config['hold']['warnDefault'];
    }
  | {
      readonly kind: 'quarantine-held';
      readonly deadline: Date;
      /** Address of the page where the sender may ask for its release. */
      readonly link?: string;
    }
  | {
      readonly kind: 'security-copy';
      readonly to: readonly string[];
      readonly deadline: Date;
      /** Address of the message in the console, which asks for a sign-in. */
      readonly link: string;
    }
  | {
      readonly kind: 'for-reviewers';
      readonly topic: ReviewerTopic;
      /** Addresses of accounts. */
      readonly to: readonly string[];
      /** Name of the account that acted. */
      readonly by: string;
      /** Address of a page of the console, which asks for a sign-in. */
      readonly link: string;
    }
  | {
      readonly kind: 'released';
      readonly reviewerWords?: string;
      /** Recipients who did not get it. */
      readonly withheld?: readonly string[];
    }
  /** Returned for correction: the reviewer says what to change. */
  | { readonly kind: 'returned'; readonly reviewerWords: string; readonly originalHeader: Buffer }
  /** A reviewer sent a copy without what was found, in place of the message. */
  | { readonly kind: 'copy-sent'; readonly reviewerWords: string }
  | { readonly kind: 'appeal-answered'; readonly reviewerWords: string }
  | { readonly kind: 'rejected'; readonly reviewerWords: string; readonly originalHeader: Buffer }
  | {
      readonly kind: 'expired';
      readonly heldAs: 'warn' | 'quarantine';
      readonly deadline: Date;
      /** The result of the expiry; only a returned message gets a report as in RFC 3464. */
      readonly outcome: 'returned' | 'delivered';
      readonly originalHeader: Buffer;
    }
  | { readonly kind: 'policy-bounce'; readonly originalHeader: Buffer }
  | {
      readonly kind: 'delay';
      readonly outcomes: readonly RecipientOutcome[];
      readonly willRetryUntil: Date;
      readonly originalHeader: Buffer;
    }
  | { readonly kind: 'failure'; readonly outcomes: readonly RecipientOutcome[]; readonly originalHeader: Buffer }
  | {
      readonly kind: 'success';
      /** `relayed`: handed to a next hop that does not report further (RFC 3461 5.2.2). */
      readonly action: 'relayed' | 'delivered';
      readonly outcomes: readonly RecipientOutcome[];
      readonly originalHeader: Buffer;
    };

export type NoticeKind = Occasion['kind'];
export type NoticeInput = NoticeContext & Occasion;

/** Whether the notice goes to people who review, not to the sender: it then shows ids and counts only. */
export function isForStaff({ kind }: Pick<NoticeInput, 'kind'>): boolean {
  return kind === 'security-copy' || kind === 'for-reviewers';
}

export interface Notice {
  readonly kind: NoticeKind;
  /** Always the null sender: a notice must never be answered by another notice (RFC 3464 2, RFC 3834 3.3). */
  readonly sender: '';
  readonly recipients: readonly string[];
  /** Line ends CRLF; 7-bit unless `smtpUtf8`. */
  readonly raw: Buffer;
  /** An address in the header or the envelope needs SMTPUTF8 (RFC 6531). */
  readonly smtpUtf8: boolean;
}

export function noticeSettings(config: Config): NoticeSettings {
  const { district, notices, hostname } = config;
  const domain = district.domains.map((entry) => entry.replace(/^\*?\./, ''))[0] ?? hostname;
  return {
    hostname,
    districtName: district.name,
    from: notices.from ?? `hallpass@${domain}`,
    contact: notices.contact,
    security: notices.security,
    schools: notices.schools,
    languages: notices.languages,
    timeZone: district.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** Who gets the security copy about a message. @param concerned schools of its students and of its sender */
export function securityContacts({ security, schools }: NoticeSettings, concerned: readonly string[]): string[] {
  const names = new Set(concerned.map(schoolGroup));
  const theirs = schools.filter(({ school }) => names.has(schoolGroup(school)));
  return [...new Set([...security, ...theirs.flatMap((one) => one.security)])];
}
