/** Error codes of `receive`, with the replies to SMTP clients: a part of the registry. */
import type { ErrorEntry } from './error-entry.ts';

export const receiveCodes = {
  'receive.relay-denied': {
    meaning: 'The client is neither in a configured network nor logged in',
    retry: 'permanent',
    smtp: {
      code: 550,
      enhanced: '5.7.1',
      text: 'Relaying denied: this client may not send through this gateway',
    },
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
    meaning: 'An address in From, Sender or a line after them can be read in more than one way',
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
    meaning: 'A client in the network of a tenant has no verified certificate with the configured name',
    retry: 'permanent',
    smtp: {
      code: 550,
      enhanced: '5.7.1',
      text: 'Relaying denied: the client certificate is missing, is not verified or has the wrong name',
    },
  },
  'receive.login-sender': {
    meaning: 'From, Sender or the envelope sender is not among the senders of the login',
    retry: 'permanent',
    smtp: {
      code: 550,
      enhanced: '5.7.1',
      text: 'Sender refused: this login may not send as this address',
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
    meaning: 'A message from the network of a tenant lacks the secret header field, or its value is wrong',
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
  'receive.client-connections': {
    meaning: 'The client has too many connections',
    retry: 'transient',
    smtp: { code: 421, enhanced: '4.7.0', text: 'Too many connections from this client: try again in a minute' },
  },
  'receive.client-rate': {
    meaning: 'The client exceeds its sending rate',
    retry: 'transient',
    smtp: { code: 451, enhanced: '4.7.1', text: 'Too many messages from this client: try again in a minute' },
  },
  'receive.unscanned': {
    meaning: 'Too many messages are waiting to be scanned',
    retry: 'transient',
    smtp: {
      code: 452,
      enhanced: '4.3.1',
      text: 'Too many messages wait to be scanned: try again in a few minutes',
    },
  },
  'receive.undelivered': {
    meaning: 'Too many messages are waiting for the next hop',
    retry: 'transient',
    smtp: {
      code: 452,
      enhanced: '4.3.1',
      text: 'Too many messages wait for the next mail server: try again later',
    },
  },
  'receive.too-slow': {
    meaning: 'The client took too long for the content of a message',
    retry: 'transient',
    smtp: { code: 421, enhanced: '4.4.2', text: 'The message took too long: nothing was accepted, try again' },
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
    meaning: 'The user name and password do not match any login',
    retry: 'permanent',
    smtp: { code: 535, enhanced: '5.7.8', text: 'Authentication failed' },
  },
} as const satisfies Record<string, ErrorEntry>;
