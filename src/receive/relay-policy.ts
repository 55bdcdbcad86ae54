/** Who may send through the gateway: configured networks and logins, with senders of the district, for authors who may be others. */
import type { Config } from '../config/schema.ts';
import { addressMatches } from '../message/address-pattern.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import { addressesIn, authorshipOf, type AuthorCase, type AuthorProblem } from '../message/authorship.ts';
import { domainMatches, domainOf } from '../message/envelope.ts';
import type { HeaderSection } from '../message/header.ts';
import { finalMailbox, readSender } from '../message/sender-person.ts';
import { blockListOf, isListed } from './networks.ts';
import { createTenants, type TenantClient } from './tenants.ts';

export interface Client extends TenantClient {
  /** Name of the user who has logged in. */
  readonly login?: string;
}

export interface RelayPolicy {
  isTrustedNetwork(clientAddress: string): boolean;
  /** Names of header fields that carry secrets of tenants, in lower case. */
  readonly secretFields: readonly string[];
  /** @throws HallpassError receive.relay-denied, receive.sender-not-ours, receive.login-sender, receive.tenant-* */
  checkSender(client: Client, sender: string): void;
  /** @throws HallpassError receive.tenant-*, receive.from-*, receive.login-sender, receive.sender-field-not-ours, receive.other-author-* */
  checkHeader(client: Client, header: HeaderSection, sender: string): void;
}

const problems = {
  missing: 'receive.from-missing',
  repeated: 'receive.from-repeated',
  unreadable: 'receive.from-unreadable',
  mixed: 'receive.from-mixed',
  outside: 'receive.from-not-ours',
  'sender-outside': 'receive.sender-field-not-ours',
} as const satisfies Record<AuthorProblem, string>;

export function createRelayPolicy(config: Pick<Config, 'district' | 'smtp'>): RelayPolicy {
  const networks = blockListOf(config.smtp.networks);
  const { otherAuthors } = config.smtp;
  const ours = [...config.district.domains, ...config.district.studentDomains];
  const isIn = (domains: readonly string[]) => (address: string) =>
    domainMatches(domainOf(address), domains) && domainMatches(domainOf(finalMailbox(address)), domains);
  const isOurs = isIn(ours);
  const isService = isIn(otherAuthors.services);
  const isAccepted = (shownBy: AuthorCase): boolean => {
    if (shownBy === 'service') return true;
    return otherAuthors[shownBy === 'sender-field' ? 'senderField' : shownBy] === 'accept';
  };
  const tenants = createTenants(config);
  const isTrustedNetwork = (clientAddress: string): boolean => isListed(networks, clientAddress);
  /** The network of a cloud service, which needs a proof; a login is one. */
  const isTenant = (client: Client): boolean =>
    client.login === undefined && !isTrustedNetwork(client.address) && tenants.has(client);
  /** What a login may send as; a copier's password must not speak for the superintendent. */
  const requireSender = ({ login }: Client, addresses: readonly string[]): void => {
    const senders = config.smtp.logins.find(({ user }) => user === login)?.senders;
    if (senders !== undefined && !addresses.every((address) => addressMatches(address, senders)))
      throw new HallpassError('receive.login-sender');
  };
  return {
    isTrustedNetwork,
    secretFields: tenants.secretFields,
    checkSender(client, sender) {
      const server = isTrustedNetwork(client.address) || isTenant(client);
      if (!server && client.login === undefined) throw new HallpassError('receive.relay-denied');
      // Bounces and other automatic replies come from the district's own servers, never from a login.
      if (sender === '' ? !server : !(isOurs(sender) || (server && isService(sender))))
        throw new HallpassError('receive.sender-not-ours');
      if (sender !== '') requireSender(client, [readSender(sender).person]);
      if (isTenant(client)) tenants.checkSender(client, sender);
    },
    checkHeader(client, header, sender) {
      if (isTenant(client)) tenants.checkHeader(client, sender, header);
      if (sender === '') return;
      const authorship = authorshipOf(header, sender, { isOurs, isService });
      if (authorship.author === 'ours') {
        // Mail programs show both.
        requireSender(client, [...addressesIn(header, 'from'), ...addressesIn(header, 'sender')]);
        return;
      }
      if (authorship.author === 'unclear') throw new HallpassError(problems[authorship.problem]);
      // A login is a person or a device with mail of its own: only the district's servers forward.
      if (client.login !== undefined && !isTrustedNetwork(client.address))
        throw new HallpassError('receive.other-author-login');
      if (!isAccepted(authorship.shownBy)) throw new HallpassError('receive.other-author-off');
    },
  };
}
