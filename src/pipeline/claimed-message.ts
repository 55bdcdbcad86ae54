/** A claimed message for the stages that work on it: its body, what goes on the wire, and the steps that set it back or aside. */
import { isAscii } from 'node:buffer';
import type { ActContext } from '../act/act-context.ts';
import type { OutgoingMessage } from '../act/deliver/attempt.ts';
import { headerEnd } from '../message/header.ts';
import { unalteredBody } from '../store/body.ts';
import type { Step } from '../store/change.ts';
import type { ClaimedMessage } from '../store/claim.ts';
import type { PipelineParts } from './pipeline-parts.ts';

const RETRY_SCAN_AFTER_MS = 5_000;
const DAY_MS = 86_400_000;

/** Reads the body at the first call, unless it is at hand, and keeps it; undefined where the stored body is not what was accepted. */
export type BodyReader = () => Promise<Buffer | undefined>;

export function bodyReader(
  { store, observe }: Pick<PipelineParts, 'store' | 'observe'>,
  { id }: ClaimedMessage,
  atHand?: Buffer,
): BodyReader {
  let body = atHand && Promise.resolve<Buffer | undefined>(atHand);
  return () => (body ??= observe.stage('read', () => unalteredBody(store, id)));
}

/** The message as a step under its own lease leaves it. */
export function afterStep(claimed: ClaimedMessage, step: Step): ClaimedMessage {
  const results = new Map(step.recipients?.map((result) => [result.n, result]));
  return {
    ...claimed,
    state: step.to,
    expiresAt: step.expiresAt ?? claimed.expiresAt,
    verdict: step.verdict ?? claimed.verdict,
    sealed: step.sealed ?? claimed.sealed,
    decision: step.decision ?? claimed.decision,
    recipients: claimed.recipients.map((recipient) => {
      const result = results.get(recipient.n);
      return result ? { ...recipient, state: result.state, status: result.status ?? recipient.status } : recipient;
    }),
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
    eightBit: transport.body === '8BITMIME' || !isAscii(raw),
    needsEightBit: !isAscii(raw),
    smtpUtf8: utf8Header || addresses.some(hasUtf8Mailbox),
    ...(transport.ret === undefined ? {} : { ret: transport.ret }),
    ...(transport.envid === undefined ? {} : { envid: transport.envid }),
  };
}

/** A domain can be written in its ASCII form; the part before the @ cannot. */
function hasUtf8Mailbox(address: string): boolean {
  return Buffer.from(address.slice(0, address.lastIndexOf('@') + 1)).some((byte) => byte > 127);
}

/** Sets a message back to be scanned again soon. */
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

/** Holds a message whose stored body is not what was accepted. */
export function setAside(context: ActContext, claimed: ClaimedMessage): Step {
  const deadline = context.holdEnds(context.now(), context.hold.quarantineDays * DAY_MS);
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
