/** The answers to the commands of an SMTP session: who may send, what is refused, and the 250 after the commit. */
import type { Logger } from 'pino';
import type { SMTPServerDataStream, SMTPServerOptions, SMTPServerSession } from 'smtp-server';
import type { Config } from '../config/schema.ts';
import type { ErrorCode } from '../errors/codes.ts';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import type { Envelope } from '../message/envelope.ts';
import { readHeader } from '../message/header.ts';
import { withoutFields } from '../message/without-fields.ts';
import { readSender } from '../message/sender-person.ts';
import type { NewMessage } from '../store/change.ts';
import { toEnvelope, toMessage } from './accepted-message.ts';
import { createClientLimits, type ClientLimits, type OpenConnections } from './client-limits.ts';
import { checkParameters, NEVER_OFFERED } from './commands.ts';
import { replyError } from './enhanced-status.ts';
import { hasBareLineEnd } from './line-ends.ts';
import { showsHiddenRecipients } from './hidden-recipients.ts';
import { hasCertificateOf, keepCertificate } from './client-certificate.ts';
import { checkLogin } from './login.ts';
import { readData, type MemoryUse } from './read-data.ts';
import { createRelayPolicy, type Client, type RelayPolicy } from './relay-policy.ts';
import { createSenderRate } from './sender-rate.ts';
import { isLooping } from './trace.ts';

export interface ReceiveOptions {
  readonly config: Pick<Config, 'hostname' | 'district' | 'smtp'>;
  /** Resolves when the message is durable; only then does the client get the 250. */
  readonly accept: (message: NewMessage) => Promise<void>;
  readonly log: Logger;
  readonly onRefused: (code: string) => void;
  /** Why no message can be taken now; undefined where it can. */
  readonly refusal?: () => ErrorCode | undefined;
}

type Handler = 'onConnect' | 'onClose' | 'onSecure' | 'onAuth' | 'onMailFrom' | 'onRcptTo' | 'onData';
export type Handlers = Required<Pick<SMTPServerOptions, Handler>>;

/** @param open connections, kept when the handlers are made anew for another configuration */
export function createHandlers(options: ReceiveOptions, open: OpenConnections = new Map()): Handlers {
  const { config } = options;
  const clients = createClientLimits(config.smtp, open);
  const policy = createRelayPolicy(config);
  const memory: MemoryUse = { bytes: 0 };
  const refuse = createRefusal(options);
  return {
    ...greetingHandlers(config.smtp, clients, refuse),
    onAuth({ username = '', password }, session, callback) {
      checkLogin(config.smtp.logins, username, password ?? '').then(
        (ok) =>
          ok ? callback(null, { user: username }) : callback(refuse(new HallpassError('receive.auth-failed'), session)),
        (error: unknown) => callback(refuse(error, session)),
      );
    },
    ...envelopeHandlers(config.smtp.limits, { policy, memory, clients, refuse, refusal: options.refusal }),
    onData(stream, session, callback) {
      takeMessage(stream, session, { ...options, policy, memory }).then(
        (id) => callback(null, `2.0.0 Ok: queued as ${id}`),
        (error: unknown) => callback(refuse(error, session)),
      );
    },
  };
}

type Refusal = (error: unknown, session: SMTPServerSession) => Error;

/** The reply to a refused command, and the one place where refusals are counted and logged. */
function createRefusal({ log, onRefused }: Pick<ReceiveOptions, 'log' | 'onRefused'>): Refusal {
  return (error, session) => {
    const known =
      error instanceof HallpassError && error.smtp
        ? error
        : new HallpassError('receive.store-failed', undefined, { cause: error });
    onRefused(known.code);
    const level = ['receive.store-failed', 'receive.commit-unknown'].includes(known.code) ? 'error' : 'info';
    log[level](
      { code: known.code, cause: codeOf(known.cause ?? known), client: session.remoteAddress, session: session.id },
      'refused',
    );
    return replyError(known.smtp!);
  };
}

