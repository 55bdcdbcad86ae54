/** What the actions share: settings, limits, and how a notice about a message becomes an outgoing message. */
import { toldToSender } from '../decide/verdict.ts';
import type { Config } from '../config/schema.ts';
import type { EnvelopeRecipient } from '../message/envelope.ts';
import { newMessageId, type MessageId } from '../message/message-id.ts';
import type { NewNotice } from '../store/change.ts';
import type { KeyRing } from '../store/keys.ts';
import { createSchedule, type Schedule } from './deliver/schedule.ts';
import { createHoldDeadline } from './hold-deadline.ts';
import { createLinks, type Links } from './links.ts';
import type { MessageFacts } from './message-facts.ts';
import { composeNotice } from './notices/compose.ts';
import { mayNotify } from './notices/may-notify.ts';
import {
  isForStaff,
  noticeSettings,
  type Language,
  type NoticeInput,
  type NoticeSettings,
  type Occasion,
} from './notices/notice.ts';

export interface ActContext {
  readonly settings: NoticeSettings;
  /** Domains whose senders may get notices. */
  readonly domains: readonly string[];
  readonly hold: Config['hold'];
  /** The end of a hold of that length: days without school do not count. */
  readonly holdEnds: (from: Date, lengthMs: number) => Date;
  readonly schedule: Schedule;
  readonly links: Links;
  /** Where senders reach their pages, without a slash at the end. */
  readonly publicUrl: string;
  /** The language that a sender has chosen for notices. */
  readonly languageOf: (sender: string) => Language | undefined;
  readonly now: () => Date;
}

/** @param publicUrl address of the senders' pages; it may be known only once the HTTP server listens */
export function createActContext(
  config: Pick<Config, 'district' | 'hold' | 'deliver'> & Parameters<typeof noticeSettings>[0],
  keys: Pick<KeyRing, 'derive'>,
  publicUrl: () => string,
  languageOf: ActContext['languageOf'] = () => undefined,
): ActContext {
  return {
    settings: noticeSettings(config),
    domains: [...config.district.domains, ...config.district.studentDomains],
    hold: config.hold,
    holdEnds: createHoldDeadline(config.hold, config.district.timeZone),
    schedule: createSchedule(config.deliver),
    links: createLinks(keys.derive('links')),
    get publicUrl() {
      return publicUrl().replace(/\/$/, '');
    },
    languageOf,
    now: () => new Date(),
  };
}

/** Whether somebody reads notices about a message at its envelope sender, and may get them. */
export function canNotify(context: ActContext, message: Pick<MessageFacts, 'kind' | 'sender' | 'sealed'>): boolean {
  return message.sealed?.unanswerable !== true && mayReport(context, message);
}

/** Delivery reports go to the envelope sender, also of automatic mail (RFC 3464): programs and lists act on them. */
function mayReport({ domains }: ActContext, { kind, sender }: Pick<MessageFacts, 'kind' | 'sender'>): boolean {
  return kind === 'mail' && mayNotify(sender, domains);
}

const deliveryReports: ReadonlySet<Occasion['kind']> = new Set(['failure', 'delay', 'success']);

/**
 * The notice of that occasion as an outgoing message; none where no one may be notified.
 *
 * @param key which notice of the message it is: one with the same key is sent once only
 * @param recipients those it is about
 */
export function noticeAbout(
  context: ActContext,
  message: MessageFacts,
  occasion: Occasion,
  options: { key?: string; recipients?: readonly EnvelopeRecipient[] } = {},
): NewNotice[] {
  if (!hasReader(context, message, occasion)) return [];
  const language = context.languageOf(message.sender);
  const page = statusPage(context, message.id);
  const verdict = message.verdict && (isForStaff(occasion) ? message.verdict : toldToSender(message.verdict));
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
    ...(verdict === undefined ? {} : { verdict }),
    ...(message.sealed === undefined ? {} : { findings: message.sealed.findings }),
    ...(language === undefined ? {} : { language }),
    ...(page === undefined ? {} : { page }),
    ...occasion,
  };
  const { recipients, raw, smtpUtf8 } = composeNotice(input);
  return [{ id: newMessageId(), notice: options.key ?? occasion.kind, sender: '', recipients, raw, smtpUtf8 }];
}

function hasReader(context: ActContext, message: MessageFacts, occasion: Occasion): boolean {
  if (occasion.kind === 'security-copy' || occasion.kind === 'for-reviewers') return occasion.to.length > 0;
  return (deliveryReports.has(occasion.kind) ? mayReport : canNotify)(context, message);
}

/** Days that the page which says what became of a message can be opened. */
const STATUS_DAYS = 60;

/** The page that says what became of a message; undefined in a process that does not know the address of the pages. */
function statusPage(context: ActContext, messageId: MessageId): string | undefined {
  return context.publicUrl === '' ? undefined : `${context.publicUrl}/m/${statusToken(context, messageId)}`;
}

/** Opens that page. */
export function statusToken({ links, now }: ActContext, messageId: MessageId): string {
  const expiresAt = new Date(now().getTime() + STATUS_DAYS * 86_400_000);
  return links.sign({ messageId, purpose: 'status', expiresAt });
}

/** The page on which exceptions are listed. */
export function exceptionsPage({ publicUrl }: ActContext): string {
  return `${publicUrl}/policy#exceptions`;
}

/** Without the results of deliveries that a stored recipient carries: a notice about a decision does not report them. */
function fromEnvelope({ address, notify, orcpt }: EnvelopeRecipient): EnvelopeRecipient {
  return { address, ...(notify === undefined ? {} : { notify }), ...(orcpt === undefined ? {} : { orcpt }) };
}
