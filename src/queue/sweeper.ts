/** Finds in the database what is due and wakes workers for it: the queue may forget, the database does not. */
import type { QueueName, WorkQueue } from './work-queue.ts';
import type { Store } from '../store/store.ts';
import type { MessageState } from '../store/states.ts';
import { poll, type Poll } from '../timing/poll.ts';

const EVERY_MS = 1000;
const AT_ONCE = 500;
const MAINTAIN_EVERY_MS = 3_600_000;

export interface SweeperOptions {
  readonly store: Pick<Store, 'takeDue' | 'maintain' | 'audit'>;
  readonly queue: Pick<WorkQueue, 'wake'>;
  readonly bodyDays: number;
  readonly onError: (error: unknown) => void;
}

/** Sweeps once before it resolves, and then every second. */
export function startSweeper({ store, queue, bodyDays, onError }: SweeperOptions): Promise<Poll> {
  let maintainedAtMs = Date.now();

  async function sweep(stopping: AbortSignal): Promise<void> {
    for (let found = AT_ONCE; found === AT_ONCE && !stopping.aborted;) {
      const due = await store.takeDue(new Date(), AT_ONCE);
      for (const { id, state, wake, sender, size } of due)
        queue.wake(queueFor(state), { id, wake, share: { sender, bytes: size } });
      found = due.length;
    }
    if (Date.now() - maintainedAtMs < MAINTAIN_EVERY_MS) return;
    maintainedAtMs = Date.now();
    const dropped = await store.maintain(new Date(), bodyDays);
    if (dropped.length > 0)
      await store.audit(null, { event: 'retention', actor: 'gateway', detail: { days: dropped } });
  }
  return poll(sweep, { everyMs: EVERY_MS, onError });
}

function queueFor(state: MessageState): QueueName {
  return state === 'received' || state === 'scanning' ? 'scan' : 'act';
}
