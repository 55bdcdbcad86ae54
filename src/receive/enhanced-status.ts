/**
 * Lets our replies carry the enhanced status code that fits (RFC 3463), such as 4.3.1 beside 452. smtp-server derives one
 * from the reply code alone; a text that begins with a code of its own is sent as it is.
 */
import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js';
import type { SmtpReply } from '../errors/hallpass-error.ts';

type Send = (code: number, data: string | string[] | undefined, context?: string | false) => void;
const prototype = SMTPConnection.prototype as unknown as { send: Send };
const send = prototype.send;
prototype.send = function sendWithOwnStatus(this: unknown, code, data, context) {
  const ownStatus = typeof data === 'string' && /^[245]\.\d{1,3}\.\d{1,3} /.test(data);
  send.call(this, code, data, ownStatus ? false : context);
};

/** The error that smtp-server turns into this reply. */
export function replyError(reply: SmtpReply): Error & { responseCode: number } {
  return Object.assign(new Error(`${reply.enhanced} ${reply.text}`), { responseCode: reply.code });
}
