/** Copies of held messages without what was found: whether one is possible, what it would be, and the message that is sent. */
import { composeCopy } from '../act/compose-copy.ts';
import type { ActContext } from '../act/act-context.ts';
import { placeInWords } from '../act/notices/place-words.ts';
import { hidesRules, mayBeExcepted, stoppingRules } from '../decide/verdict.ts';
import { newMessageId } from '../message/message-id.ts';
import { traceFields } from '../receive/trace.ts';
import { copyWords } from '../review/api/copy-pages-words.ts';
import type { PageLanguage } from '../review/api/page.ts';
import { unalteredBody } from '../store/body.ts';
import type { NewMessage } from '../store/change.ts';
import type { MessageDetail } from '../store/stored-message.ts';
import type { Store } from '../store/store.ts';
import type { Viewing } from '../view/view-result.ts';
import type { CopyPlan } from '../view/without-passages.ts';

export interface MessageCopiesParts {
  readonly store: Pick<Store, 'body'>;
  readonly read: Viewing;
  readonly context: ActContext;
}

export interface PlannedCopy {
  readonly raw: Buffer;
  readonly plan: CopyPlan;
}

/**
 * Whether a copy may be offered. Not for threats, harassment and sexual remarks, which removing words does not mend, nor
 * where the message as a whole is the matter: its lists, its addresses, a scan that failed.
 */
export function mayBeMended({ verdict, sealed, findings, state, expiresAt }: MessageDetail, now: Date): boolean {
  const waits = (state === 'warned' || state === 'quarantined') && expiresAt !== null && expiresAt > now;
  if (!waits || !verdict || sealed?.leftOut !== undefined) return false;
  const ofMessage = /^(scan|thread|listserv|political|solicitation)\.|^unread\.ambiguous$/;
  if (verdict.codes.length === 0 || verdict.codes.some((code) => ofMessage.test(code) || !mayBeExcepted(code)))
    return false;
  return countedFindings(verdict).every((at) => !['headers', 'names'].includes(findings[at]?.part ?? 'headers'));
}

/** A sender is offered no copy where it would show, or leave in, what the sender does not learn of. */
export function senderMayMend(message: MessageDetail, now: Date): boolean {
  return mayBeMended(message, now) && !hidesRules(message.verdict);
}

function countedFindings(verdict: NonNullable<MessageDetail['verdict']>): number[] {
  return [...new Set(stoppingRules(verdict).flatMap((rule) => rule.findings))];
}

/** @returns undefined where no copy is possible */
export async function planCopy(
  { store, read, context }: MessageCopiesParts,
  message: MessageDetail,
  language: PageLanguage,
): Promise<PlannedCopy | undefined> {
  const { verdict } = message;
  const raw = mayBeMended(message, context.now()) ? await unalteredBody(store, message.id) : undefined;
  if (raw === undefined || !verdict) return undefined;
  const counted = countedFindings(verdict);
  const codes = new Set(verdict.codes);
  const result = await read({
    id: message.id,
    sender: message.sender,
    raw: Buffer.from(raw), // the worker takes its bytes over
    want: 'without',
    unwanted: {
      passages: counted.map((at) => message.findings[at]!),
      parts: message.unread.flatMap(({ part, reason }) => (codes.has(`unread.${reason}`) ? part : [])),
      names: counted.flatMap((at) => message.sealed?.findings[at]?.subject?.name ?? []),
      mark: copyWords[language].mark,
    },
  });
  return result.want === 'without' && result.plan ? { raw, plan: result.plan } : undefined;
}

/** What the copy changes, masked. */
export function changesOf({ plan }: PlannedCopy, message: MessageDetail, language: PageLanguage) {
  return {
    changed: plan.changed.map(({ place, before, after }) => ({ where: placeInWords(place, language), before, after })),
    leftOut: [...plan.leftOut],
    keptFiles: plan.keptFiles,
    recipients: message.recipients.map(({ address }) => address),
  };
}

export function removedFrom({ changed, leftOut }: CopyPlan): { lines: number; attachments: number } {
  return { lines: changed.length, attachments: leftOut.length };
}

/** The copy goes to the recipients of the original. It is scanned and decided on like any other message. */
export function copyOf(
  message: MessageDetail,
  { raw, plan }: PlannedCopy,
  language: PageLanguage,
  { settings, now }: ActContext,
): NewMessage {
  const receivedAt = now();
  const id = newMessageId(receivedAt.getTime());
  const { hostname } = settings;
  const { smtpUtf8, body } = message.transport;
  const [client, helo] = ['127.0.0.1', hostname];
  return {
    id,
    kind: 'mail',
    receivedAt,
    envelope: {
      sender: message.sender,
      recipients: message.recipients.map(({ address }) => ({ address })),
      ...(body && { body }),
      smtpUtf8,
    },
    transport: { client, helo, tls: false, ...(body && { body }), smtpUtf8 },
    trace: traceFields({ id, hostname, helo, client, protocol: 'ESMTP', at: receivedAt }),
    raw: composeCopy(raw, {
      id,
      at: receivedAt,
      hostname,
      ...(plan.subject !== undefined && { subject: plan.subject }),
      text: plan.text,
      kept: plan.kept,
      note: copyWords[language].note(plan.changed.length > 0, plan.leftOut.length),
    }),
  };
}
