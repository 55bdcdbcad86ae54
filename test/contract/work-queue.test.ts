/** One conformance suite for the three queues: in memory, BullMQ on PostgreSQL, and BullMQ on a real Redis. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { newMessageId } from '../../src/message/message-id.ts';
import { openBullQueue, type BullQueueOptions } from '../../src/queue/bull-queue.ts';
import { createMemoryQueue } from '../../src/queue/memory-queue.ts';
import type { Wake, WorkQueue } from '../../src/queue/work-queue.ts';
import { createDatabase } from '../harness/database.ts';
import { deferred, until } from '../harness/wait.ts';

type Backend = BullQueueOptions['backend'] | { readonly kind: 'memory' };

const backends: Record<Backend['kind'], () => Promise<Backend>> = {
  memory: () => Promise.resolve({ kind: 'memory' }),
  postgres: async () => ({ kind: 'postgres', connection: await createDatabase() }),
  redis: async () => ({ kind: 'redis', url: process.env['HALLPASS_TEST_REDIS'] ?? '' }),
};
const kinds = ['memory', 'postgres', 'redis'] as const;

describe.each(kinds)('work queue: %s', (kind) => {
  const opened: WorkQueue[] = [];
  const errors: unknown[] = [];
  const onError = (error: unknown): unknown => errors.push(error);
  interface Options {
    readonly backend: Backend;
    readonly prefix: string;
  }
  async function open(options?: Options): Promise<{ queue: WorkQueue; options: Options }> {
    const backend = options?.backend ?? (await backends[kind]());
    const prefix = options?.prefix ?? `t${randomBytes(4).toString('hex')}`;
    const queue =
      backend.kind === 'memory' ? createMemoryQueue(onError) : await openBullQueue({ backend, prefix, onError });
    opened.push(queue);
    return { queue, options: { backend, prefix } };
  }
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((queue) => queue.close()));
  });

  it('wakes a worker with every message, each once', async () => {
    const { queue } = await open();
    const ids = Array.from({ length: 200 }, () => newMessageId());
    const seen: string[] = [];
    await queue.process('scan', 10, async (id) => void seen.push(id));
    for (const id of ids) queue.wake('scan', { id, wake: '0' });
    await until(() => seen.length >= ids.length);
    expect(seen.sort()).toEqual(ids.sort());
  });

  it('keeps its two queues apart', async () => {
    const { queue } = await open();
    const seen: string[] = [];
    await queue.process('scan', 1, async (id) => void seen.push(`scan ${id}`));
    await queue.process('act', 1, async (id) => void seen.push(`act ${id}`));
    const id = newMessageId();
    queue.wake('act', { id, wake: '1' });
    queue.wake('scan', { id, wake: '1' });
    await until(() => seen.length === 2);
    expect(seen.sort()).toEqual([`act ${id}`, `scan ${id}`]);
  });

  it('takes the same wake-up once while it waits, and again afterwards', async () => {
    const { queue } = await open();
    const id = newMessageId();
    const first = newMessageId();
    const gate = deferred();
    const seen: string[] = [];
    await queue.process('act', 1, async (woken) => {
      seen.push(woken);
      if (woken === first) await gate.promise;
    });
    queue.wake('act', { id: first, wake: '0' });
    await until(() => seen.length === 1);
    for (let i = 0; i < 5; i += 1) queue.wake('act', { id, wake: '7' });
    queue.wake('act', { id, wake: '8' });
    gate.resolve();
    await until(() => seen.length === 3);
    queue.wake('act', { id, wake: '7' });
    await until(() => seen.length === 4);
    expect(seen).toEqual([first, id, id, id]);
  });

  it('runs as many handlers at once as it was told to, and no more', async () => {
    const { queue } = await open();
    const gate = deferred();
    let running = 0;
    let most = 0;
    let done = 0;
    await queue.process('scan', 4, async () => {
      running += 1;
      most = Math.max(most, running);
      await gate.promise;
      running -= 1;
      done += 1;
    });
    for (let i = 0; i < 12; i += 1) queue.wake('scan', { id: newMessageId(), wake: '0' });
    await until(() => running === 4);
    gate.resolve();
    await until(() => done === 12);
    expect(most).toBe(4);
  });

  it('goes on after a handler that fails, and reports it', async () => {
    const { queue } = await open();
    errors.length = 0;
    const bad = newMessageId();
    const good = newMessageId();
    const seen: string[] = [];
    await queue.process('scan', 1, async (id) => {
      if (id === bad) throw new Error('boom');
      seen.push(id);
    });
    queue.wake('scan', { id: bad, wake: '0' });
    queue.wake('scan', { id: good, wake: '0' });
    await until(() => seen.length === 1 && errors.length === 1);
    expect(String(errors[0])).toContain('boom');
  });

  // What is in memory ends with its process; the sweeper makes up for it.
  if (kind !== 'memory')
    it('keeps what was added for a worker that starts later, in another process', async () => {
      const { queue, options } = await open();
      const id = newMessageId();
      queue.wake('scan', { id, wake: '0' });
      await queue.close();
      const later = await open(options);
      const seen: string[] = [];
      await later.queue.process('scan', 1, async (woken) => void seen.push(woken));
      await until(() => seen.length === 1);
      expect(seen).toEqual([id]);
    });

  it('is empty after clear, and works on', async () => {
    const { queue } = await open();
    for (let i = 0; i < 60; i += 1) queue.wake('act', { id: newMessageId(), wake: '0' });
    await queue.drain();
    await queue.clear();
    const id = newMessageId();
    const seen: string[] = [];
    await queue.process('act', 1, async (woken) => void seen.push(woken));
    queue.wake('act', { id, wake: '0' });
    await until(() => seen.length > 0);
    expect(seen).toEqual([id]);
  });

  it('finishes what is in work before it closes', async () => {
    const { queue } = await open();
    const gate = deferred();
    let finished = false;
    await queue.process('scan', 1, async () => {
      await gate.promise;
      finished = true;
    });
    let started = false;
    await queue.process('act', 1, async () => void (started = true));
    queue.wake('scan', { id: newMessageId(), wake: '0' });
    queue.wake('act', { id: newMessageId(), wake: '0' });
    await until(() => started);
    const closing = queue.close();
    gate.resolve();
    await closing;
    expect(finished || !started).toBe(true);
  });

  type Named = Pick<Wake, 'share'> & { readonly name: string };
  const burstOf = (sender: string, length: number): Named[] =>
    Array.from({ length }, (_, n) => ({ name: `${sender}${n}`, share: { sender, bytes: 4000 } }));

  /** Adds wake-ups. @returns their names by id */
  function add(queue: WorkQueue, wakes: readonly Named[]): Map<string, string> {
    const names = new Map<string, string>();
    for (const { name, share } of wakes) {
      const id = newMessageId();
      names.set(id, name);
      queue.wake('scan', { id, wake: '0', ...(share && { share }) });
    }
    return names;
  }

  /** @returns the names of the wake-ups in the order in which one worker takes them up, after all have been added */
  async function orderOf(wakes: readonly Named[]): Promise<string[]> {
    const { queue, options } = await open();
    const names = add(queue, wakes);
    const seen: string[] = [];
    let worker = queue;
    if (kind !== 'memory') {
      await queue.close();
      worker = (await open(options)).queue;
    }
    await worker.process('scan', 1, async (id) => void seen.push(names.get(id)!));
    await until(() => seen.length === wakes.length);
    return seen;
  }

  it('lets another sender in behind the first message of a burst', async () => {
    const burst = burstOf('bulk', 1000);
    const order = await orderOf([...burst, ...burstOf('teacher', 1)]);
    expect(order.indexOf('teacher0')).toBeLessThanOrEqual(1);
    expect(order.filter((name) => name !== 'teacher0')).toEqual(burst.map(({ name }) => name));
  });

  it('takes small mail before large mail, and large mail before the hundredth small one', async () => {
    const large = { name: 'large', share: { sender: 'a', bytes: 5_000_000 } };
    const order = await orderOf([large, ...burstOf('b', 200)]);
    expect(order[0]).toBe('b0');
    expect(order.indexOf('large')).toBeGreaterThan(10);
    expect(order.indexOf('large')).toBeLessThan(100);
  });

  it('takes what is woken without a share before everything else', async () => {
    expect((await orderOf([...burstOf('bulk', 20), { name: 'waited' }]))[0]).toBe('waited');
  });

  it('counts the turns that have passed for a sender who comes later', async () => {
    const { queue, options } = await open();
    const first = kind === 'memory' ? queue : (await open(options)).queue;
    const gate = deferred();
    const names = add(queue, burstOf('early', 60));
    const seen: string[] = [];
    await first.process('scan', 1, async (id) => {
      seen.push(names.get(id)!);
      if (seen.length === 30) await gate.promise;
    });
    await until(() => seen.length === 30);
    // A process that only adds looks once a second how far the others have come.
    await sleep(1100);
    for (const [id, name] of add(queue, burstOf('late', 30))) names.set(id, name);
    await sleep(500);
    gate.resolve();
    await until(() => seen.length === 90);
    const next = seen.slice(30, 50).filter((name) => name.startsWith('early'));
    expect(next.length).toBeGreaterThanOrEqual(8);
    expect(next.length).toBeLessThanOrEqual(12);
  });
});
