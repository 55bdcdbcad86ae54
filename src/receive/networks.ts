/** Networks of clients: lists of addresses and CIDR ranges. */
import { BlockList, isIP } from 'node:net';

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

/** An IPv4 address as such, where a socket for both families gives it as an IPv6 one. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

export function isListed(networks: BlockList, clientAddress: string): boolean {
  const address = plainAddress(clientAddress);
  const family = isIP(address);
  return family !== 0 && networks.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
