/** Makes the stored message of an SMTP session: envelope, facts of the session, trace fields. */
import type { SMTPServerSession } from 'smtp-server';
import type { Envelope } from '../message/envelope.ts';
import { newMessageId } from '../message/message-id.ts';
import type { NewMessage } from '../store/change.ts';
import { traceFields } from './trace.ts';

export function toEnvelope({ envelope }: SMTPServerSession): Envelope {
  return {
    sender: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
    recipients: envelope.rcptTo.map(({ address, dsn }) => ({
      address,
      ...(dsn?.notify ? { notify: dsn.notify as NonNullable<Envelope['recipients'][number]['notify']> } : {}),
      ...(dsn?.orcpt ? { orcpt: dsn.orcpt } : {}),
    })),
    ...(envelope.dsn?.ret ? { ret: envelope.dsn.ret as 'FULL' | 'HDRS' } : {}),
    ...(envelope.dsn?.envid ? { envid: envelope.dsn.envid } : {}),
    ...(envelope.bodyType ? { body: envelope.bodyType.toUpperCase() as '7BIT' | '8BITMIME' } : {}),
    smtpUtf8: envelope.smtpUtf8 ?? false,
  };
}

export function toMessage(raw: Buffer, envelope: Envelope, session: SMTPServerSession, hostname: string): NewMessage {
  const receivedAt = new Date();
  const id = newMessageId(receivedAt.getTime());
  const client = session.remoteAddress.replace(/^::ffff:(?=\d+\.)/i, '');
  const helo = session.hostNameAppearsAs;
  const protocol = envelope.smtpUtf8 ? session.transmissionType.replace('ESMTP', 'UTF8SMTP') : session.transmissionType;
  return {
    id,
    kind: 'mail',
    receivedAt,
    envelope,
    transport: {
      client,
      helo,
      tls: session.secure,
      ...(session.user ? { user: String(session.user) } : {}),
      ...(envelope.ret ? { ret: envelope.ret } : {}),
      ...(envelope.envid ? { envid: envelope.envid } : {}),
      ...(envelope.body ? { body: envelope.body } : {}),
      smtpUtf8: envelope.smtpUtf8,
    },
    trace: traceFields({ id, hostname, helo, client, protocol, at: receivedAt }),
    raw,
  };
}
