/**
 * Lets an envelope say that its message needs SMTPUTF8 (RFC 6531) or 8BITMIME (RFC 6152). nodemailer looks at the addresses
 * alone and sends to hosts without the extensions all the same; a message with such bytes must not go where they are not known.
 */
import SMTPConnection from 'nodemailer/lib/smtp-connection';

type Done = (error: Error) => void;
interface Connection {
  _supportedExtensions: readonly string[];
  _sendCommand?: (this: Connection, line: string, logged?: string) => void;
  _setEnvelope: (this: Connection, envelope: { smtpUtf8?: boolean; needsEightBit?: boolean }, done: Done) => void;
  _formatError(message: string, type: string, response: string, command: string): Error;
}

/** RFC 6531 3.5: 550 with 5.6.7 where the message cannot be relayed for want of the extension. */
const NO_UTF8 = '550 5.6.7 The next hop does not take internationalized mail (SMTPUTF8)';
/** RFC 3463 X.6.3: conversion is required and not supported. To convert would break signatures (DKIM, S/MIME). */
const NO_EIGHT_BIT = '554 5.6.3 The next hop does not take 8-bit content (8BITMIME), and content is not converted here';

const prototype = SMTPConnection.prototype as unknown as Connection;
const setEnvelope = prototype._setEnvelope;
prototype._setEnvelope = function setEnvelopeWithNeeds(envelope, done) {
  const knows = (extension: string): boolean => this._supportedExtensions.includes(extension);
  const lacks = (message: string, reply: string): void =>
    done(this._formatError(message, 'EENVELOPE', reply, 'MAIL FROM'));
  if (envelope.needsEightBit && !knows('8BITMIME')) return lacks('8BITMIME is needed', NO_EIGHT_BIT);
  if (!envelope.smtpUtf8) return setEnvelope.call(this, envelope, done);
  if (!knows('SMTPUTF8')) return lacks('SMTPUTF8 is needed', NO_UTF8);
  const send = prototype._sendCommand!;
  this._sendCommand = (line, logged) =>
    send.call(this, line.startsWith('MAIL FROM:') && !/ SMTPUTF8\b/.test(line) ? `${line} SMTPUTF8` : line, logged);
  try {
    setEnvelope.call(this, envelope, done);
  } finally {
    delete this._sendCommand;
  }
};
