/** Composes a notice: a letter in the sender's language, and for reports the parts of RFC 3464 and RFC 6522. */
import { createHash } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import { deliveryStatus, needsUtf8, type StatusReport } from './delivery-status.ts';
import { writeLetter, type Letter } from './letter.ts';
import { htmlOf } from './letter-html.ts';
import { textOf } from './letter-text.ts';
import { assemble, type Field, type Leaf, type Multipart } from './mime.ts';
import { isForStaff, type Language, type Notice, type NoticeInput, type RecipientOutcome } from './notice.ts';
import { mailDate } from '../../message/mail-date.ts';

/** Policy stopped it: RFC 3463 X.7.1, delivery not authorized, message refused. */
const refusedByPolicy = '5.7.1';
const ascii = /^[\x20-\x7e]*$/;

/**
 * A notice, ready to be sent with the null sender. Pure: the same input gives the same bytes.
 *
 * `mayNotify` and `reportable` decide whether a notice may be sent at all. Notices go to the envelope sender of the
 * original, security copies to the contacts of the settings, and notices to reviewers to the addresses of their accounts.
 */
export function composeNotice(input: NoticeInput): Notice {
  const recipients = recipientsOf(input);
  const letter = writeLetter(input, languageOf(input));
  const report = reportOf(input);
  const alternative = alternatives(letter);
  const body =
    report && 'originalHeader' in input ? reportBody(input, alternative, report, input.originalHeader) : alternative;
  return {
    kind: input.kind,
    sender: '',
    recipients,
    raw: assemble(fields(input, recipients, letter, report !== undefined), body),
    smtpUtf8: [input.settings.from, ...recipients].some((address) => !ascii.test(address)),
  };
}

/** The sender's own choice where notices are written in that language, otherwise the first configured one. */
function languageOf(input: NoticeInput): Language {
  const { languages } = input.settings;
  const chosen = isForStaff(input) ? undefined : languages.find((language) => language === input.language);
  return chosen ?? languages[0] ?? 'en';
}

function recipientsOf(input: NoticeInput): readonly string[] {
  return input.kind === 'security-copy' || input.kind === 'for-reviewers' ? input.to : [input.sender];
}

function fields(input: NoticeInput, recipients: readonly string[], letter: Letter, isReport: boolean): Field[] {
  const { settings, originalMessageId } = input;
  const id = /^<?([\x21-\x3b\x3d\x3f-\x7e]{1,900})>?$/.exec(originalMessageId ?? '')?.[1];
  const thread: Field[] =
    id === undefined || isForStaff(input)
      ? []
      : [
          ['In-Reply-To', `<${id}>`],
          ['References', `<${id}>`],
        ];
  return [
    ['From', [{ name: letter.fromName, address: settings.from }]],
    ['To', recipients.map((address) => ({ address }))],
    ['Subject', letter.subject],
    ['Date', mailDate(input.at)],
    ['Message-ID', `<${noticeId(input, recipients)}@${settings.hostname}>`],
    ...thread,
    // RFC 3834 5: a report answers a message; the gateway generates the other notices by itself.
    ['Auto-Submitted', isReport ? 'auto-replied' : 'auto-generated'],
    ['X-Hallpass-Notice', input.kind],
    ['Content-Language', letter.language],
  ];
}

/** The same notice composed again has the same id, so that a mailbox can recognize the duplicate. */
function noticeId(input: NoticeInput, recipients: readonly string[]): string {
  const about = input.recipients.map(({ address }) => address);
  const hash = createHash('sha256').update(JSON.stringify([recipients, about, input.at.toISOString()]));
  return `${input.kind}.${input.messageId}.${hash.digest('hex').slice(0, 12)}`;
}

function alternatives(letter: Letter): Multipart {
  return {
    type: 'multipart/alternative',
    parts: [
      { type: 'text/plain; charset=utf-8', content: Buffer.from(textOf(letter)) },
      { type: 'text/html; charset=utf-8', content: Buffer.from(htmlOf(letter)) },
    ],
  };
}

/** The content of the machine-readable part; undefined for kinds that are not delivery status notifications. */
function reportOf(input: NoticeInput): StatusReport | undefined {
  const refused = (): readonly RecipientOutcome[] =>
    input.recipients.map((recipient) => ({ ...recipient, status: refusedByPolicy }));
  switch (input.kind) {
    case 'warn':
    case 'quarantine-held':
    case 'security-copy':
    case 'for-reviewers':
    case 'released':
    case 'appeal-answered':
    case 'copy-sent':
      return undefined;
    case 'expired':
      return input.outcome === 'returned' ? { action: 'failed', outcomes: refused() } : undefined;
    case 'rejected':
    case 'returned':
    case 'policy-bounce':
      return { action: 'failed', outcomes: refused() };
    case 'failure':
      return { action: 'failed', outcomes: input.outcomes };
    case 'delay':
      return { action: 'delayed', outcomes: input.outcomes, willRetryUntil: input.willRetryUntil };
    case 'success':
      return { action: input.action, outcomes: input.outcomes };
  }
}

function reportBody(input: NoticeInput, explanation: Multipart, report: StatusReport, header: Buffer): Multipart {
  const status = deliveryStatus(input, report);
  // RFC 6522 3: the report-type is the subtype of the second part.
  const type = `multipart/report; report-type=${needsUtf8(report.outcomes) ? 'global-delivery-status' : 'delivery-status'}`;
  return { type, parts: [explanation, status, originalHeaders(header)] };
}

/** UTF-8 in the original's header requires message/global-headers (RFC 6533 4); other bytes are quoted-printable. */
function originalHeaders(header: Buffer): Leaf {
  const eightBit = header.some((byte) => byte > 127);
  return { type: eightBit && isUtf8(header) ? 'message/global-headers' : 'text/rfc822-headers', content: header };
}
