/** First stage: takes mail over SMTP, refuses what may not pass, and answers 250 only when the store has committed. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createSecureContext, Server as TlsServer } from 'node:tls';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { codeOf } from '../errors/hallpass-error.ts';
import type { OpenConnections } from './client-limits.ts';
import { createHandlers, type Handlers, type ReceiveOptions } from './handlers.ts';

export interface Receiver {
  /** Addresses listened on, `host:port`, STARTTLS listeners first. */
  readonly addresses: readonly string[];
  /**
   * Takes over who may send, and the certificate. Connections that are open keep their certificate.
   *
   * @throws Error where certificate or key cannot be used; then nothing has changed
   */
  reload(config: ReceiveOptions['config']): void;
  /** Stops accepting connections; messages in transfer may finish within five seconds. */
  close(): Promise<void>;
}

/** @throws Error with code EADDRINUSE or EACCES from the listeners */
export async function receive(options: ReceiveOptions): Promise<Receiver> {
  const { smtp } = options.config;
  const open: OpenConnections = new Map();
  let handlers = createHandlers(options, open);
  const base: SMTPServerOptions = {
    ...followed(() => handlers),
    ...tlsOf(smtp),
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
  return {
    addresses,
    close,
    reload(config) {
      const tls = tlsOf(config.smtp);
      if (tls) requireUsable(tls);
      handlers = createHandlers({ ...options, config }, open);
      if (tls) for (const server of servers) useCertificate(server, tls);
    },
  };
}

/** A session asks for each command what is in force now. */
function followed(current: () => Handlers): Handlers {
  return {
    onConnect: (...all) => current().onConnect(...all),
    onClose: (...all) => current().onClose(...all),
    onSecure: (...all) => current().onSecure(...all),
    onAuth: (...all) => current().onAuth(...all),
    onMailFrom: (...all) => current().onMailFrom(...all),
    onRcptTo: (...all) => current().onRcptTo(...all),
    onData: (...all) => current().onData(...all),
  };
}

function tlsOf({ tls, tenants }: ReceiveOptions['config']['smtp']) {
  return (
    tls && {
      cert: readFileSync(tls.certFile),
      key: readFileSync(tls.keyFile),
      minVersion: 'TLSv1.2' as const,
      // A certificate is asked for where a tenant is to have one, and judged when mail comes.
      requestCert: tenants.some(({ certificateName }) => certificateName !== undefined),
      rejectUnauthorized: false,
      ...(tls.clientCaFile === undefined ? {} : { ca: readFileSync(tls.clientCaFile) }),
    }
  );
}

/** @throws Error */
function requireUsable(tls: NonNullable<ReturnType<typeof tlsOf>>): void {
  createSecureContext(tls);
  // A key of another kind than the certificate is no error for the context, but no connection works with it.
  if (!new X509Certificate(tls.cert).checkPrivateKey(createPrivateKey(tls.key)))
    throw new Error('the key does not belong to the certificate');
}

/** The listener of implicit TLS has a context of its own beside that of STARTTLS. */
function useCertificate(server: SMTPServer, tls: NonNullable<ReturnType<typeof tlsOf>>): void {
  server.updateSecureContext(tls);
  if (server.server instanceof TlsServer) server.server.setSecureContext(tls);
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
