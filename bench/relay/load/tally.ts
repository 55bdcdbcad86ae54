/** What is known of each message of a load, in memory that the threads of the load share. */

/** Bits of `wrong`. */
export const WRONG = { body: 1, head: 2, envelope: 4 } as const;

/** Slots of `count`. */
export const SLOT = { next: 0, settled: 1, arrived: 2, stray: 3, broken: 4 } as const;

export interface Tally {
  /** Milliseconds of `clock()`: MAIL FROM (or the planned time), the final dot, the reply to it, the arrival. 0: not yet. */
  readonly start: Float64Array;
  readonly dot: Float64Array;
  readonly accept: Float64Array;
  readonly arrive: Float64Array;
  /** How often a message arrived. */
  readonly seen: Int32Array;
  /** SMTP code of the outcome; 0: unknown. */
  readonly code: Int32Array;
  /** Bits of WRONG. */
  readonly wrong: Int32Array;
  readonly count: Int32Array;
}

export function createTally(messages: number): Tally {
  const times = (): Float64Array => new Float64Array(new SharedArrayBuffer(8 * messages));
  const numbers = (length: number): Int32Array => new Int32Array(new SharedArrayBuffer(4 * length));
  return {
    start: times(),
    dot: times(),
    accept: times(),
    arrive: times(),
    seen: numbers(messages),
    code: numbers(messages),
    wrong: numbers(messages),
    count: numbers(8),
  };
}

/** Milliseconds of one clock for all threads. */
export const clock = (): number => Number(process.hrtime.bigint()) / 1e6;

export const isAccepted = (code: number): boolean => code >= 200 && code < 300;

/** What the sending thread is told to do. */
export interface SendOrder {
  readonly port: number;
  readonly mailFolder: string;
  /** Tells the messages of this load from others. */
  readonly run: string;
  readonly sender: string;
  readonly recipient: string;
  readonly sessions: number;
  /** Messages per connection. */
  readonly perConnection: number;
  /** The messages to send: `from` up to, not including, `to`. */
  readonly from: number;
  readonly to: number;
  /** Messages a second; without it, each session sends as fast as it can. */
  readonly rate?: number;
  readonly tally: Tally;
}

/** What the sink is told: what should arrive. */
export interface SinkOrder {
  readonly port: number;
  readonly mailFolder: string;
  readonly run: string;
  readonly senders: readonly string[];
  readonly recipient: string;
  readonly messages: number;
  readonly tally: Tally;
}
