/** Route straight to the recipients' mail exchangers (RFC 5321 5.1), domain by domain. */
import { Resolver } from 'node:dns/promises';
import { domainToASCII } from 'node:url';
import { domainOf } from '../../message/envelope.ts';
import { codeOf } from '../../errors/hallpass-error.ts';
import { forAll, type AttemptResult, type OutgoingMessage, type OutgoingRecipient, type Route } from './attempt.ts';
import { pausable, type PauseReason } from './pausable.ts';
import { createSmarthostRoute } from './smarthost-route.ts';
import { createSmtpClient, type SmtpClient } from './smtp-client.ts';
import { unreachable } from './smtp-replies.ts';

export interface MxOptions {
  readonly hostname: string;
  readonly port: number;
  readonly dnsServers: readonly string[];
  readonly connections: number;
  readonly timeoutMs: number;
  readonly pauseReason: PauseReason;
}

/** Clients kept for exchangers used lately; the oldest makes room. */
const MOST_CLIENTS = 100;

export function createMxRoute(options: MxOptions): Route {
  const resolver = new Resolver();
  if (options.dnsServers.length > 0) resolver.setServers([...options.dnsServers]);
  const clients = new Map<string, SmtpClient>();

  function clientFor(host: string): SmtpClient {
    const client =
      clients.get(host) ??
      pausable(
        createSmtpClient({ host, port: options.port, tls: 'opportunistic', verifyCertificate: false }, options),
        options.pauseReason,
      );
    clients.delete(host);
    clients.set(host, client);
    const [oldest] = clients.keys();
    if (clients.size > MOST_CLIENTS && oldest !== undefined) {
      clients.get(oldest)?.close();
      clients.delete(oldest);
    }
    return client;
  }

  async function sendToDomain(
    message: OutgoingMessage,
    domain: string,
    recipients: readonly OutgoingRecipient[],
  ): Promise<AttemptResult[]> {
    const exchangers = await exchangersOf(resolver, domain);
    if ('result' in exchangers) return forAll(recipients, exchangers.result);
    return createSmarthostRoute(exchangers.hosts.map(clientFor)).send({ ...message, recipients });
  }

  return {
    description: 'the MX of each domain',
    async send(message) {
      const byDomain = Map.groupBy(message.recipients, ({ address }) => domainOf(address));
      const results = await Promise.all(
        [...byDomain].map(([domain, recipients]) => sendToDomain(message, domain, recipients)),
      );
      return results.flat();
    },
    close: () => clients.forEach((client) => client.close()),
  };
}

/** Hosts by preference; the domain itself where it has no MX (RFC 5321 5.1); a refusal for a null MX (RFC 7505). */
async function exchangersOf(
  resolver: Resolver,
  domain: string,
): Promise<{ hosts: string[] } | { result: Omit<AttemptResult, 'n'> }> {
  const literal = /^\[(?:IPv6:)?([0-9a-f.:]+)\]$/i.exec(domain)?.[1];
  if (literal !== undefined) return { hosts: [literal] };
  const refused = (status: string, reply: string) => ({
    result: { outcome: 'failed', status, reply, reportsSuccess: false } as const,
  });
  const ascii = domainToASCII(domain);
  if (ascii === '') return refused('5.1.2', 'the domain is not a valid name');
  try {
    const records = await resolver.resolveMx(ascii);
    if (records.length === 1 && (records[0]!.exchange === '' || records[0]!.exchange === '.'))
      return refused('5.1.10', 'the domain takes no mail (null MX)');
    return { hosts: records.sort((a, b) => a.priority - b.priority).map((record) => record.exchange) };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOTFOUND') return refused('5.1.2', 'the domain does not exist');
    return code === 'ENODATA' ? { hosts: [ascii] } : { result: unreachable(`DNS: ${code}`) };
  }
}
