/** Ends the attempts to deliver a message before their time: its sender gets a delivery report at once. */
import type { ActContext } from '../act/act-context.ts';
import { forAll } from '../act/deliver/attempt.ts';
import { settle } from '../act/deliver/settle.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import type { MessageId } from '../message/message-id.ts';
import { unalteredBody } from '../store/body.ts';
import type { ActedBy } from '../store/change.ts';
import type { Store } from '../store/store.ts';
import { setAside } from './claimed-message.ts';
import { deliveringMessage } from './deliver-message.ts';

/** RFC 3463 X.4.7, as a permanent status: the time to deliver is over. */
const ENDED = {
  outcome: 'failed',
  status: '5.4.7',
  reply: 'An administrator ended the attempts to deliver this message',
  reportsSuccess: false,
} as const;

/**
 * Recipients that have the message keep their result; the others have failed. A message that a worker has is left alone.
 *
 * @param by address of the account, or the person at the terminal
 * @returns whether the message was returned
 */
export async function returnWaiting(
  store: Pick<Store, 'claim' | 'step' | 'body'>,
  context: ActContext,
  id: MessageId,
  by: ActedBy,
): Promise<boolean> {
  const claimed = await store.claim(id, ['delivering']);
  if (claimed === undefined) return false;
  const raw = await unalteredBody(store, id);
  if (raw === undefined) {
    await store.step(setAside(context, claimed));
    return false;
  }
  const message = deliveringMessage(claimed, context.schedule.maxAgeMs);
  const pending = message.recipients.filter(({ state }) => state === 'pending');
  const step = settle(context, message, forAll(pending, ENDED), raw);
  try {
    await store.step({ ...step, events: [{ event: 'return-requested', ...by, detail: {} }, ...(step.events ?? [])] });
    return true;
  } catch (error) {
    if (codeOf(error) === 'store.lost-lease') return false;
    throw error;
  }
}
