/** What the acts share: settings, limits, and how a notice about a message becomes an outgoing one. */
import type { Config } from '../config/schema.ts';
import type { Verdict } from '../decide/verdict.ts';
import type { EnvelopeRecipient } from '../message/envelope.ts';
import { newMessageId, type MessageId } from '../message/message-id.ts';
import type { NewNotice } from '../store/change.ts';
import type { SealedFacts } from '../store/schema.ts';
import type { Schedule } from './deliver/schedule.ts';
import type { Links } from './links.ts';
import { composeNotice } from './notices/compose.ts';
import { mayNotify } from './notices/may-notify.ts';
import type { NoticeInput, NoticeSettings, Occasion } from './notices/notice.ts';

export interface ActContext {
  readonly settings: NoticeSettings;
  /** Domains whose senders may be told. */
  readonly domains: readonly string[];
  readonly hold: Config['hold'];
  readonly schedule: Schedule;
  readonly links: Links;
  /** Where senders reach their pages, without a slash at the end. */
  readonly publicUrl: string;
  readonly now: () => Date;
}

/** A message as the acts need to know it. */
export interface ActOn {
  readonly id: MessageId;
  readonly kind: 'mail' | 'notice';
  readonly sender: string;
  readonly receivedAt: Date;
  readonly recipients: readonly (EnvelopeRecipient & { readonly n: number })[];
  readonly envid?: string;
  readonly verdict?: Verdict;
  readonly sealed?: SealedFacts;
}

/** Whether the sender of a message can be told anything about it. */
export function canTell(context: ActContext, message: Pick<ActOn, 'kind' | 'sender'>): boolean {
  return message.kind === 'mail' && mayNotify(message.sender, context.domains);
}

/**
 * The notice of that occasion as an outgoing message; none where nobody may be told.
 *
 * @param key which notice of the message it is: one with the same key is sent once only
 * @param recipients those it is about
 */
export function noticeAbout(
  context: ActContext,
  message: ActOn,
  occasion: Occasion,
  options: { key?: string; recipients?: readonly EnvelopeRecipient[] } = {},
): NewNotice[] {
  const toSecurity = occasion.kind === 'security-copy';
  if (toSecurity ? context.settings.security.length === 0 : !canTell(context, message)) return [];
  const input: NoticeInput = {
    settings: context.settings,
    messageId: message.id,
    sender: message.sender,
    subject: message.sealed?.subject ?? '',
    ...(message.sealed?.messageId === undefined ? {} : { originalMessageId: message.sealed.messageId }),
    receivedAt: message.receivedAt,
    at: context.now(),
    recipients: (options.recipients ?? message.recipients).map(fromEnvelope),
    ...(message.envid === undefined ? {} : { envid: message.envid }),
    ...(message.verdict === undefined ? {} : { verdict: message.verdict }),
    ...(message.sealed === undefined ? {} : { findings: message.sealed.findings }),
    ...occasion,
  };
  const { recipients, raw, smtpUtf8 } = composeNotice(input);
  return [{ id: newMessageId(), notice: options.key ?? occasion.kind, sender: '', recipients, raw, smtpUtf8 }];
}

/** Without what a stored recipient carries beside it: results of deliveries are not those of a notice about a decision. */
function fromEnvelope({ address, notify, orcpt }: EnvelopeRecipient): EnvelopeRecipient {
  return { address, ...(notify === undefined ? {} : { notify }), ...(orcpt === undefined ? {} : { orcpt }) };
}