/** A login is not offered before TLS: clients would send passwords in the clear. */
function greetingHandlers(
  { tls, logins }: Config['smtp'],
  clients: ClientLimits,
  refuse: Refusal,
): Pick<Handlers, 'onConnect' | 'onClose' | 'onSecure'> {
  return {
    onConnect(session, callback) {
      try {
        clients.connect(session.id, session.remoteAddress);
      } catch (error) {
        return callback(refuse(error, session));
      }
      session.disabledCommands = [...NEVER_OFFERED, 'AUTH', ...(tls ? [] : ['STARTTLS'])];
      callback();
    },
    onClose: ({ id }) => clients.disconnect(id),
    onSecure(socket, session, callback) {
      keepCertificate(session, socket);
      session.disabledCommands = [...NEVER_OFFERED, ...(logins.length > 0 ? [] : ['AUTH'])];
      callback();
    },
  };
}

interface EnvelopeParts extends Pick<TakingParts, 'policy' | 'memory'> {
  readonly clients: ClientLimits;
  readonly refuse: Refusal;
  readonly refusal: ReceiveOptions['refusal'] | undefined;
}

function envelopeHandlers(
  limits: Config['smtp']['limits'],
  { policy, memory, clients, refuse, refusal }: EnvelopeParts,
): Pick<Handlers, 'onMailFrom' | 'onRcptTo'> {
  const rate = createSenderRate(limits.messagesPerSenderPerMinute);
  return {
    onMailFrom({ address, args }, session, callback) {
      try {
        checkParameters('mail', args);
        policy.checkSender(clientOf(session), address);
        if (memory.bytes >= limits.memoryBytes) throw new HallpassError('receive.busy');
        const full = refusal?.();
        if (full !== undefined) throw new HallpassError(full);
        clients.takeMessage(session.remoteAddress, Date.now());
        if (address !== '' && !rate.take(rateKey(address, session), Date.now()))
          throw new HallpassError('receive.sender-rate');
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
  };
}

const clientOf = (session: SMTPServerSession): Client => ({
  address: session.remoteAddress,
  ...(session.user ? { login: String(session.user) } : {}),
  secure: session.secure,
  hasCertificateOf: (name) => hasCertificateOf(session, name),
});

/** The person behind the sender, so that changing tags do not get round the limit. A login cannot forward others' mail. */
function rateKey(sender: string, { user }: SMTPServerSession): string {
  const { person, form } = readSender(sender);
  return form === 'forwarded' && user ? String(user) : person;
}

interface TakingParts extends ReceiveOptions {
  readonly policy: RelayPolicy;
  readonly memory: MemoryUse;
}

/** @returns the id of the message, once it is durable @throws HallpassError receive.* */
async function takeMessage(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  { config, accept, log, policy, memory }: TakingParts,
): Promise<string> {
  const received = await readData(stream, memory, config.smtp.limits);
  const envelope = toEnvelope(session);
  checkMessage(received, envelope, clientOf(session), { config, policy });
  // The only bytes that are ever taken out: a proof that others see is none.
  const raw = withoutFields(received, policy.secretFields);
  memory.bytes += raw.length;
  try {
    const message = toMessage(raw, envelope, session, config.hostname);
    await accept(message).catch((error: unknown) => {
      if (codeOf(error) !== 'store.commit-unknown') throw error;
      throw new HallpassError('receive.commit-unknown', undefined, { cause: error });
    });
    const recipients = envelope.recipients.length;
    log.info({ messageId: message.id, bytes: raw.length, recipients, client: session.remoteAddress }, 'accepted');
    return message.id;
  } finally {
    memory.bytes -= raw.length;
  }
}

function checkMessage(
  raw: Buffer,
  { sender, recipients }: Envelope,
  client: Client,
  { config: { hostname, smtp }, policy }: Pick<TakingParts, 'config' | 'policy'>,
): void {
  if (hasBareLineEnd(raw)) throw new HallpassError('receive.bare-line-end');
  const header = readHeader(raw);
  if (isLooping(header, hostname, smtp.limits.hops)) throw new HallpassError('receive.loop');
  if (showsHiddenRecipients(header, recipients)) throw new HallpassError('receive.bcc');
  policy.checkHeader(client, header, sender);
}
