/** The life of a message, in one place: its states and the transitions that are allowed. The store writes no other. */

export const messageStates = [
  'received', // committed, answered with 250, waiting to be scanned
  'scanning', // leased by a worker that extracts, detects and decides
  'delivering', // to be handed to the next hop: at least one recipient has no final result
  'warned', // held until the sender confirms, cancels, or the time is up
  'quarantined', // held until a reviewer releases or rejects it, its sender cancels it, or the time is up
  'delivered', // final: every recipient has a result, at least one took it
  'failed', // final: no recipient took it; the sender has a failure notice where one is due
  'bounced', // final: returned to the sender by the policy, a reviewer or an expiry
  'cancelled', // final: the sender decided not to send it
] as const;
export type MessageState = (typeof messageStates)[number];

const transitions: Readonly<Record<MessageState, readonly MessageState[]>> = {
  received: ['scanning'],
  // back to received: a worker failed in a way that may pass
  scanning: ['scanning', 'received', 'delivering', 'warned', 'quarantined', 'bounced'],
  // to itself: some recipients are put off; to quarantined: the stored body is not what was accepted
  delivering: ['delivering', 'delivered', 'failed', 'quarantined'],
  warned: ['delivering', 'cancelled', 'bounced'],
  quarantined: ['delivering', 'cancelled', 'bounced'],
  delivered: [],
  failed: [],
  bounced: [],
  cancelled: [],
};

export function mayBecome(from: MessageState, to: MessageState): boolean {
  return transitions[from].includes(to);
}

export function isFinal(state: MessageState): boolean {
  return transitions[state].length === 0;
}

/** `pending` may be tried (again); the others are final. */
export const recipientStates = ['pending', 'delivered', 'failed', 'withheld'] as const;
export type RecipientState = (typeof recipientStates)[number];
