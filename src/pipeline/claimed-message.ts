/** Views of a claimed message for the stages that work on it, and the steps that set it back or aside. */
import type { ActContext, ActOn } from '../act/act-context.ts';
import type { OutgoingMessage } from '../act/deliver/attempt.ts';
import type { Held, HeldDecision } from '../act/decide-held.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import { headerEnd } from '../message/header.ts';
import type { Step } from '../store/change.ts';
import type { PendingDecision } from '../store/review/tables.ts';
import type { ClaimedMessage } from '../store/store.ts';

const RETRY_SCAN_AFTER_MS = 5_000;
const DAY_MS = 86_400_000;

export function actOn(claimed: ClaimedMessage): ActOn {
  return {
    id: claimed.id,
    kind: claimed.kind,
    sender: claimed.sender,
    receivedAt: claimed.receivedAt,
    recipients: claimed.recipients,
    ...(claimed.transport.envid === undefined ? {} : { envid: claimed.transport.envid }),
    ...(claimed.verdict === null ? {} : { verdict: claimed.verdict }),
    ...(claimed.sealed === null ? {} : { sealed: claimed.sealed }),
  };
}

export function heldOf(claimed: ClaimedMessage): Held {
  const state = claimed.state === 'warned' ? 'warned' : 'quarantined';
  return { ...actOn(claimed), state, lease: claimed.lease, expiresAt: claimed.expiresAt ?? claimed.receivedAt };
}

/** What a reviewer decided, as it is carried out. */
export function decisionOf({ decision, reason }: { decision: PendingDecision; reason: string }): HeldDecision {
  const { choice, by, byId, account, recipients, exception } = decision;
  return {
    by: 'reviewer',
    choice,
    actor: by,
    account,
    reason,
    ...(recipients && { recipients }),
    ...(exception && { exception: { ...exception, by, byId, reason } }),
  };
}

/** What goes on the wire: the trace fields in front, the message as it came, the recipients without a result. */
export function outgoing(claimed: ClaimedMessage, raw: Buffer): OutgoingMessage {
  const { transport } = claimed;
  const recipients = claimed.recipients.filter(({ state }) => state === 'pending');
  const addresses = [claimed.sender, ...recipients.map(({ address }) => address)];
  const utf8Header = transport.smtpUtf8 && raw.subarray(0, headerEnd(raw)).some((byte) => byte > 127);
  return {
    id: claimed.id,
    sender: claimed.sender,
    recipients,
    raw: Buffer.concat([Buffer.from(claimed.trace), raw]),
    eightBit: transport.body === '8BITMIME',
    smtpUtf8: utf8Header || addresses.some(hasUtf8Mailbox),
    ...(transport.ret === undefined ? {} : { ret: transport.ret }),
    ...(transport.envid === undefined ? {} : { envid: transport.envid }),
  };
}

/** A domain can be written in its ASCII form; what stands before the @ cannot. */
function hasUtf8Mailbox(address: string): boolean {
  return Buffer.from(address.slice(0, address.lastIndexOf('@') + 1)).some((byte) => byte > 127);
}

/** The stored body is not what was accepted: it must not leave, and trying again will not mend it. */
export function isAltered(error: unknown): boolean {
  return codeOf(error) === 'store.altered-body' || codeOf(error) === 'store.bad-ciphertext';
}

export function retryScan(context: ActContext, claimed: ClaimedMessage): Step {
  return {
    id: claimed.id,
    from: 'scanning',
    to: 'received',
    lease: claimed.lease,
    dueAt: new Date(context.now().getTime() + RETRY_SCAN_AFTER_MS),
    events: [{ event: 'scan-retry', actor: 'gateway', detail: { attempt: claimed.attempts } }],
  };
}

export function setAside(context: ActContext, claimed: ClaimedMessage): Step {
  const deadline = new Date(context.now().getTime() + context.hold.quarantineDays * DAY_MS);
  return {
    id: claimed.id,
    from: 'delivering',
    to: 'quarantined',
    lease: claimed.lease,
    dueAt: deadline,
    expiresAt: deadline,
    events: [{ event: 'body-altered', actor: 'gateway', detail: {} }],
  };
}
