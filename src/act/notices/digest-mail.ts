/** The weekly digest for a reviewer or a manager: counts and links, no content. Plain text, in English as the console. */
import { mailDate } from '../../message/mail-date.ts';
import { newMessageId } from '../../message/message-id.ts';
import type { NewNotice } from '../../store/change.ts';
import { assemble } from './mime.ts';
import type { NoticeSettings } from './notice.ts';

export interface DigestMail {
  /** Address of the account. */
  readonly to: string;
  /** ISO dates of the first and the last day of the week. */
  readonly from: string;
  readonly until: string;
  /** Schools that the account is limited to; empty: all. */
  readonly schools: readonly string[];
  readonly counts: {
    readonly checked: number;
    readonly held: number;
    readonly released: number;
    readonly returned: number;
    readonly expired: number;
    readonly asked: number;
    /** Delivered only because of monitor mode. */
    readonly monitored: number;
    /** Hours; null where nothing was decided. */
    readonly medianHours: number | null;
  };
  /** Now. */
  readonly waiting: { readonly review: number; readonly mine: number; readonly appeals: number };
  /** Most matches first. */
  readonly rules: readonly { readonly title: string; readonly matched: number; readonly falseAlarms: number }[];
  readonly at: Date;
  /** Address of the console, without a slash at the end. */
  readonly console: string;
  /** Whether the account may read the monthly report. */
  readonly reads: boolean;
}

const ascii = /^[\x20-\x7e]*$/;
const shownRules = 10;

/** One mail with the null sender, as all notices. */
export function composeDigestMail(
  { from, hostname, districtName }: Pick<NoticeSettings, 'from' | 'hostname' | 'districtName'>,
  digest: DigestMail,
): Omit<NewNotice, 'notice'> {
  const { to, until, at } = digest;
  const raw = assemble(
    [
      ['From', [{ name: 'Hallpass', address: from }]],
      ['To', [{ address: to }]],
      ['Subject', `[Hallpass] Week ending ${until}: ${digest.counts.held} held, ${digest.waiting.review} to review`],
      ['Date', mailDate(at)],
      ['Message-ID', `<digest.${newMessageId()}@${hostname}>`],
      ['Auto-Submitted', 'auto-generated'],
      ['X-Hallpass-Notice', 'digest'],
      ['Content-Language', 'en'],
    ],
    { type: 'text/plain; charset=utf-8', content: Buffer.from(textOf(digest, districtName)) },
  );
  const smtpUtf8 = [from, to].some((address) => !ascii.test(address));
  return { id: newMessageId(), sender: '', recipients: [to], raw, smtpUtf8 };
}

function textOf(
  { from, until, schools, counts, waiting, rules, console, reads }: DigestMail,
  district: string,
): string {
  const line = (name: string, value: number | string): string => `  ${name.padEnd(34, '.')} ${value}`;
  const { medianHours } = counts;
  return [
    `Outgoing mail for ${district}, ${from} to ${until} (UTC)${schools.length > 0 ? `, ${schools.join(', ')}` : ''}`,
    '',
    'Waiting now',
    line('To review', waiting.review),
    line('Assigned to you', waiting.mine),
    line('Appeals waiting for a reply', waiting.appeals),
    `  ${console}/review`,
    '',
    'This week',
    line('Messages checked', counts.checked),
    line('Held for review', counts.held),
    line('Released', counts.released),
    line('Returned', counts.returned),
    line('Expired without a decision', counts.expired),
    line('Senders asked to confirm', counts.asked),
    ...(counts.monitored > 0 ? [line('Would be stopped (monitor mode)', counts.monitored)] : []),
    ...(medianHours === null ? [] : [line('Hours to a decision (median)', medianHours.toFixed(1))]),
    '',
    ...(rules.length === 0 ? [] : ['By rule']),
    ...rules
      .slice(0, shownRules)
      .map(({ title, matched, falseAlarms }) => `  ${matched} matched, ${falseAlarms} judged false alarms: ${title}`),
    ...(rules.length === 0 ? [] : ['']),
    ...(reads ? [`Monthly report: ${console}/report`, ''] : []),
    'You are receiving this email every week because you review messages in Hallpass. It has counts only, no message content.',
    'An administrator can turn it off with review.digest in the configuration.',
    '',
  ].join('\n');
}
