/** The certificate of an SMTP client, kept with its session from the handshake on. */
import type { Socket } from 'node:net';
import { checkServerIdentity, TLSSocket, type PeerCertificate } from 'node:tls';
import type { SMTPServerSession } from 'smtp-server';

const certificates = new WeakMap<SMTPServerSession, PeerCertificate>();

/** Keeps a certificate that verifies; others are as good as none. */
export function keepCertificate(session: SMTPServerSession, socket: Socket): void {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return;
  const certificate = socket.getPeerCertificate();
  if (Object.keys(certificate).length > 0) certificates.set(session, certificate);
}

/** Whether the session's certificate names this host, in its alternative names as RFC 6125 compares them. */
export function hasCertificateOf(session: SMTPServerSession, name: string): boolean {
  const certificate = certificates.get(session);
  return certificate !== undefined && checkServerIdentity(name, certificate) === undefined;
}
