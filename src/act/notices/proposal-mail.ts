/** A mail to a manager whose agreement to a change of the policy is asked for: who asks and where to look, no text of the policy. In English as the console. */
import { mailDate } from '../../message/mail-date.ts';
import { newMessageId } from '../../message/message-id.ts';
import type { NewNotice } from '../../store/change.ts';
import { assemble } from './mime.ts';
import type { NoticeSettings } from './notice.ts';

export interface ProposalMail {
  /** Address of the account. */
  readonly to: string;
  /** Name of the account that proposed the change. */
  readonly by: string;
  readonly at: Date;
  /** Address of the console without a slash at the end; undefined where it is not known. */
  readonly console: string | undefined;
}

const ascii = /^[\x20-\x7e]*$/;

/** One mail with the null sender, as all notices. */
export function composeProposalMail(
  { from, hostname }: Pick<NoticeSettings, 'from' | 'hostname'>,
  { to, by, at, console }: ProposalMail,
): Omit<NewNotice, 'notice'> {
  const text = [
    `${by} has proposed a change to the policy. It is waiting for a second manager to approve it.`,
    '',
    'Please read what would change and why, then approve it or withdraw it. Nothing changes until then.',
    '',
    console === undefined ? 'You will find it on the Policy page of the console.' : `Console: ${console}/policy`,
    '',
    'You are receiving this email because you are a manager in Hallpass.',
    '',
  ].join('\n');
  const raw = assemble(
    [
      ['From', [{ name: 'Hallpass', address: from }]],
      ['To', [{ address: to }]],
      ['Subject', '[Hallpass] A policy change is waiting for a second manager'],
      ['Date', mailDate(at)],
      ['Message-ID', `<proposal.${newMessageId()}@${hostname}>`],
      ['Auto-Submitted', 'auto-generated'],
      ['X-Hallpass-Notice', 'policy-proposed'],
      ['Content-Language', 'en'],
    ],
    { type: 'text/plain; charset=utf-8', content: Buffer.from(text) },
  );
  return {
    id: newMessageId(),
    sender: '',
    recipients: [to],
    raw,
    smtpUtf8: [from, to].some((one) => !ascii.test(one)),
  };
}
