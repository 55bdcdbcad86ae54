/** Views of a claimed message for the stages that work on it, and the steps that set it back or aside. */
import type { ActContext, ActOn } from './act/act-context.ts';
import type { OutgoingMessage } from './act/deliver/attempt.ts';
import type { Held } from './act/decide-held.ts';
import { codeOf } from './errors/hallpass-error.ts';
import type { Step } from './store/change.ts';
import type { ClaimedMessage } from './store/store.ts';

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

/** What goes on the wire: the trace fields in front, the message as it came, the recipients without a result. */
export function outgoing(claimed: ClaimedMessage, raw: Buffer): OutgoingMessage {
  const { transport } = claimed;
  return {
    id: claimed.id,
    sender: claimed.sender,
    recipients: claimed.recipients.filter(({ state }) => state === 'pending'),
    raw: Buffer.concat([Buffer.from(claimed.trace), raw]),
    eightBit: transport.body === '8BITMIME',
    ...(transport.ret === undefined ? {} : { ret: transport.ret }),
    ...(transport.envid === undefined ? {} : { envid: transport.envid }),
  };
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
