/** Input and results of one delivery attempt: a result per recipient, in the terms of RFC 3463. */
import type { DsnNotify } from '../../message/envelope.ts';
import type { MessageId } from '../../message/message-id.ts';
import type { HopProbe } from './hop-states.ts';

export interface OutgoingRecipient {
  readonly n: number;
  readonly address: string;
  readonly notify?: readonly DsnNotify[];
  readonly orcpt?: string;
}

export interface OutgoingMessage {
  readonly id: MessageId;
  readonly sender: string;
  readonly recipients: readonly OutgoingRecipient[];
  /** Trace fields and the message as it arrived. */
  readonly raw: Buffer;
  /** It is announced as BODY=8BITMIME (RFC 6152) where the host knows that. */
  readonly eightBit: boolean;
  /** It has bytes above 127, so that it cannot go to a host without 8BITMIME: nothing is converted here. */
  readonly needsEightBit?: boolean;
  /** It cannot go to a host without SMTPUTF8 (RFC 6531). */
  readonly smtpUtf8?: boolean;
  readonly ret?: 'FULL' | 'HDRS';
  readonly envid?: string;
}

export interface AttemptResult {
  readonly n: number;
  readonly outcome: 'delivered' | 'deferred' | 'failed';
  /** Enhanced status code: that of the next hop, or one of ours where it gave none. */
  readonly status: string;
  /** Reply of the next hop, or our own text where there was none. */
  readonly reply: string;
  /** The next hop; absent where none was reached. */
  readonly remote?: string;
  /** The next hop took over the duty to report success (RFC 3461 5.2.2). */
  readonly reportsSuccess: boolean;
  /** No next hop was asked: each has an outage. This is no attempt. */
  readonly untried?: boolean;
}

/** A route to the next hop: one attempt for all given recipients. A failed delivery is a result, never a rejection. */
export interface Route {
  readonly description: string;
  send(message: OutgoingMessage): Promise<AttemptResult[]>;
  /** By hop (`host:port`), where they are configured: connects without a message. */
  readonly probes?: ReadonlyMap<string, () => Promise<HopProbe>>;
  close(): void;
}

/** The same result for several recipients. */
export function forAll(recipients: readonly OutgoingRecipient[], result: Omit<AttemptResult, 'n'>): AttemptResult[] {
  return recipients.map(({ n }) => ({ n, ...result }));
}
