/** Carries a claimed message through its work: under a lease that is kept alive, within the memory budget, and given back on failure. */
import { codeOf } from '../errors/hallpass-error.ts';
import type { MessageId } from '../message/message-id.ts';
import type { Step } from '../store/change.ts';
import type { ClaimedMessage } from '../store/claim.ts';
import type { PipelineParts } from './pipeline-parts.ts';

/** @param aside called when the work begins to wait: its place and its bytes are free from then on */
type Work = (claimed: ClaimedMessage, aside: () => void) => Promise<void>;

/** Time for a database that was away to come back. */
const AGAIN_AFTER_MS = 3000;

/** @returns makes a function that claims a message in one of the states and does the work; it does nothing where others have the message */
export function createClaimedWork(
  parts: Pick<PipelineParts, 'store' | 'keeper' | 'budget' | 'context' | 'observe'>,
): (states: readonly Step['from'][], work: Work) => (id: MessageId, aside?: () => void) => Promise<void> {
  const { store, keeper, budget, context, observe } = parts;

  /** Failed work is due again soon, rather than when its lease ends. A scan that the end of the workers refused was no attempt. */
  async function orGiveBack(claimed: ClaimedMessage, work: Work, aside: () => void): Promise<void> {
    try {
      await work(claimed, aside);
    } catch (error) {
      const code = codeOf(error);
      if (code !== 'store.lost-lease') {
        const dueAt = new Date(context.now().getTime() + AGAIN_AFTER_MS);
        await observe.retrying(() =>
          code === 'scan.not-running'
            ? store.releaseUncounted(claimed.id, claimed.lease, dueAt)
            : store.release(claimed.id, claimed.lease, dueAt),
        );
      }
      throw error;
    }
  }

  return (states, work) => async (id, aside) => {
    const claimed = await observe.retrying(() => store.claim(id, states));
    if (claimed === undefined) return;
    await keeper.during(id, claimed.lease, () =>
      budget.during(claimed.size, (giveBack) => {
        const stepAside = (): void => {
          giveBack();
          aside?.();
        };
        return observe.work(id, () => orGiveBack(claimed, work, stepAside));
      }),
    );
  };
}
