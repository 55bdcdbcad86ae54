/** Hands messages to one next hop over pooled SMTP connections, and reads its replies recipient by recipient. */
import { createTransport } from 'nodemailer';
import './dot-stuffing.ts';
import './envelope-needs.ts';
import { conditionOf, type HopCondition, type HopProbe } from './hop-states.ts';
import { forAll, type AttemptResult, type OutgoingMessage, type OutgoingRecipient } from './attempt.ts';
import { readFault, resultsOf, unreachable, type Sent, type SentInfo, type SmtpFault } from './smtp-replies.ts';

export interface NextHop {
  readonly host: string;
  readonly port: number;
  readonly tls: 'none' | 'opportunistic' | 'starttls' | 'implicit';
  readonly verifyCertificate: boolean;
  readonly user?: string;
  readonly password?: string;
}

export interface SmtpClient {
  readonly remote: string;
  /** Results per recipient, or the reason why the hop could not be used at all: then another one may be tried. */
  send(message: OutgoingMessage): Promise<Sent>;
  /** Connects and logs in without a message, and reports the condition. */
  probe(): Promise<HopProbe>;
  close(): void;
}

export interface ConnectionOptions {
  readonly hostname: string;
  readonly connections: number;
  readonly timeoutMs: number;
  /** Gets the condition of the hop after each transaction and probe. */
  readonly onCondition?: (remote: string, condition: HopCondition) => void;
}

/** A transaction that takes longer works, but delays all mail behind it. */
const SLOW_MS = 30_000;

type Transport = ReturnType<typeof openTransport>;

export function createSmtpClient(hop: NextHop, options: ConnectionOptions): SmtpClient {
  const remote = `${hop.host}:${hop.port}`;
  const transport = openTransport(hop, options);
  const report = (condition: HopCondition): void => options.onCondition?.(remote, condition);
  return {
    remote,
    async probe() {
      const startedMs = performance.now();
      const result = await transport.verify().then(
        (): HopProbe => ({ works: true, condition: performance.now() - startedMs > SLOW_MS ? 'slow' : 'up' }),
        (error: unknown): HopProbe => ({ works: false, condition: conditionOf(error as Error) }),
      );
      report(result.condition);
      return result;
    },
    async send(message) {
      const results: AttemptResult[] = [];
      for (const group of groupByDsn(message.recipients)) {
        const sent = await transaction(transport, remote, message, group, report);
        // Some groups were taken: the rest is put off rather than tried elsewhere under another result.
        if ('unreachable' in sent && results.length === 0) return sent;
        results.push(...('results' in sent ? sent.results : forAll(group, unreachable(sent.unreachable))));
      }
      return { results };
    },
    close: () => transport.close(),
  };
}

function openTransport(hop: NextHop, options: ConnectionOptions) {
  return createTransport({
    pool: true,
    host: hop.host,
    port: hop.port,
    name: options.hostname,
    secure: hop.tls === 'implicit',
    requireTLS: hop.tls === 'starttls',
    ignoreTLS: hop.tls === 'none',
    // Opportunistic TLS protects from eavesdroppers alone; to refuse a certificate there would mean plain text.
    tls: { rejectUnauthorized: hop.verifyCertificate && hop.tls !== 'opportunistic' },
    ...(hop.user === undefined ? {} : { auth: { user: hop.user, pass: hop.password ?? '' } }),
    maxConnections: options.connections,
    maxMessages: 500,
    maxRequeues: 1,
    connectionTimeout: Math.min(options.timeoutMs, 30_000),
    greetingTimeout: Math.min(options.timeoutMs, 60_000),
    socketTimeout: options.timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  });
}

/** One SMTP transaction, for recipients with the same DSN parameters. */
async function transaction(
  transport: Transport,
  remote: string,
  message: OutgoingMessage,
  recipients: readonly OutgoingRecipient[],
  report: (condition: HopCondition) => void,
): Promise<Sent> {
  const startedMs = performance.now();
  try {
    const info = (await transport.sendMail({
      // Objects, not strings: an address is taken as it is rather than parsed as a header field.
      envelope: {
        from: { name: '', address: message.sender },
        to: recipients.map(({ address }) => ({ name: '', address })),
        use8BitMime: message.eightBit,
        smtpUtf8: message.smtpUtf8 ?? false,
        needsEightBit: message.needsEightBit ?? false,
      },
      raw: message.raw,
      ...dsnOf(message, recipients),
    })) as unknown as SentInfo;
    report(performance.now() - startedMs > SLOW_MS ? 'slow' : 'up');
    return { results: resultsOf(info, recipients, remote) };
  } catch (error) {
    const sent = readFault(error as SmtpFault, recipients, remote);
    // A refusal of a message or of its recipients is an answer of a hop that works.
    report('results' in sent ? 'up' : sent.condition);
    return sent;
  }
}

/** Parameters of RFC 3461, where there are any. */
function dsnOf(message: OutgoingMessage, [first]: readonly OutgoingRecipient[]) {
  const dsn = {
    ...(message.ret ? { ret: message.ret } : {}),
    ...(message.envid ? { envid: message.envid } : {}),
    ...(first?.notify ? { notify: [...first.notify] } : {}),
    ...(first?.orcpt ? { orcpt: first.orcpt } : {}),
  };
  return Object.keys(dsn).length > 0 ? { dsn } : {};
}

/** nodemailer takes one set of DSN parameters a transaction: recipients with others get a transaction of their own. */
function groupByDsn(recipients: readonly OutgoingRecipient[]): OutgoingRecipient[][] {
  const groups = new Map<string, OutgoingRecipient[]>();
  for (const recipient of recipients) {
    const key = JSON.stringify([recipient.notify ?? null, recipient.orcpt ?? null]);
    groups.set(key, [...(groups.get(key) ?? []), recipient]);
  }
  return [...groups.values()];
}
