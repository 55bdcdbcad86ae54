/** Who may send through the gateway: configured networks and logins, with senders of the district only. */
import { BlockList, isIP } from 'node:net';
import type { Config } from '../config/schema.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import { domainMatches, domainOf } from '../message/envelope.ts';
import { valuesOf, type HeaderSection } from '../message/header.ts';
import { readMailboxes } from '../message/mailboxes.ts';

export interface RelayPolicy {
  isTrustedNetwork(clientAddress: string): boolean;
  /** @throws HallpassError receive.relay-denied, receive.sender-not-ours */
  checkSender(client: { address: string; loggedIn: boolean }, sender: string): void;
  /** @throws HallpassError receive.from-not-ours */
  checkHeader(header: HeaderSection, sender: string): void;
}

export function createRelayPolicy(config: Pick<Config, 'district' | 'smtp'>): RelayPolicy {
  const networks = new BlockList();
  for (const network of config.smtp.networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    networks.addSubnet(address, prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix), family);
  }
  const ours = [...config.district.domains, ...config.district.studentDomains];
  const isTrustedNetwork = (clientAddress: string): boolean => {
    const address = clientAddress.replace(/^::ffff:(?=\d+\.)/i, '');
    const family = isIP(address);
    return family !== 0 && networks.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };
  return {
    isTrustedNetwork,
    checkSender({ address, loggedIn }, sender) {
      const trusted = isTrustedNetwork(address);
      if (!trusted && !loggedIn) throw new HallpassError('receive.relay-denied');
      // Bounces and other automatic replies come from the district's own servers, never from a login.
      if (sender === '' && trusted) return;
      if (sender === '' || !domainMatches(domainOf(sender), ours)) throw new HallpassError('receive.sender-not-ours');
    },
    checkHeader(header, sender) {
      if (sender === '') return;
      const [from, ...repeated] = valuesOf(header, 'from');
      if (from === undefined || repeated.length > 0) throw new HallpassError('receive.from-not-ours');
      const authors = readMailboxes(from);
      // Some programs add the continuation of a line that is no field to the field before that line.
      const continuations = header.junk.split('\n').filter((line) => /^[ \t]/.test(line));
      const read = [authors, ...[...valuesOf(header, 'sender'), ...continuations].map(readMailboxes)];
      const isOurs = ({ address }: { address: string }): boolean => domainMatches(domainOf(address), ours);
      // A mail program that reads an unreadable mailbox differently may show another author.
      const isTrusted = read.every(({ boxes, unreadable }) => unreadable === 0 && boxes.every(isOurs));
      if (authors.boxes.length === 0 || !isTrusted) throw new HallpassError('receive.from-not-ours');
    },
  };
}
