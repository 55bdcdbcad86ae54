/** One attempt to deliver a claimed message, and the step that records its results. */
import { settle } from '../act/deliver/settle.ts';
import { messageFacts, type DeliveringMessage } from '../act/message-facts.ts';
import type { ClaimedMessage } from '../store/claim.ts';
import { outgoing, setAside, type BodyReader } from './claimed-message.ts';
import type { PipelineParts } from './pipeline-parts.ts';
import { deliverAttributes } from './span-attributes.ts';

/** Holds the message for review where the stored body is not what was accepted. */
export async function deliverMessage(parts: PipelineParts, claimed: ClaimedMessage, body: BodyReader): Promise<void> {
  const { store, context, route, observe } = parts;
  const raw = await body();
  if (raw === undefined) return store.step(setAside(context, claimed));
  if (route === undefined) return store.release(claimed.id, claimed.lease, context.now());
  const results = await observe.step(
    'deliver',
    claimed.id,
    () => observe.stage('deliver', () => route.send(outgoing(claimed, raw))),
    deliverAttributes,
  );
  const step = settle(context, deliveringMessage(claimed, context.schedule.maxAgeMs), results, raw);
  await observe.retrying(() => store.step(step));
  observe.delivery(claimed.id, results, step.to);
}

export function deliveringMessage(claimed: ClaimedMessage, maxAgeMs: number): DeliveringMessage {
  return {
    ...messageFacts(claimed),
    lease: claimed.lease,
    recipients: claimed.recipients,
    // A notice has no stored end of its attempts: it is tried for as long as mail is.
    expiresAt: claimed.expiresAt ?? new Date(claimed.receivedAt.getTime() + maxAgeMs),
    ...(claimed.decision ? { decision: claimed.decision } : {}),
  };
}
