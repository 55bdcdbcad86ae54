import { expect, it } from '@jest/globals';
import { poll } from './poll.ts';

/** A look that the test lets end, and that counts how many there were and ran at once. */
function manualLook() {
  const counts = { begun: 0, ended: 0, atOnce: 0, mostAtOnce: 0 };
  const begun: (() => void)[] = [];
  let current = Promise.withResolvers<void>();
  return {
    counts,
    look: async (): Promise<void> => {
      counts.begun += 1;
      counts.mostAtOnce = Math.max(counts.mostAtOnce, (counts.atOnce += 1));
      for (const resolve of begun.splice(0)) resolve();
      try {
        await current.promise;
      } finally {
        counts.atOnce -= 1;
        counts.ended += 1;
        current = Promise.withResolvers();
      }
    },
    end: () => current.resolve(),
    fail: (error: Error) => current.reject(error),
    /** Resolves when the next look begins. */
    next: () => new Promise<void>((resolve) => begun.push(resolve)),
  };
}
const noErrors = (error: unknown): never => {
  throw error;
};

it('has looked once before it resolves', async () => {
  const one = manualLook();
  let resolved = false;
  const started = poll(one.look, { everyMs: 1, onError: noErrors }).then((running) => {
    resolved = true;
    return running;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect([one.counts.begun, resolved]).toEqual([1, false]);
  one.end();
  await (await started).stop();
  expect(one.counts).toMatchObject({ begun: 1, ended: 1 });
});

it('rejects with what the first look throws, and looks no more', async () => {
  let looks = 0;
  const failing = async (): Promise<void> => {
    looks += 1;
    throw new Error('away');
  };
  await expect(poll(failing, { everyMs: 0, onError: noErrors })).rejects.toThrow('away');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(looks).toBe(1);
});

it('reports a later error and looks again, never twice at once', async () => {
  const one = manualLook();
  const errors: unknown[] = [];
  const first = one.next();
  const started = poll(one.look, { everyMs: 0, onError: (error) => errors.push(error) });
  await first;
  const second = one.next();
  one.end();
  await second;
  const third = one.next();
  one.fail(new Error('away'));
  await third;
  expect(errors).toMatchObject([{ message: 'away' }]);
  one.end();
  await (await started).stop();
  expect(one.counts.mostAtOnce).toBe(1);
});

it('stops after the look that runs, which is told by its signal', async () => {
  const one = manualLook();
  const signals: AbortSignal[] = [];
  const look = (stopping: AbortSignal): Promise<void> => {
    signals.push(stopping);
    return one.look();
  };
  const first = one.next();
  const started = poll(look, { everyMs: 0, onError: noErrors });
  await first;
  const second = one.next();
  one.end();
  const running = await started;
  await second;
  let stopped = false;
  const stopping = running.stop().then(() => {
    stopped = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect([stopped, signals.at(-1)?.aborted]).toEqual([false, true]);
  one.end();
  await stopping;
  expect(one.counts).toMatchObject({ begun: 2, ended: 2 });
});
