/** The command line of `npm run bench:relay`. */
import { parseArgs } from 'node:util';
import { peers } from './peers/peers.ts';
import { performancePage } from './report/page.ts';
import type { Peer } from './peers/peer.ts';
import type { Plan } from './measure.ts';

export interface RelayOptions extends Omit<Plan, 'mailFolder'> {
  readonly peers: readonly Peer[];
  readonly rounds: number;
  readonly mails: number;
  readonly seed: number;
  /** Folder that is kept; without it, a temporary one. */
  readonly work: string | undefined;
  /** The page that gets the table; undefined: none. */
  readonly page: string | undefined;
}

export const usage = `usage: npm run bench:relay -- [options]
  --peers LIST     ${peers.map(({ id }) => id).join(',')} (default: all)
  --rounds N       rounds, each with a fresh start of every relay (3)
  --messages N     messages per round (600)
  --sessions N     parallel SMTP sessions (20)
  --rate R         also an open loop: R messages a second, latencies from the planned time
  --burst N        also fairness: one message of another sender behind N of the first
  --outage S       also an outage of the next hop for S seconds
  --mails N        different mails (200)
  --seed N         seed of the mails (1)
  --warm-up N      messages sent first and not counted (40)
  --work FOLDER    keep mails, logs, runs.jsonl and installed modules there; every user must be able to enter it
  --page FILE      page that gets the table (docs/performance.md)
  --no-page        only print the table
`;

/** @throws Error with words for the terminal */
export function parseOptions(args: readonly string[]): RelayOptions {
  const text = (value: string) => ({ type: 'string', default: value }) as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{
        peers: text(peers.map(({ id }) => id).join()),
        rounds: text('3'),
        messages: text('600'),
        sessions: text('20'),
      },
      ...{ rate: text('0'), burst: text('0'), outage: text('0') },
      ...{ mails: text('200'), seed: text('1'), 'warm-up': text('40') },
      ...{ work: { type: 'string' }, page: text(performancePage), 'no-page': { type: 'boolean' } },
    },
  });
  return {
    peers: values.peers.split(',').map(peerOf),
    rounds: atLeast(1, 'rounds', values.rounds),
    messages: atLeast(1, 'messages', values.messages),
    sessions: atLeast(1, 'sessions', values.sessions),
    rate: atLeast(0, 'rate', values.rate),
    burst: atLeast(0, 'burst', values.burst),
    outage: atLeast(0, 'outage', values.outage),
    mails: atLeast(1, 'mails', values.mails),
    seed: atLeast(0, 'seed', values.seed),
    warmUp: atLeast(0, 'warm-up', values['warm-up']),
    work: values.work,
    page: values['no-page'] ? undefined : values.page,
  };
}

function peerOf(id: string): Peer {
  const peer = peers.find((one) => one.id === id);
  if (!peer) throw new Error(`--peers: there is no ${id}`);
  return peer;
}

function atLeast(least: number, name: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < least) throw new Error(`--${name} must be a whole number from ${least}`);
  return number;
}
