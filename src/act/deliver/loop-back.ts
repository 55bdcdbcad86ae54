/** Delivers the self-test's canary back to the self-test, over SMTP, and never to a next hop. */
import { canaryToken, isCanary } from '../../message/canary.ts';
import { forAll, type OutgoingMessage, type Route } from './attempt.ts';
import { createSmtpClient } from './smtp-client.ts';

export interface LoopBackOptions {
  readonly hostname: string;
  readonly timeoutMs: number;
  /** Port on 127.0.0.1 where the self-test waits for the canary; undefined where none does. */
  readonly portOf: (token: string) => Promise<number | undefined>;
}

export function withLoopBack(route: Route, options: LoopBackOptions): Route {
  return {
    ...route,
    send: (message) =>
      message.recipients.some(({ address }) => isCanary(address)) ? sendBack(message, options) : route.send(message),
  };
}

/** A message to a canary and to others is no self-test: it is refused for all of them. */
async function sendBack(message: OutgoingMessage, { hostname, timeoutMs, portOf }: LoopBackOptions) {
  const [only, ...others] = message.recipients;
  const token = only && others.length === 0 ? canaryToken(only.address) : undefined;
  const port = token === undefined ? undefined : await portOf(token);
  const refused = { outcome: 'failed', status: '5.1.2', reply: 'no self-test waits for this message' } as const;
  if (port === undefined) return forAll(message.recipients, { ...refused, reportsSuccess: false });
  const hop = { host: '127.0.0.1', port, tls: 'none', verifyCertificate: false } as const;
  const client = createSmtpClient(hop, { hostname, connections: 1, timeoutMs });
  try {
    const sent = await client.send(message);
    if ('results' in sent) return sent.results;
    return forAll(message.recipients, { ...refused, reply: sent.unreachable, reportsSuccess: false });
  } finally {
    client.close();
  }
}
