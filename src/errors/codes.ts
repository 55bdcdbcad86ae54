/** Registry of error codes. `docs/errors.md` is generated from it, and a test compares the two. */

interface Entry {
  readonly meaning: string;
  readonly retry: 'transient' | 'permanent';
  readonly smtp?: { readonly code: number; readonly enhanced: string; readonly text: string };
}

const registry = {
  // receive: replies to SMTP clients
  'receive.relay-denied': {
    meaning: 'The client is neither in a configured network nor logged in',
    retry: 'permanent',
    smtp: { code: 550, enhanced: '5.7.1', text: 'Relaying denied: this client may not send through this gateway' },
  },
  'receive.sender-not-ours': {
    meaning: 'The envelope sender is not in a domain of the district',
    retry: 'permanent',
    smtp: { code: 550, enhanced: '5.7.1', text: 'Sender refused: its domain does not belong to this district' },
  },
  'receive.from-missing': {
    meaning: 'The message has no From field, or one without an address',
    retry: 'permanent',
    smtp: {
      code: 550,
      enhanced: '5.7.1',
      text: 'Message refused: it has no From field with an address',
    },
  },
  'receive.from-repeated': {
    meaning: 'The message has several From fields',
    retry: 'permanent',
    smtp: {
      code: 550,
      enhanced: '5.7.1',
      text: 'Message refused: it has more than one From field',
    },
  },
  'receive.from-unreadable': {
    meaning: 'An address in From, Sender or a line after them can be read in several ways',
    retry: 'permanent',
    smtp: {
      code: 550,
      enhanced: '5.7.1',
      text: 'Message refused: mail programs read an address in its From or Sender field differently',
    },
  },
  'receive.from-mixed': {
    meaning: 'The From field has addresses of the district and of others',
    retry: 'permanent',
    smtp: {
      code: 550,
      enhanced: '5.7.1',
      text: 'Message refused: its From field has addresses of this district and of others',
    },
  },
  'receive.from-not-ours': {
    meaning:
      'The From field is not in a domain of the district, and nothing shows who of the district passes the message on',
    retry: 'permanent',
    smtp: {
      code: 550,
      enhanced: '5.7.1',
      text: 'Message refused: its From address is outside this district, and neither Sender, Resent-From nor the envelope shows who forwards it',
    },
  },
  'receive.sender-field-not-ours': {
    meaning: 'The From field is ours and the Sender field is not, and its domain is not a listed service',
    retry: 'permanent',
    smtp: {
      code: 550,
      enhanced: '5.7.1',
      text: 'Message refused: its Sender field is outside this district and is no listed service',
    },
  },
  'receive.other-author-off': {
    meaning: 'The message has an outside author, and smtp.otherAuthors refuses the way in which it is passed on',
    retry: 'permanent',
    smtp: {
      code: 550,
      enhanced: '5.7.1',
      text: 'Message refused: this gateway does not forward mail of outside authors in this way',
    },
  },
  'receive.other-author-login': {
    meaning: 'The message has an outside author and comes from a login; only the networks may pass on mail of others',
    retry: 'permanent',
    smtp: {
      code: 550,
      enhanced: '5.7.1',
      text: 'Message refused: a login may only send mail whose From address belongs to this district',
    },
  },
  'receive.tenant-tls': {
    meaning: 'A client in the network of a tenant sends without TLS',
    retry: 'permanent',
    smtp: { code: 530, enhanced: '5.7.0', text: 'Must issue a STARTTLS command first' },
  },
  'receive.tenant-certificate': {
    meaning: 'A client in the network of a tenant has no verified certificate of the configured name',
    retry: 'permanent',
    smtp: {
      code: 550,
      enhanced: '5.7.1',
      text: 'Relaying denied: the client certificate is missing, is not verified or has another name',
    },
  },
  'receive.tenant-domain': {
    meaning: 'The envelope sender is not in a domain of a tenant in this network',
    retry: 'permanent',
    smtp: {
      code: 550,
      enhanced: '5.7.1',
      text: 'Sender refused: its domain does not belong to a tenant of this network',
    },
  },
  'receive.tenant-header': {
    meaning: 'A message from the network of a tenant lacks the secret header field, or its value is another one',
    retry: 'permanent',
    smtp: {
      code: 550,
      enhanced: '5.7.1',
      text: 'Relaying denied: the header field that proves the tenant is missing or wrong',
    },
  },
  'receive.unknown-parameter': {
    meaning: 'A parameter of MAIL or RCPT belongs to an SMTP extension that is not offered',
    retry: 'permanent',
    smtp: { code: 555, enhanced: '5.5.4', text: 'A parameter of this command is not supported here' },
  },
  'receive.too-big': {
    meaning: 'The message is larger than the limit',
    retry: 'permanent',
    smtp: { code: 552, enhanced: '5.3.4', text: 'Message too big for this system' },
  },
  'receive.too-many-recipients': {
    meaning: 'The message has more recipients than the limit',
    retry: 'transient',
    smtp: { code: 452, enhanced: '4.5.3', text: 'Too many recipients: send the rest in another message' },
  },
  'receive.busy': {
    meaning: 'The messages in memory exceed the limit',
    retry: 'transient',
    smtp: { code: 452, enhanced: '4.3.1', text: 'Too many messages in progress: try again in a moment' },
  },
  'receive.sender-rate': {
    meaning: 'The sender exceeds its sending rate',
    retry: 'transient',
    smtp: { code: 451, enhanced: '4.7.1', text: 'Too many messages from this sender: try again in a minute' },
  },
  'receive.loop': {
    meaning: 'The message has passed this gateway before, or has too many hops',
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
  'receive.commit-unknown': {
    meaning: 'The database was lost before it confirmed that the message is stored',
    retry: 'transient',
    smtp: {
      code: 451,
      enhanced: '4.3.0',
      text: 'It is not known whether the message was stored: try again later; it may be delivered twice',
    },
  },
  'receive.bcc': {
    meaning: 'The header has a Bcc field, which recipients would see',
    retry: 'permanent',
    smtp: {
      code: 554,
      enhanced: '5.6.0',
      text: 'Message refused: its Bcc field would show hidden recipients to the others; the sending program must remove it',
    },
  },
  'receive.draining': {
    meaning: 'The gateway is shutting down',
    retry: 'transient',
    smtp: { code: 421, enhanced: '4.3.2', text: 'Service shutting down: try again in a moment' },
  },
  'receive.client-gone': {
    meaning: 'The client disconnected before the end of the message',
    retry: 'transient',
    smtp: { code: 451, enhanced: '4.4.2', text: 'Connection lost before the end of the message' },
  },
  'receive.auth-failed': {
    meaning: 'User name and password match no login',
    retry: 'permanent',
    smtp: { code: 535, enhanced: '5.7.8', text: 'Authentication failed' },
  },
  // store
  'store.unreachable': { meaning: 'The database cannot be reached', retry: 'transient' },
  'store.commit-unknown': {
    meaning: 'The database was lost before it confirmed a new message',
    retry: 'transient',
  },
  'store.folder-in-use': { meaning: 'Another Hallpass is using this data folder', retry: 'permanent' },
  'store.embedded-failed': { meaning: 'The embedded PostgreSQL did not start', retry: 'permanent' },
  'store.migration-failed': { meaning: 'The database could not be migrated to this version', retry: 'permanent' },
  'store.lost-lease': {
    meaning: 'Another worker has taken the message over, or its state has changed',
    retry: 'permanent',
  },
  'store.not-found': { meaning: 'There is no such message', retry: 'permanent' },
  'store.altered-body': { meaning: 'The stored body does not match its SHA-256', retry: 'permanent' },
  'store.bad-ciphertext': { meaning: 'A stored value cannot be decrypted', retry: 'permanent' },
  'keys.unknown': { meaning: 'The key that encrypted the value is not available', retry: 'permanent' },
  'keys.bad-format': { meaning: 'The key is not 32 bytes in base64 or hex', retry: 'permanent' },
  'keys.not-this-database': { meaning: 'The database was created with a different key', retry: 'permanent' },
  'keys.other-process': {
    meaning: 'A running process still encrypts with another key; restart it with the new key first',
    retry: 'transient',
  },
  'keys.not-rotated': { meaning: 'Some values still need an older key; run the command again', retry: 'transient' },
  'store.moved': { meaning: 'The database of this data folder was moved to a server', retry: 'permanent' },
  // backups
  'backup.exists': { meaning: 'There is a file of this name already', retry: 'permanent' },
  'backup.damaged': { meaning: 'The backup is damaged or not complete', retry: 'permanent' },
  'backup.newer': { meaning: 'The backup was made by a newer version', retry: 'permanent' },
  'backup.not-empty': { meaning: 'The database to restore into is not empty', retry: 'permanent' },
  // queue
  'queue.unreachable': { meaning: 'The queue cannot be reached', retry: 'transient' },
  // extract and detect
  'scan.timed-out': { meaning: 'Scanning the message took longer than the limit', retry: 'transient' },
  'scan.out-of-memory': {
    meaning: 'Scanning the message needed more memory than the limit',
    retry: 'transient',
  },
  'scan.worker-died': { meaning: 'The worker that scanned the message died', retry: 'transient' },
  'scan.not-running': { meaning: 'The scan workers are shut down', retry: 'transient' },
  'reader.missing': { meaning: 'There is no sentence model', retry: 'permanent' },
  'reader.not-loaded': { meaning: 'The sentence model cannot be used', retry: 'permanent' },
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
  'deliver.hop-down': { meaning: 'The next hop cannot be reached', retry: 'transient' },
  'deliver.hop-dns': { meaning: 'The name of the next hop cannot be resolved', retry: 'transient' },
  'deliver.hop-tls': { meaning: 'The next hop offers no TLS, or the encrypted connection fails', retry: 'transient' },
  'deliver.hop-certificate': { meaning: 'The certificate of the next hop does not verify', retry: 'transient' },
  'deliver.hop-login': { meaning: 'The next hop refuses the login', retry: 'transient' },
  'deliver.hop-refused': { meaning: 'The next hop refuses the session', retry: 'transient' },
  'deliver.hop-slow': { meaning: 'The next hop answers too late', retry: 'transient' },
  'alerts.webhook-failed': { meaning: 'An alert could not be posted to a webhook', retry: 'transient' },
  'deliver.refused': { meaning: 'The next hop refused the message', retry: 'permanent' },
  'deliver.deferred': { meaning: 'The next hop deferred the message', retry: 'transient' },
  'deliver.unreachable': { meaning: 'No next hop could be reached', retry: 'transient' },
  'link.invalid': { meaning: 'The link was not made by this gateway, or was altered', retry: 'permanent' },
  'link.expired': { meaning: 'The link has expired', retry: 'permanent' },
  'link.used': { meaning: 'A decision about the message has already been made', retry: 'permanent' },
  // config and command line
  'config.invalid': { meaning: 'The configuration is not valid', retry: 'permanent' },
  'config.not-readable': { meaning: 'The configuration cannot be read', retry: 'permanent' },
  'cli.usage': { meaning: 'The command line is not valid', retry: 'permanent' },
  'start.port-in-use': { meaning: 'A port is already in use', retry: 'permanent' },
} as const satisfies Record<string, Entry>;

export type ErrorCode = keyof typeof registry;
export const errorCodes: Readonly<Record<ErrorCode, Entry>> = registry;
