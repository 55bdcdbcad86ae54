/** Hands messages to one next hop over pooled SMTP connections, and reads its replies recipient by recipient. */
import { domainToASCII } from 'node:url';
import { createTransport } from 'nodemailer';
import { codeOf } from '../../errors/hallpass-error.ts';
import './smtp-utf8.ts';
import { forAll, type AttemptResult, type OutgoingMessage, type OutgoingRecipient } from './attempt.ts';

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
  send(message: OutgoingMessage): Promise<{ results: AttemptResult[] } | { unreachable: string }>;
  close(): void;
}

/** What nodemailer's errors and results carry beyond their published types. */
interface SmtpFault extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
  recipient?: string;
  rejectedErrors?: SmtpFault[];
}
interface SentInfo {
  response: string;
  accepted: string[];
  ehlo?: string[];
  rejectedErrors?: SmtpFault[];
}

export function createSmtpClient(
  hop: NextHop,
  options: { hostname: string; connections: number; timeoutMs: number },
): SmtpClient {
  const remote = `${hop.host}:${hop.port}`;
  const transport = createTransport({
    pool: true,
    host: hop.host,
    port: hop.port,
    name: options.hostname,
    secure: hop.tls === 'implicit',
    requireTLS: hop.tls === 'starttls',
    ignoreTLS: hop.tls === 'none',
    // Opportunistic TLS keeps out who only listens; without a name to trust, refusing a certificate would mean plain text.
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

  async function transaction(
    message: OutgoingMessage,
    recipients: readonly OutgoingRecipient[],
  ): Promise<{ results: AttemptResult[] } | { unreachable: string }> {
    const [first] = recipients;
    const dsn = {
      ...(message.ret ? { ret: message.ret } : {}),
      ...(message.envid ? { envid: message.envid } : {}),
      ...(first?.notify ? { notify: [...first.notify] } : {}),
      ...(first?.orcpt ? { orcpt: first.orcpt } : {}),
    };
    try {
      const info = (await transport.sendMail({
        // Objects, not strings: an address is taken as it is rather than parsed as a header field.
        envelope: {
          from: { name: '', address: message.sender },
          to: recipients.map(({ address }) => ({ name: '', address })),
          use8BitMime: message.eightBit,
          smtpUtf8: message.smtpUtf8 ?? false,
        },
        raw: message.raw,
        ...(Object.keys(dsn).length > 0 ? { dsn } : {}),
      })) as unknown as SentInfo;
      const reportsSuccess = info.ehlo?.some((line) => /^DSN\b/i.test(line)) ?? false;
      const taken = {
        outcome: 'delivered',
        status: statusOf(info.response, '2.0.0'),
        reply: info.response,
        remote,
        reportsSuccess,
      } as const;
      const accepted = new Set(info.accepted.map(comparable));
      const result = ({ n, address }: OutgoingRecipient): AttemptResult =>
        accepted.has(comparable(address))
          ? { n, ...taken }
          : (rejection(n, address, info.rejectedErrors, remote) ?? {
              n,
              ...unreachable('no reply for this recipient'),
            });
      return { results: recipients.map(result) };
    } catch (error) {
      return readFault(error as SmtpFault, recipients, remote);
    }
  }

  return {
    remote,
    async send(message) {
      const results: AttemptResult[] = [];
      for (const group of groupByDsn(message.recipients)) {
        const sent = await transaction(message, group);
        // Some groups were taken: the rest is put off rather than tried elsewhere under another result.
        if ('unreachable' in sent && results.length === 0) return sent;
        results.push(...('results' in sent ? sent.results : forAll(group, unreachable(sent.unreachable))));
      }
      return { results };
    },
    close: () => transport.close(),
  };
}

/** Result for recipients when no next hop could be used. */
export function unreachable(reason: string): Omit<AttemptResult, 'n'> {
  return { outcome: 'deferred', status: '4.4.1', reply: reason, reportsSuccess: false };
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

/** nodemailer writes domains in lower case and in their ASCII form. */
function comparable(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  return address.slice(0, at).toLowerCase() + (domainToASCII(address.slice(at)) || address.slice(at).toLowerCase());
}

function rejection(
  n: number,
  address: string,
  errors: readonly SmtpFault[] | undefined,
  remote: string,
): AttemptResult | undefined {
  const fault = errors?.find((error) => comparable(error.recipient ?? '') === comparable(address));
  return fault && { n, ...fromReply(fault, remote) };
}

function readFault(
  fault: SmtpFault,
  recipients: readonly OutgoingRecipient[],
  remote: string,
): { results: AttemptResult[] } | { unreachable: string } {
  if (fault.rejectedErrors?.length) {
    return {
      results: recipients.map(
        ({ n, address }) => rejection(n, address, fault.rejectedErrors, remote) ?? { n, ...fromReply(fault, remote) },
      ),
    };
  }
  // A refusal of the session (greeting, EHLO, STARTTLS, AUTH) says nothing about the message: a 5xx there must not bounce it.
  const aboutMessage = fault.responseCode !== undefined && (fault.code === 'EENVELOPE' || fault.code === 'EMESSAGE');
  if (aboutMessage) return { results: forAll(recipients, fromReply(fault, remote)) };
  // An address that cannot be put on the wire (a line break in it, say) will not improve.
  if (fault.code === 'EENVELOPE' && fault.response === undefined)
    return { results: forAll(recipients, { ...fromReply({ ...fault, responseCode: 553 }, remote), status: '5.1.3' }) };
  return { unreachable: `${remote}: ${fault.responseCode ? (fault.response ?? fault.responseCode) : codeOf(fault)}` };
}

function fromReply(fault: SmtpFault, remote: string): Omit<AttemptResult, 'n'> {
  const permanent = (fault.responseCode ?? 400) >= 500;
  const reply = fault.response ?? codeOf(fault);
  return {
    outcome: permanent ? 'failed' : 'deferred',
    status: statusOf(reply, permanent ? '5.0.0' : '4.0.0'),
    reply,
    remote,
    reportsSuccess: false,
  };
}

/** Enhanced status code of a reply (RFC 2034): `550 5.1.1 No such user` is 5.1.1. */
function statusOf(reply: string, otherwise: string): string {
  const found = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})(?:\s|$)/.exec(reply)?.[1];
  return found !== undefined && found[0] === reply[0] ? found : otherwise;
}
