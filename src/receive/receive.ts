/** First stage: takes mail over SMTP, refuses what may not pass, and answers 250 only when the store has committed. */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { codeOf } from '../errors/hallpass-error.ts';
import type { OpenConnections } from './client-limits.ts';
import { createHandlers, type ReceiveOptions } from './handlers.ts';

export interface Receiver {
  /** Addresses listened on, `host:port`, STARTTLS listeners first. */
  readonly addresses: readonly string[];
  /** Stops accepting connections; messages in transfer may finish within five seconds. */
  close(): Promise<void>;
}

/** @throws Error with code EADDRINUSE or EACCES from the listeners */
export async function receive(options: ReceiveOptions): Promise<Receiver> {
  const { smtp } = options.config;
  const open: OpenConnections = new Map();
  const handlers = createHandlers(options, open);
  const tls = smtp.tls && {
    cert: readFileSync(smtp.tls.certFile),
    key: readFileSync(smtp.tls.keyFile),
    minVersion: 'TLSv1.2' as const,
    // A certificate is asked for where a tenant is to have one, and judged when mail comes.
    requestCert: smtp.tenants.some(({ certificateName }) => certificateName !== undefined),
    rejectUnauthorized: false,
    ...(smtp.tls.clientCaFile === undefined ? {} : { ca: readFileSync(smtp.tls.clientCaFile) }),
  };
  const base: SMTPServerOptions = {
    ...handlers,
    ...tls,
    name: options.config.hostname,
    banner: 'Hallpass',
    size: smtp.limits.messageBytes,
    maxClients: smtp.limits.connections,
    maxRecipients: smtp.limits.recipients,
    socketTimeout: smtp.limits.idleTimeoutMs,
    closeTimeout: 5000,
    authOptional: true,
    authMethods: ['PLAIN', 'LOGIN'],
    hideDSN: false,
    hideENHANCEDSTATUSCODES: false,
    // Nothing here would keep the promise of RFC 8689 that each further hop uses TLS.
    hideREQUIRETLS: true,
    disableReverseLookup: true,
    logger: false,
  };
  const servers: SMTPServer[] = [];
  const addresses: string[] = [];
  const listeners = [
    ...smtp.listen.map((at) => ({ ...at, secure: false })),
    ...smtp.listenTls.map((at) => ({ ...at, secure: true })),
  ];
  const close = async (): Promise<void> => {
    await Promise.all(servers.map((server) => new Promise<void>((done) => server.close(() => done()))));
  };
  for (const { host, port, secure } of listeners) {
    const server = new SMTPServer({ ...base, secure });
    try {
      addresses.push(await listen(server, host, port));
    } catch (error) {
      await close();
      throw error;
    }
    servers.push(server);
    server.on('error', (error) => options.log.warn({ code: codeOf(error) }, 'SMTP connection failed'));
  }
  return { addresses, close };
}

function listen(server: SMTPServer, host: string, port: number): Promise<string> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, () => {
      server.removeListener('error', fail);
      done(`${host}:${(server.server.address() as AddressInfo).port}`);
    });
  });
}
