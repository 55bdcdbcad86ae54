/** Kinds of events by which the audit log is filtered, and the events of each. */

export const eventKinds = ['mail', 'decisions', 'reading', 'senders', 'exceptions', 'accounts', 'operation'] as const;
export type EventKind = (typeof eventKinds)[number];

export const eventKindNames: Readonly<Record<EventKind, string>> = {
  mail: 'Receiving and delivery',
  decisions: 'Decisions',
  reading: 'Reading of content',
  senders: 'Senders’ own actions',
  exceptions: 'Exceptions',
  accounts: 'Accounts and sign-ins',
  operation: 'Operation',
};

export const eventsOfKind: Readonly<Record<EventKind, readonly string[]>> = {
  mail: ['received', 'verdict', 'notice', 'delivered', 'deferred', 'failed', 'withheld', 'scan-retry', 'body-altered'],
  decisions: [
    'decided',
    'release-agreed',
    'undone',
    'release',
    'released',
    'reject',
    'return',
    'bounce',
    'deliver',
    'assigned',
    'claimed',
    'unclaimed',
    'escalated',
    'noted',
    'judged',
    'appeal-answered',
  ],
  reading: ['revealed', 'revealed-read', 'raw-read'],
  senders: ['send', 'cancel', 'copied', 'appealed'],
  exceptions: ['exception-consented', 'exception-ended'],
  accounts: [
    'account-created',
    'account-changed',
    'account-locked',
    'sign-in',
    'sign-in-refused',
    'sign-out',
    'password-changed',
    'password-link',
    'password-set',
    'second-factor-on',
    'second-factor-off',
    'set-up-link',
    'token-made',
    'token-ended',
    'absence-set',
    'absence-ended',
  ],
  operation: [
    'retention',
    'roster-import',
    'retry-requested',
    'return-requested',
    'hop-paused',
    'hop-resumed',
    'alert-raised',
    'alert-ended',
    'trace-read',
  ],
};
