/** A message as the actions see it: the facts they need, taken from a claimed message or from one that was read. */
import type { Verdict } from '../decide/verdict.ts';
import type { EnvelopeRecipient } from '../message/envelope.ts';
import type { MessageId } from '../message/message-id.ts';
import type { MessageDetail } from '../store/stored-message.ts';
import type { Decision, SealedFacts } from '../store/schema.ts';
import type { RecipientState } from '../store/states.ts';
import type { ClaimedMessage } from '../store/claim.ts';

export interface MessageFacts {
  readonly id: MessageId;
  readonly kind: 'mail' | 'notice';
  readonly sender: string;
  readonly receivedAt: Date;
  readonly recipients: readonly (EnvelopeRecipient & { readonly n: number })[];
  readonly envid?: string;
  readonly verdict?: Verdict;
  readonly sealed?: SealedFacts;
}

/** A message that waits for its sender or for a reviewer. */
export interface HeldMessage extends MessageFacts {
  readonly state: 'warned' | 'quarantined';
  /** The lease under which the step is taken; decisions that people take without a worker have none. */
  readonly lease?: string;
  readonly expiresAt: Date;
}

/** A message whose recipients are tried until each has a final result. */
export interface DeliveringMessage extends Omit<MessageFacts, 'recipients'> {
  readonly lease: string;
  readonly decision?: Decision;
  /** When attempts end. */
  readonly expiresAt: Date;
  readonly recipients: readonly (EnvelopeRecipient & {
    readonly n: number;
    readonly state: RecipientState;
    readonly attempts: number;
    /** Of the last attempt; null or absent before the first one. */
    readonly status?: string | null;
  })[];
}

type Stored = Pick<
  MessageDetail | ClaimedMessage,
  'id' | 'kind' | 'sender' | 'receivedAt' | 'recipients' | 'transport' | 'verdict' | 'sealed'
>;

export function messageFacts(message: Stored): MessageFacts {
  const { id, kind, sender, receivedAt, recipients, transport, verdict, sealed } = message;
  return {
    id,
    kind,
    sender,
    receivedAt,
    recipients,
    ...(transport.envid === undefined ? {} : { envid: transport.envid }),
    ...(verdict === null ? {} : { verdict }),
    ...(sealed === null ? {} : { sealed }),
  };
}

/** @param message in one of the held states, else it counts as quarantined, and the store refuses the step */
export function heldMessage(
  message: Stored & Pick<MessageDetail, 'state' | 'expiresAt'> & { readonly lease?: string },
): HeldMessage {
  return {
    ...messageFacts(message),
    state: message.state === 'warned' ? 'warned' : 'quarantined',
    ...(message.lease === undefined ? {} : { lease: message.lease }),
    expiresAt: message.expiresAt ?? message.receivedAt,
  };
}
