/** The relays of the comparison, in the order of the table. */
import { bare, spool } from './bare.ts';
import { hallpass, hallpassReader, hallpassRedis } from './hallpass.ts';
import { haraka } from './haraka.ts';
import type { Peer } from './peer.ts';
import { postfix, postfixRspamd } from './postfix.ts';

export const peers: readonly Peer[] = [
  bare,
  spool,
  postfix,
  postfixRspamd,
  haraka,
  hallpass,
  hallpassReader,
  hallpassRedis,
];
