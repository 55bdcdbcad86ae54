/** An alert as a mail to administrators: plain text, in English as the console. */
import { mailDate } from '../../message/mail-date.ts';
import { newMessageId } from '../../message/message-id.ts';
import type { NewNotice } from '../../store/change.ts';
import { assemble } from './mime.ts';
import type { NoticeSettings } from './notice.ts';

export interface AlertMail {
  /** The same for the alert and its end, so that mail programs show them together. */
  readonly alertId: string;
  readonly ended: boolean;
  readonly title: string;
  readonly summary: string;
  readonly raisedAt: Date;
  readonly at: Date;
  /** Page of the console. */
  readonly link: string;
}

const ascii = /^[\x20-\x7e]*$/;

/** One mail with the null sender: nothing is reported about it, and no program replies to it. */
export function composeAlertMail(
  { from, hostname }: Pick<NoticeSettings, 'from' | 'hostname'>,
  recipients: readonly string[],
  alert: AlertMail,
): Omit<NewNotice, 'notice'> {
  const { alertId, ended, title, summary, raisedAt, at, link } = alert;
  const raisedId = `<alert.${alertId}@${hostname}>`;
  const text = [
    summary,
    '',
    `Raised: ${raisedAt.toISOString()}`,
    ...(ended ? [`Ended: ${at.toISOString()}`] : []),
    `Gateway: ${hostname}`,
    `Console: ${link}`,
    '',
    'You are receiving this email because your address is listed under alerts.mail in the Hallpass configuration.',
    '',
  ].join('\n');
  const raw = assemble(
    [
      ['From', [{ name: 'Hallpass', address: from }]],
      ['To', recipients.map((address) => ({ address }))],
      ['Subject', `[Hallpass] ${title}`],
      ['Date', mailDate(at)],
      ['Message-ID', ended ? `<alert.${alertId}.ended@${hostname}>` : raisedId],
      ...(ended ? ([['In-Reply-To', raisedId]] as const) : []),
      ['Auto-Submitted', 'auto-generated'],
      ['X-Hallpass-Notice', 'alert'],
      ['Content-Language', 'en'],
    ],
    { type: 'text/plain; charset=utf-8', content: Buffer.from(text) },
  );
  const smtpUtf8 = [from, ...recipients].some((address) => !ascii.test(address));
  return { id: newMessageId(), sender: '', recipients, raw, smtpUtf8 };
}
