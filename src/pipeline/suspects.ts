/** Scans suspects one at a time: messages whose earlier scan did not end, any of which may have ended the process. */
import { createByteBudget } from '../queue/byte-budget.ts';
import type { ClaimedMessage } from '../store/claim.ts';
import type { Store } from '../store/store.ts';

/**
 * @returns runs the work at once for other messages; for a suspect, after the outcomes of all earlier suspects are
 *   committed. The attempt is counted when its turn comes and not before: a message that ends the process must not be
 *   blamed on its neighbours.
 */
export function createSuspectsQueue(store: Pick<Store, 'countAttempt'>, maxScanAttempts: number) {
  const oneAtATime = createByteBudget(1);
  return async <Outcome>(claimed: ClaimedMessage, work: () => Promise<Outcome>): Promise<Outcome> => {
    if (!claimed.suspect || claimed.attempts > maxScanAttempts) return work();
    return oneAtATime.during(1, async () => {
      await store.countAttempt(claimed.id, claimed.lease);
      return work();
    });
  };
}
