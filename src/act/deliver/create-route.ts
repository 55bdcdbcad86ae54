/** Creates the route that the configuration names. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config/schema.ts';
import type { Route } from './attempt.ts';
import { breakable, type Outages } from './breakable.ts';
import { createMxRoute } from './mx-route.ts';
import { createOutboxRoute } from './outbox-route.ts';
import { pausable, type PauseReason } from './pausable.ts';
import { createSmarthostRoute } from './smarthost-route.ts';
import { createHopStates, type HopState, type HopStates } from './hop-states.ts';
import { createSmtpClient, type ConnectionOptions, type NextHop, type SmtpClient } from './smtp-client.ts';

/** What is known about the next hops while mail flows. Those of a route over MX are too many to be watched. */
export interface HopKnowledge {
  /** Gets the conditions of configured next hops. */
  readonly hops: HopStates;
  /** Says why nothing may be sent to a hop (`host:port`) now; undefined where it may. */
  readonly pauseReason: PauseReason;
  readonly outages: Outages;
}

export function createRoute(
  { deliver, hostname, data }: Pick<Config, 'deliver' | 'hostname' | 'data'>,
  { hops, pauseReason, outages }: HopKnowledge,
): Route {
  const { connections, timeoutMs, dnsServers, mxPort: port } = deliver;
  switch (deliver.route ?? (deliver.smarthosts.length > 0 ? 'smarthost' : 'outbox')) {
    case 'outbox':
      return createOutboxRoute(join(data, 'outbox'));
    case 'mx':
      return createMxRoute({ hostname, port, dnsServers, connections, timeoutMs, pauseReason });
    case 'smarthost':
      return createSmarthostRoute(
        deliver.smarthosts.map((hop) =>
          pausable(
            breakable(watchedClient(toNextHop(hop), { hostname, connections, timeoutMs }, hops), outages),
            pauseReason,
          ),
        ),
        hops,
      );
  }
}

/** Connects to each configured next hop and logs in, without a message. @returns their conditions; none for other routes */
export async function probeNextHops({
  deliver,
  hostname,
}: Pick<Config, 'deliver' | 'hostname'>): Promise<readonly HopState[]> {
  const hops = createHopStates(() => undefined);
  const { timeoutMs } = deliver;
  const clients = deliver.smarthosts.map((hop) =>
    watchedClient(toNextHop(hop), { hostname, connections: 1, timeoutMs }, hops),
  );
  try {
    await Promise.all(clients.map((client) => client.probe()));
    return hops.all();
  } finally {
    for (const client of clients) client.close();
  }
}

function watchedClient(hop: NextHop, options: ConnectionOptions, hops: HopStates | undefined): SmtpClient {
  const client = createSmtpClient(hop, {
    ...options,
    onCondition: (remote, condition) => hops?.report(remote, condition),
  });
  hops?.report(client.remote, 'unknown');
  return client;
}

function toNextHop(hop: Config['deliver']['smarthosts'][number]): NextHop {
  const colon = hop.address.lastIndexOf(':');
  const password = hop.passwordFile === undefined ? hop.password : readFileSync(hop.passwordFile, 'utf8').trimEnd();
  return {
    host: hop.address.slice(0, colon).replace(/^\[|\]$/g, ''),
    port: Number(hop.address.slice(colon + 1)),
    tls: hop.tls,
    verifyCertificate: hop.verifyCertificate,
    ...(hop.user === undefined ? {} : { user: hop.user }),
    ...(password === undefined ? {} : { password }),
  };
}
