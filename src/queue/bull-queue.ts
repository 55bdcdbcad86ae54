/** Wakes workers of other processes, too: BullMQ on PostgreSQL or on Redis. The id of a job is deterministic. */
import { createPostgresBackend, Queue, Worker, withBackend, type JobsOptions, type PostgresPoolConfig } from 'bullmq';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type pg from 'pg';
import { HallpassError } from '../errors/hallpass-error.ts';
import type { MessageId } from '../message/message-id.ts';
import { createSharedOrder } from './shared-order.ts';
import type { QueueName, Wake, WorkHandler, WorkQueue } from './work-queue.ts';

export interface BullQueueOptions {
  readonly backend:
    | { readonly kind: 'postgres'; readonly connection: pg.PoolConfig }
    | { readonly kind: 'redis'; readonly url: string };
  /** Namespace: key prefix in Redis, schema in PostgreSQL. */
  readonly prefix: string;
  readonly onError: (error: unknown) => void;
}

const JOB: JobsOptions = { removeOnComplete: true, removeOnFail: true, attempts: 1 };
const ADD_AT_ONCE = 50;
const ADD_AGAIN_MS = 1000;
/** Wake-ups kept while the queue is unreachable; for any more, the sweeper makes up. */
const MOST_WAITING = 10_000;
const START_LIMIT_MS = 15_000;
const WORKER = {
  lockDuration: 60_000,
  stalledInterval: 30_000,
  runRetryDelay: 1000,
  maxStalledCount: 10,
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
};

/** @throws HallpassError queue.unreachable */
export async function openBullQueue(options: BullQueueOptions): Promise<WorkQueue> {
  const make =
    options.backend.kind === 'postgres'
      ? postgres(options.backend.connection, options.prefix)
      : redis(options.backend.url, options.prefix, options.onError);
  const queues = { scan: make.queue('scan'), act: make.queue('act') };
  const orders = { scan: createSharedOrder(queues.scan), act: createSharedOrder(queues.act) };
  const workers: Worker[] = [];
  const waiting: Record<QueueName, Wake[]> = { scan: [], act: [] };
  const adding: Record<QueueName, Promise<void> | undefined> = { scan: undefined, act: undefined };
  let closing = false;
  for (const queue of Object.values(queues)) queue.on('error', options.onError);
  try {
    await within(START_LIMIT_MS, Promise.all(Object.values(queues).map((queue) => queue.waitUntilReady())));
  } catch (cause) {
    await make.close();
    throw new HallpassError('queue.unreachable', options.backend.kind, { cause });
  }

  const aside = createAside(options.onError);

  async function addWaiting(name: QueueName): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting[name].length > 0) {
      const batch = waiting[name].splice(0, ADD_AT_ONCE);
      try {
        const priorities = await orders[name].prioritiesFor(batch.map(({ share }) => share));
        await queues[name].addBulk(
          batch.map(({ id, wake }, at) => ({
            name,
            data: { messageId: id },
            opts: { ...JOB, jobId: `${id}.${wake}`, priority: priorities[at]! },
          })),
        );
      } catch (error) {
        options.onError(error);
        if (closing || waiting[name].length > MOST_WAITING) continue;
        waiting[name].unshift(...batch);
        await sleep(ADD_AGAIN_MS);
      }
    }
    adding[name] = undefined;
  }

  const drain = async (): Promise<void> => {
    closing = true;
    await Promise.all([adding.scan, adding.act]);
    await Promise.all(workers.map((worker) => worker.close()));
    await aside.end();
  };
  return {
    wake(name, wake) {
      waiting[name].push(wake);
      adding[name] ??= addWaiting(name);
    },
    async process(name, concurrency, handler) {
      const worker = make.worker(name, concurrency, (job) => {
        orders[name].begins(job.priority);
        return aside.run(handler, job.data.messageId);
      });
      worker.on('error', options.onError);
      worker.on('failed', (_job, error) => options.onError(error));
      workers.push(worker);
      await worker.waitUntilReady();
    },
    async clear() {
      await Promise.all(Object.values(queues).map((queue) => queue.obliterate({ force: true })));
      await Promise.all(Object.values(queues).map((queue) => queue.resume()));
    },
    async ping() {
      await queues.scan.count();
    },
    drain,
    async close() {
      await drain();
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
      await make.close();
    },
  };
}

/** Work that has stepped aside ends its job, and goes on. */
function createAside(onError: (error: unknown) => void) {
  const aside = new Set<Promise<void>>();
  return {
    /** Resolves when the work is done or has stepped aside. */
    async run(handler: WorkHandler, id: MessageId): Promise<void> {
      const { promise: stepsAside, resolve } = Promise.withResolvers<void>();
      let isAside = false;
      const work = handler(id, () => {
        isAside = true;
        resolve();
      });
      await Promise.race([work, stepsAside]);
      if (!isAside) return;
      const rest = work.catch(onError).finally(() => aside.delete(rest));
      aside.add(rest);
    },
    end: async (): Promise<void> => void (await Promise.all(aside)),
  };
}

/** ioredis tries for ever; a start must end with an error instead. */
async function within<T>(limitMs: number, promise: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('no answer')), limitMs);
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

interface JobData {
  messageId: MessageId;
}
type Handler = (job: { readonly data: JobData; readonly priority: number }) => Promise<void>;

interface Backend {
  queue(name: QueueName): Queue;
  worker(name: QueueName, concurrency: number, handler: Handler): Worker;
  close(): Promise<void>;
}

function postgres(connection: pg.PoolConfig, prefix: string): Backend {
  const bull = withBackend(createPostgresBackend);
  const config = { ...connection, schema: `${prefix}_queue`, migrate: true, max: 4 } as PostgresPoolConfig;
  // The classes are BullMQ's own; only their type parameter names another backend.
  return {
    queue: (name) => new bull.Queue(name, { connection: config }) as unknown as Queue,
    worker: (name, concurrency, handler) =>
      new bull.Worker(name, handler, { connection: config, concurrency, ...WORKER }) as unknown as Worker,
    close: async () => undefined,
  };
}

function redis(url: string, prefix: string, onError: (error: unknown) => void): Backend {
  const connection = new Redis(url, { maxRetriesPerRequest: null, lazyConnect: false });
  // An unreachable queue must not block its callers: adding fails at once, and the sweeper makes up for it.
  const adding = new Redis(url, { maxRetriesPerRequest: 1, enableOfflineQueue: true });
  for (const client of [connection, adding]) client.on('error', onError);
  return {
    queue: (name) => new Queue(name, { connection: adding, prefix }),
    worker: (name, concurrency, handler) => new Worker(name, handler, { connection, prefix, concurrency, ...WORKER }),
    async close() {
      connection.disconnect();
      adding.disconnect();
    },
  };
}
