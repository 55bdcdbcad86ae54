/**
 * Lets an envelope say that its message needs SMTPUTF8 (RFC 6531). nodemailer looks at the addresses alone and sends to hosts
 * without the extension all the same; a message with UTF-8 in its header needs it too, and must not go where it is not known.
 */
import SMTPConnection from 'nodemailer/lib/smtp-connection';

type Done = (error: Error) => void;
interface Connection {
  _supportedExtensions: readonly string[];
  _sendCommand?: (this: Connection, line: string, logged?: string) => void;
  _setEnvelope: (this: Connection, envelope: { smtpUtf8?: boolean }, done: Done) => void;
  _formatError(message: string, type: string, response: string, command: string): Error;
}

/** RFC 6531 3.5: 550 with 5.6.7 where the message cannot be relayed for want of the extension. */
const CANNOT = '550 5.6.7 The next hop does not take internationalized mail (SMTPUTF8)';

const prototype = SMTPConnection.prototype as unknown as Connection;
const setEnvelope = prototype._setEnvelope;
prototype._setEnvelope = function setEnvelopeWithUtf8(envelope, done) {
  if (!envelope.smtpUtf8) return setEnvelope.call(this, envelope, done);
  if (!this._supportedExtensions.includes('SMTPUTF8'))
    return done(this._formatError('SMTPUTF8 is needed', 'EENVELOPE', CANNOT, 'MAIL FROM'));
  const send = prototype._sendCommand!;
  this._sendCommand = (line, logged) =>
    send.call(this, line.startsWith('MAIL FROM:') && !/ SMTPUTF8\b/.test(line) ? `${line} SMTPUTF8` : line, logged);
  try {
    setEnvelope.call(this, envelope, done);
  } finally {
    delete this._sendCommand;
  }
};
