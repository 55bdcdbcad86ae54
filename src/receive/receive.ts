/** First stage: takes mail over SMTP, refuses what may not pass, and answers 250 only when the store has committed. */
import { readFileSync } from 'node:fs';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { Config } from '../config/schema.ts';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import type { Envelope } from '../message/envelope.ts';
import { readHeader } from '../message/header.ts';
import { newMessageId } from '../message/message-id.ts';
import type { NewMessage } from '../store/change.ts';
import { checkParameters, NEVER_OFFERED } from './commands.ts';
import { replyError } from './enhanced-status.ts';
import { hasBareLineEnd } from './line-ends.ts';
import { checkLogin } from './login.ts';
import { createRelayPolicy } from './relay-policy.ts';
import { createSenderRate } from './sender-rate.ts';
import { isLooping, traceFields } from './trace.ts';

export interface ReceiveOptions {
  readonly config: Pick<Config, 'hostname' | 'district' | 'smtp'>;
  /** Resolves when the message is durable; only then is the client told 250. */
  readonly accept: (message: NewMessage) => Promise<void>;
  readonly log: Logger;
  readonly onRefused: (code: string) => void;
}

export interface Receiver {
  /** Addresses listened on, `host:port`, STARTTLS listeners first. */
  readonly addresses: readonly string[];
  /** Stops accepting connections; messages in transfer may finish within five seconds. */
  close(): Promise<void>;
}

/** @throws Error with code EADDRINUSE or EACCES from the listeners */
export async function receive(options: ReceiveOptions): Promise<Receiver> {
  const { smtp } = options.config;
  const handlers = createHandlers(options);
  const tls = smtp.tls && {
    cert: readFileSync(smtp.tls.certFile),
    key: readFileSync(smtp.tls.keyFile),
    minVersion: 'TLSv1.2' as const,
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

type Handlers = Required<
  Pick<SMTPServerOptions, 'onConnect' | 'onSecure' | 'onAuth' | 'onMailFrom' | 'onRcptTo' | 'onData'>
>;

function createHandlers({ config, accept, log, onRefused }: ReceiveOptions): Handlers {
  const { limits, logins } = config.smtp;
  const policy = createRelayPolicy(config);
  const rate = createSenderRate(limits.messagesPerSenderPerMinute);
  let bytesInMemory = 0;

  /** The reply to a refused command, and the one place where refusals are counted and logged. */
  function refuse(error: unknown, session: SMTPServerSession): Error {
    const known =
      error instanceof HallpassError && error.smtp
        ? error
        : new HallpassError('receive.store-failed', undefined, { cause: error });
    onRefused(known.code);
    const level = known.code === 'receive.store-failed' ? 'error' : 'info';
    log[level](
      { code: known.code, cause: codeOf(known.cause ?? known), client: session.remoteAddress, session: session.id },
      'refused',
    );
    return replyError(known.smtp!);
  }

  async function readMessage(stream: SMTPServerDataStream): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    let refusal: HallpassError | undefined;
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        if (refusal) continue; // read on to the end of the data: the reply belongs behind it
        size += chunk.length;
        bytesInMemory += chunk.length;
        if (stream.sizeExceeded) refusal = new HallpassError('receive.too-big');
        else if (bytesInMemory > limits.memoryBytes) refusal = new HallpassError('receive.busy');
        if (refusal) chunks.length = 0;
        else chunks.push(chunk);
      }
      if (refusal) throw refusal;
      return Buffer.concat(chunks, size);
    } catch (error) {
      throw codeOf(error) === 'ECONNECTION' ? new HallpassError('receive.client-gone') : error;
    } finally {
      bytesInMemory -= size;
    }
  }

  function check(raw: Buffer, sender: string): void {
    if (hasBareLineEnd(raw)) throw new HallpassError('receive.bare-line-end');
    const header = readHeader(raw);
    if (isLooping(header, config.hostname, limits.hops)) throw new HallpassError('receive.loop');
    policy.checkHeader(header, sender);
  }

  async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
    const raw = await readMessage(stream);
    const envelope = toEnvelope(session);
    check(raw, envelope.sender);
    bytesInMemory += raw.length;
    try {
      const message = toMessage(raw, envelope, session, config.hostname);
      await accept(message);
      log.info(
        {
          messageId: message.id,
          bytes: raw.length,
          recipients: envelope.recipients.length,
          client: session.remoteAddress,
        },
        'accepted',
      );
      return message.id;
    } finally {
      bytesInMemory -= raw.length;
    }
  }

  return {
    // A login offered before TLS would have clients send passwords in the clear, only to be refused.
    onConnect(session, callback) {
      session.disabledCommands = [...NEVER_OFFERED, 'AUTH', ...(config.smtp.tls ? [] : ['STARTTLS'])];
      callback();
    },
    onSecure(_socket, session, callback) {
      session.disabledCommands = [...NEVER_OFFERED, ...(logins.length > 0 ? [] : ['AUTH'])];
      callback();
    },
    onAuth({ username = '', password }, session, callback) {
      checkLogin(logins, username, password ?? '').then(
        (ok) =>
          ok ? callback(null, { user: username }) : callback(refuse(new HallpassError('receive.auth-failed'), session)),
        (error: unknown) => callback(refuse(error, session)),
      );
    },
    onMailFrom({ address, args }, session, callback) {
      try {
        checkParameters('mail', args);
        policy.checkSender({ address: session.remoteAddress, loggedIn: Boolean(session.user) }, address);
        if (bytesInMemory >= limits.memoryBytes) throw new HallpassError('receive.busy');
        if (address !== '' && !rate.take(address, Date.now())) throw new HallpassError('receive.sender-rate');
        callback();
      } catch (error) {
        callback(refuse(error, session));
      }
    },
    onRcptTo({ args }, session, callback) {
      try {
        checkParameters('rcpt', args);
        callback();
      } catch (error) {
        callback(refuse(error, session));
      }
    },
    onData(stream, session, callback) {
      take(stream, session).then(
        (id) => callback(null, `2.0.0 Ok: queued as ${id}`),
        (error: unknown) => callback(refuse(error, session)),
      );
    },
  };
}

function toEnvelope({ envelope }: SMTPServerSession): Envelope {
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

function toMessage(raw: Buffer, envelope: Envelope, session: SMTPServerSession, hostname: string): NewMessage {
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
