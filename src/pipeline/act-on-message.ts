/** Work on a message that waited: the next delivery attempt, or a decision that is due and the delivery that follows from it. */
import { decideHeld, type HeldDecision } from '../act/decide-held.ts';
import { heldMessage } from '../act/message-facts.ts';
import type { PendingDecision } from '../store/review/tables.ts';
import type { ClaimedMessage } from '../store/claim.ts';
import { afterStep, bodyReader } from './claimed-message.ts';
import { deliverMessage } from './deliver-message.ts';
import type { PipelineParts } from './pipeline-parts.ts';

/** A release continues under the same lease: the message is claimed once, and its body is read once. */
export async function actOnMessage(parts: PipelineParts, claimed: ClaimedMessage): Promise<void> {
  const { store, context } = parts;
  const body = bodyReader(parts, claimed);
  if (claimed.state === 'delivering') return deliverMessage(parts, claimed, body);
  const { decision, notBefore } = await dueDecision(parts, claimed);
  if (notBefore > context.now()) return store.release(claimed.id, claimed.lease, notBefore);
  const step = await decideHeld(store, context, heldMessage(claimed), decision, {
    body,
    keepLease: parts.route !== undefined,
  });
  if (step.keepLease) await deliverMessage(parts, afterStep(claimed, step), body);
}

/** A reviewer's decision, from when it can no longer be undone; without one, the end of the hold. */
async function dueDecision(
  { pendingDecision, context }: Pick<PipelineParts, 'pendingDecision' | 'context'>,
  claimed: ClaimedMessage,
): Promise<{ decision: HeldDecision; notBefore: Date }> {
  const pending = await pendingDecision(claimed.id);
  if (pending) return { decision: reviewersDecision(pending), notBefore: pending.due };
  return { decision: { by: 'expiry' }, notBefore: claimed.expiresAt ?? context.now() };
}

function reviewersDecision({ decision, reason }: { decision: PendingDecision; reason: string }): HeldDecision {
  const { choice, by, byId, account, recipients, exception } = decision;
  return {
    by: 'reviewer',
    choice,
    actor: by,
    account,
    reason,
    ...(recipients && { recipients }),
    ...(exception && { exception: { ...exception, by, byId, reason } }),
  };
}
