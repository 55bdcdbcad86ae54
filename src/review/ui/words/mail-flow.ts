/** The words of traces and of the queue: states of messages and recipients, events, conditions of next mail servers. */

export const messageStateNames: Readonly<Record<string, string>> = {
  received: 'Waiting to be checked',
  scanning: 'Being checked',
  delivering: 'Waiting for the next mail server',
  warned: 'Waiting for sender',
  quarantined: 'Held for review',
  delivered: 'Delivered',
  failed: 'Delivery failed',
  bounced: 'Returned to sender',
  cancelled: 'Cancelled by sender',
};

export const recipientStateNames: Readonly<Record<string, string>> = {
  pending: 'Waiting',
  delivered: 'Delivered',
  failed: 'Refused',
  withheld: 'Not sent',
};

const eventNames: Readonly<Record<string, string>> = {
  received: 'Received',
  verdict: 'Checked',
  delivered: 'Accepted by the next mail server',
  deferred: 'Delayed',
  failed: 'Refused',
  withheld: 'Not sent',
  notice: 'Notice sent',
  decided: 'Decided by a reviewer',
  released: 'Released',
  send: 'Confirmed by its sender',
  cancel: 'Cancelled by its sender',
  'scan-retry': 'The check did not finish and will be repeated',
  'body-altered': 'Held: the stored message differs from the received one',
  'return-requested': 'Delivery attempts stopped by an administrator',
};

export function eventName(event: string): string {
  return eventNames[event] ?? event.replace(/[._/:-]+/g, ' ').replace(/^./, (letter) => letter.toUpperCase());
}

export const conditionNames: Readonly<Record<string, string>> = {
  up: 'Accepting mail',
  unknown: 'Not tried yet',
  slow: 'Too slow to answer',
  refused: 'Refuses the connection',
  login: 'Refuses the login',
  certificate: 'Its certificate cannot be verified',
  tls: 'The encrypted connection fails',
  dns: 'Its name cannot be resolved',
  down: 'Cannot be reached',
};

/** By error code: why an archive takes no copies, or why a copy waits. */
export const archiveProblems: Readonly<Record<string, string>> = {
  'archive.not-reached': 'Cannot be reached or is full',
  'archive.refused': 'Refuses the copy',
  'archive.differs': 'Has another message under this name',
  'store.altered-body': 'The stored message differs from the received one',
  'store.bad-ciphertext': 'The stored message cannot be decrypted',
  'store.not-found': 'The stored message is gone',
};

/** The answer of a next mail server; its status only where the reply does not name it. */
export function answerOf(status: string | null, reply: string | null): string {
  return [status !== null && !reply?.includes(status) && status, reply].filter(Boolean).join(' ');
}
