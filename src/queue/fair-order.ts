/**
 * The order of waiting work, by weighted fair queueing: every sender has the same share of the workers, and within that
 * share large messages count more than small ones. Bursts wait behind themselves, and nobody waits for ever.
 * After A. Demers, S. Keshav, S. Shenker, "Analysis and Simulation of a Fair Queueing Algorithm", SIGCOMM 1989.
 */

/** Whose work it is and how much, for the order alone. */
export interface Share {
  /** Any string that tells senders apart. */
  readonly sender: string;
  /** Size of the message. */
  readonly bytes: number;
}

/** Senders remembered at once; those whose turn has passed are forgotten first. */
const MOST_SENDERS = 10_000;
/** A message of this size takes about twice as long as an empty one (measured on the benchmark's mails). */
const BYTES_OF_ONE_TURN = 100_000;

export interface FairOrder {
  /** @returns the place in the order: lower ones go first. A share that is missing goes first, as work that has waited does. */
  placeFor(share: Share | undefined): number;
  /** The work at this place begins: later arrivals are placed behind it. */
  begins(place: number): void;
  /** Nothing waits: all senders are equal again. */
  reset(): void;
}

export function createFairOrder(): FairOrder {
  // Virtual time: the place of the work that began last. A sender's next message finishes one turn after its last one.
  let now = 0;
  let lastOf = new Map<string, number>();
  return {
    placeFor(share) {
      if (share === undefined) return now;
      const place = Math.max(now, lastOf.get(share.sender) ?? 0) + 1 + share.bytes / BYTES_OF_ONE_TURN;
      if (lastOf.size >= MOST_SENDERS) lastOf = new Map([...lastOf].filter(([, last]) => last > now));
      lastOf.set(share.sender, place);
      return place;
    },
    begins(place) {
      now = Math.max(now, place);
    },
    reset() {
      now = 0;
      lastOf = new Map();
    },
  };
}
