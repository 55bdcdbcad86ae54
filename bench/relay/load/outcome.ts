/** Sums up a load: rates, latencies, and every message that was refused, lost, doubled or altered. */
import { percentile } from '../../timings.ts';
import { mailIndex, type SetMail } from './mail-set.ts';
import { isAccepted, SLOT, WRONG, type Tally } from './tally.ts';

export interface Spread {
  readonly p50: number;
  readonly p99: number;
}

export interface Faults {
  /** Answered with a 4xx or 5xx. */
  readonly refused: number;
  /** No reply: the relay may have it. */
  readonly unknown: number;
  /** Accepted and never arrived. */
  readonly lost: number;
  /** Copies beyond the first. */
  readonly doubled: number;
  /** Arrived with another body, another header section or another envelope. */
  readonly altered: number;
  /** Arrived without belonging to this load. */
  readonly stray: number;
}

export interface LoadOutcome {
  readonly messages: number;
  readonly bytes: number;
  readonly acceptedPerS: number;
  readonly deliveredPerS: number;
  /** From the final dot to its reply, in milliseconds. */
  readonly acceptMs: Spread;
  /** From MAIL FROM, or the planned time, to the arrival at the next hop, in milliseconds. */
  readonly endToEndMs: Spread;
  readonly faults: Faults;
  /** Names of mails that were lost, ten at most. */
  readonly lostMails: readonly string[];
}

/** @param range numbers of the messages: `from` up to, not including, `to` */
export function outcomeOf(tally: Tally, mails: readonly SetMail[], range: { from: number; to: number }): LoadOutcome {
  const rows = Array.from({ length: range.to - range.from }, (_, at) => range.from + at);
  const mailOf = (n: number): SetMail => mails[mailIndex(n, mails.length)]!;
  const accepted = rows.filter((n) => isAccepted(tally.code[n]!));
  const came = rows.filter((n) => tally.seen[n]! > 0);
  const lost = accepted.filter((n) => tally.seen[n] === 0);
  const beganMs = Math.min(...rows.map((n) => tally.start[n]!).filter((startMs) => startMs > 0));
  const perS = (list: readonly number[], times: Float64Array): number =>
    list.length === 0 ? 0 : (list.length * 1000) / (Math.max(...list.map((n) => times[n]!)) - beganMs);
  const copies = rows.reduce((sum, n) => sum + Math.max(0, tally.seen[n]! - 1), 0);
  return {
    messages: rows.length,
    bytes: rows.reduce((sum, n) => sum + mailOf(n).size, 0),
    acceptedPerS: perS(accepted, tally.accept),
    deliveredPerS: perS(came, tally.arrive),
    acceptMs: spreadOf(accepted.map((n) => tally.accept[n]! - tally.dot[n]!)),
    endToEndMs: spreadOf(came.map((n) => tally.arrive[n]! - tally.start[n]!)),
    faults: {
      refused: rows.filter((n) => tally.code[n]! >= 300).length,
      unknown: rows.filter((n) => tally.code[n] === 0).length,
      lost: lost.length,
      doubled: copies,
      altered: came.filter((n) => (tally.wrong[n]! & (WRONG.body | WRONG.head | WRONG.envelope)) !== 0).length,
      stray: Atomics.load(tally.count, SLOT.stray),
    },
    lostMails: [...new Set(lost.map((n) => mailOf(n).name))].slice(0, 10),
  };
}

export function spreadOf(values: readonly number[]): Spread {
  return { p50: percentile(values, 0.5), p99: percentile(values, 0.99) };
}

export function faultsOf({ faults }: LoadOutcome): number {
  return Object.values<number>({ ...faults }).reduce((sum, count) => sum + count, 0);
}
