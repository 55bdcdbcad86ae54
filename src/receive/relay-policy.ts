/** Who may send through the gateway: configured networks and logins, with senders of the district, for authors who may be others. */
import { BlockList, isIP } from 'node:net';
import type { Config } from '../config/schema.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import { authorshipOf, type AuthorCase, type AuthorProblem } from '../message/authorship.ts';
import { domainMatches, domainOf } from '../message/envelope.ts';
import type { HeaderSection } from '../message/header.ts';
import { finalMailbox } from '../message/sender-person.ts';

export interface Client {
  /** IP address. */
  readonly address: string;
  readonly loggedIn: boolean;
}

export interface RelayPolicy {
  isTrustedNetwork(clientAddress: string): boolean;
  /** @throws HallpassError receive.relay-denied, receive.sender-not-ours */
  checkSender(client: Client, sender: string): void;
  /** @throws HallpassError receive.from-*, receive.sender-field-not-ours, receive.other-author-* */
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
  const isTrustedNetwork = (clientAddress: string): boolean => isListed(networks, clientAddress);
  return {
    isTrustedNetwork,
    checkSender({ address, loggedIn }, sender) {
      const trusted = isTrustedNetwork(address);
      if (!trusted && !loggedIn) throw new HallpassError('receive.relay-denied');
      // Bounces and other automatic replies come from the district's own servers, never from a login.
      if (sender === '' && trusted) return;
      if (sender === '' || !(isOurs(sender) || (trusted && isService(sender))))
        throw new HallpassError('receive.sender-not-ours');
    },
    checkHeader({ address }, header, sender) {
      if (sender === '') return;
      const authorship = authorshipOf(header, sender, { isOurs, isService });
      if (authorship.author === 'ours') return;
      if (authorship.author === 'unclear') throw new HallpassError(problems[authorship.problem]);
      // A login is a person or a device with mail of its own: only the district's servers forward.
      if (!isTrustedNetwork(address)) throw new HallpassError('receive.other-author-login');
      if (!isAccepted(authorship.shownBy)) throw new HallpassError('receive.other-author-off');
    },
  };
}

/** @param networks valid addresses and networks: `192.0.2.0/24` */
export function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix), family);
  }
  return list;
}

export function isListed(networks: BlockList, clientAddress: string): boolean {
  const address = clientAddress.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = isIP(address);
  return family !== 0 && networks.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
