/** Keeps the leases of messages in work alive, so that a slow next hop does not make another worker take them over. */
import type { MessageId } from '../message/message-id.ts';
import type { Store } from './store.ts';

const RENEW_EVERY_MS = 20_000;

export interface LeaseKeeper {
  /** Runs the work while renewing the lease. */
  during<T>(id: MessageId, lease: string, work: () => Promise<T>): Promise<T>;
  stop(): void;
}

export function createLeaseKeeper(store: Pick<Store, 'renew'>, onError: (error: unknown) => void): LeaseKeeper {
  const held = new Map<MessageId, string>();
  const timer = setInterval(() => {
    store.renew([...held].map(([id, lease]) => ({ id, lease }))).catch(onError);
  }, RENEW_EVERY_MS);
  timer.unref();
  return {
    async during(id, lease, work) {
      held.set(id, lease);
      try {
        return await work();
      } finally {
        held.delete(id);
      }
    },
    stop: () => clearInterval(timer),
  };
}
