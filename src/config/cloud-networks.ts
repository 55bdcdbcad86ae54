/** Networks of large mail services, which all of their customers share: an address in them proves nothing about whose mail it is. */
import { isIP } from 'node:net';

/** As published in the SPF records of _spf.google.com and spf.protection.outlook.com. */
const shared = [
  ...['35.190.247.0/24', '35.191.0.0/16', '64.233.160.0/19', '66.102.0.0/20', '66.249.80.0/20', '72.14.192.0/18'],
  ...['74.125.0.0/16', '108.177.8.0/21', '108.177.96.0/19', '130.211.0.0/22', '172.217.0.0/16', '172.253.0.0/16'],
  ...['173.194.0.0/16', '209.85.128.0/17', '216.58.192.0/19', '216.239.32.0/19', '2001:4860:4000::/36'],
  ...['2404:6800:4000::/36', '2607:f8b0:4000::/36', '2800:3f0:4000::/36', '2a00:1450:4000::/36', '2c0f:fb50:4000::/36'],
  ...['40.92.0.0/15', '40.107.0.0/16', '52.100.0.0/14', '104.47.0.0/17', '2a01:111:f400::/46'],
];

interface Range {
  readonly family: number;
  readonly first: bigint;
  readonly bits: number;
}

const ranges = shared.flatMap((network) => rangeOf(network) ?? []);

/** Whether a network and one of a large mail service have an address in common. @param network `192.0.2.0/24`, `2001:db8::1` */
export function isSharedNetwork(network: string): boolean {
  const range = rangeOf(network);
  return range !== undefined && ranges.some((other) => overlap(range, other));
}

/** Bits of the network's prefix; undefined where it is no network. */
export function prefixOf(network: string): { readonly family: number; readonly bits: number } | undefined {
  const [address = '', prefix] = network.split('/');
  const family = isIP(address);
  if (family === 0) return undefined;
  return { family, bits: prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix) };
}

function overlap(one: Range, other: Range): boolean {
  if (one.family !== other.family) return false;
  const width = one.family === 4 ? 32 : 128;
  const shift = BigInt(width - Math.min(one.bits, other.bits));
  return one.first >> shift === other.first >> shift;
}

function rangeOf(network: string): Range | undefined {
  const prefix = prefixOf(network);
  return prefix && { ...prefix, first: numberOf(network.split('/')[0]!, prefix.family) };
}

function numberOf(address: string, family: number): bigint {
  if (family === 4) return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...four: string[]) => {
    const [a, b, c, d] = four.slice(0, 4).map(Number) as [number, number, number, number];
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [head = '', tail] = plain.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const behind = tail === undefined ? [] : groups(tail);
  const filled = [...groups(head), ...new Array<string>(8 - groups(head).length - behind.length).fill('0'), ...behind];
  return filled.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}
