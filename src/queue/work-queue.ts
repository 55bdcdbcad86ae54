/**
 * The queue wakes workers; the database is the truth. A wake-up is a message id and nothing else, and losing one costs
 * time only: the sweeper finds what is due. `memory-queue.ts` and `bull-queue.ts` implement this port.
 */
import type { MessageId } from '../message/message-id.ts';
import type { Share } from './fair-order.ts';

/** `scan` carries a message from extraction through its first delivery attempt; `act` is for messages that waited. */
export type QueueName = 'scan' | 'act';

export interface Wake {
  readonly id: MessageId;
  /** Differs from that of an earlier wake-up of the same message. */
  readonly wake: string;
  /** For the order among what waits; a wake-up without one goes first. The queue keeps no more of it than the place in the order. */
  readonly share?: Share;
}

/**
 * Work on a message. It calls `aside` when it begins to wait for something that may take minutes: from then on, its place is
 * free for other work.
 */
export type WorkHandler = (id: MessageId, aside: () => void) => Promise<void>;

export interface WorkQueue {
  /** Adds jobs, many at a time, without waiting. A failure is reported to onError, and it is tried again. */
  wake(queue: QueueName, wake: Wake): void;
  /** Starts workers. A handler that rejects has its error reported; the message's state in the database says what is next. */
  process(queue: QueueName, concurrency: number, handler: WorkHandler): Promise<void>;
  /** Empties the queues: the sweeper adds due messages again. */
  clear(): Promise<void>;
  ping(): Promise<void>;
  /** Stops taking jobs and waits for those in work. */
  drain(): Promise<void>;
  close(): Promise<void>;
}
