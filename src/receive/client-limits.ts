/** Limits for each client, by its address: connections at once and messages a minute. The cloud of a tenant is one client. */
import { isIPv6 } from 'node:net';
import type { Config } from '../config/schema.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import { blockListOf, isListed, plainAddress } from './networks.ts';
import { createSenderRate } from './sender-rate.ts';

/** Connections that are open, by the id of their session: kept while the limits change. */
export type OpenConnections = Map<string, string>;

export interface ClientLimits {
  /** @throws HallpassError receive.client-connections */
  connect(session: string, address: string): void;
  disconnect(session: string): void;
  /** Counts a message. @throws HallpassError receive.client-rate */
  takeMessage(address: string, nowMs: number): void;
}

export function createClientLimits(
  { limits, tenants }: Pick<Config['smtp'], 'limits' | 'tenants'>,
  open: OpenConnections,
): ClientLimits {
  const clouds = tenants.map(({ networks }, at) => ({ client: `tenant ${at}`, networks: blockListOf(networks) }));
  const rate = createSenderRate(limits.messagesPerClientPerMinute);
  const cloudOf = (address: string) => clouds.find(({ networks }) => isListed(networks, address))?.client;
  return {
    connect(session, address) {
      const cloud = cloudOf(address);
      const client = cloud ?? networkOf(address);
      const most = cloud === undefined ? limits.connectionsPerClient : limits.connectionsPerTenant;
      const others = [...open.values()].filter((other) => other === client).length;
      if (others >= most) throw new HallpassError('receive.client-connections');
      open.set(session, client);
    },
    disconnect: (session) => void open.delete(session),
    takeMessage(address, nowMs) {
      if (!rate.take(cloudOf(address) ?? networkOf(address), nowMs)) throw new HallpassError('receive.client-rate');
    },
  };
}

/** The address, or the /64 network of an IPv6 address: a client has all addresses there. */
export function networkOf(clientAddress: string): string {
  const address = plainAddress(clientAddress);
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const behind = tail === undefined ? [] : groups(tail);
  const zeros = new Array<string>(Math.max(0, 8 - groups(head).length - behind.length)).fill('0');
  return [...groups(head), ...zeros, ...behind]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
