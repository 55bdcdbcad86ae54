/** Registry of error codes. `docs/errors.md` is generated from it; a test keeps the two alike. */

interface Entry {
  readonly meaning: string;
  readonly retry: 'transient' | 'permanent';
  readonly smtp?: { readonly code: number; readonly enhanced: string; readonly text: string };
}

const registry = {
  // receive: what an SMTP client is told
  'receive.relay-denied': {
    meaning: 'The client is in no configured network and has no login',
    retry: 'permanent',
    smtp: { code: 550, enhanced: '5.7.1', text: 'Relaying denied: this client may not send through this gateway' },
  },
  'receive.sender-not-ours': {
    meaning: 'The envelope sender is in no district domain',
    retry: 'permanent',
    smtp: { code: 550, enhanced: '5.7.1', text: 'Sender refused: its domain does not belong to this district' },
  },
  'receive.from-not-ours': {
    meaning: 'The header From is missing, repeated or in no district domain',
    retry: 'permanent',
    smtp: {
      code: 550,
      enhanced: '5.7.1',
      text: 'Message refused: exactly one From field with an address of this district is needed',
    },
  },
  'receive.unknown-parameter': {
    meaning: 'A parameter of MAIL or RCPT is of an extension that is not offered',
    retry: 'permanent',
    smtp: { code: 555, enhanced: '5.5.4', text: 'A parameter of this command is not supported here' },
  },
  'receive.too-big': {
    meaning: 'The message is larger than the limit',
    retry: 'permanent',
    smtp: { code: 552, enhanced: '5.3.4', text: 'Message too big for this system' },
  },
  'receive.too-many-recipients': {
    meaning: 'More recipients than the limit',
    retry: 'transient',
    smtp: { code: 452, enhanced: '4.5.3', text: 'Too many recipients: send the rest in another message' },
  },
  'receive.busy': {
    meaning: 'More message bytes in memory than the limit',
    retry: 'transient',
    smtp: { code: 452, enhanced: '4.3.1', text: 'Too many messages in work: try again in a moment' },
  },
  'receive.sender-rate': {
    meaning: 'The sender sends faster than its rate',
    retry: 'transient',
    smtp: { code: 451, enhanced: '4.7.1', text: 'Too many messages from this sender: try again in a minute' },
  },
  'receive.loop': {
    meaning: 'The message has been here before, or has passed too many hops',
    retry: 'permanent',
    smtp: {
      code: 554,
      enhanced: '5.4.6',
      text: 'Mail loop detected: this message has passed here before or has too many Received fields',
    },
  },
  'receive.bare-line-end': {
    meaning: 'The message has a CR or LF that is not part of CRLF',
    retry: 'permanent',
    smtp: {
      code: 554,
      enhanced: '5.6.0',
      text: 'Message refused: bare CR or LF in the content (RFC 5321 2.3.8); lines must end in CRLF',
    },
  },
  'receive.bad-header': {
    meaning: 'The header section cannot be read',
    retry: 'permanent',
    smtp: { code: 554, enhanced: '5.6.0', text: 'Message refused: its header section is malformed' },
  },
  'receive.store-failed': {
    meaning: 'The message could not be stored',
    retry: 'transient',
    smtp: {
      code: 451,
      enhanced: '4.3.0',
      text: 'The message could not be stored: nothing was accepted, try again later',
    },
  },
  'receive.draining': {
    meaning: 'The gateway is shutting down',
    retry: 'transient',
    smtp: { code: 421, enhanced: '4.3.2', text: 'Service shutting down: try again in a moment' },
  },
  'receive.client-gone': {
    meaning: 'The client went away before the end of the message',
    retry: 'transient',
    smtp: { code: 451, enhanced: '4.4.2', text: 'Connection lost before the end of the message' },
  },
  'receive.auth-failed': {
    meaning: 'User or password do not match a login',
    retry: 'permanent',
    smtp: { code: 535, enhanced: '5.7.8', text: 'Authentication failed' },
  },
  // store
  'store.unreachable': { meaning: 'The database cannot be reached', retry: 'transient' },
  'store.folder-in-use': { meaning: 'Another Hallpass runs on this data folder', retry: 'permanent' },
  'store.embedded-failed': { meaning: 'The embedded PostgreSQL did not start', retry: 'permanent' },
  'store.migration-failed': { meaning: 'The database could not be brought up to date', retry: 'permanent' },
  'store.lost-lease': {
    meaning: 'The message was taken over by another worker or is no longer in that state',
    retry: 'permanent',
  },
  'store.not-found': { meaning: 'There is no such message', retry: 'permanent' },
  'store.altered-body': { meaning: 'The stored body does not match its SHA-256', retry: 'permanent' },
  'store.bad-ciphertext': { meaning: 'A stored value cannot be decrypted', retry: 'permanent' },
  'keys.unknown': { meaning: 'No key with the id that the value was encrypted with', retry: 'permanent' },
  'keys.bad-format': { meaning: 'The key is not 32 bytes in base64 or hex', retry: 'permanent' },
  'keys.not-this-database': { meaning: 'The database was written with another key', retry: 'permanent' },
  // queue
  'queue.unreachable': { meaning: 'The queue cannot be reached', retry: 'transient' },
  // extract and detect
  'scan.timed-out': { meaning: 'Reading and judging the message took longer than the limit', retry: 'transient' },
  'scan.out-of-memory': {
    meaning: 'Reading and judging the message took more memory than the limit',
    retry: 'transient',
  },
  'scan.worker-died': { meaning: 'The worker that read the message died', retry: 'transient' },
  'scan.not-running': { meaning: 'The scan workers are shut down', retry: 'transient' },
  'detectors.bad-options': { meaning: 'The options of a detector are not valid', retry: 'permanent' },
  'detectors.not-loaded': { meaning: 'A detector could not be loaded', retry: 'permanent' },
  // decide
  'policy.not-found': { meaning: 'There is no such policy pack', retry: 'permanent' },
  'policy.invalid': { meaning: 'The policy pack is not valid', retry: 'permanent' },
  // directory
  'roster.not-readable': { meaning: 'The roster cannot be read', retry: 'permanent' },
  'roster.no-students': { meaning: 'The roster cannot be used', retry: 'permanent' },
  'roster.refused': { meaning: 'The roster was not imported; the last one stays active', retry: 'permanent' },
  'roster.busy': { meaning: 'Another import of a roster is running', retry: 'transient' },
  'roster.damaged': { meaning: 'The stored roster cannot be opened', retry: 'permanent' },
  // act
  'deliver.refused': { meaning: 'The next hop refused the message', retry: 'permanent' },
  'deliver.deferred': { meaning: 'The next hop put the message off', retry: 'transient' },
  'deliver.unreachable': { meaning: 'No next hop could be reached', retry: 'transient' },
  'link.invalid': { meaning: 'The link is not one of ours or was altered', retry: 'permanent' },
  'link.expired': { meaning: 'The link has expired', retry: 'permanent' },
  'link.used': { meaning: 'The message has already been decided on', retry: 'permanent' },
  // config and command line
  'config.invalid': { meaning: 'The configuration is not valid', retry: 'permanent' },
  'config.not-readable': { meaning: 'The configuration cannot be read', retry: 'permanent' },
  'cli.usage': { meaning: 'The command line is not valid', retry: 'permanent' },
  'start.port-in-use': { meaning: 'A port is already in use', retry: 'permanent' },
} as const satisfies Record<string, Entry>;

export type ErrorCode = keyof typeof registry;
export const errorCodes: Readonly<Record<ErrorCode, Entry>> = registry;
