/** Takes the steps of messages: state, results, review, notices and audit events of each in one transaction. */
import type { Kysely } from 'kysely';
import { createBatcher, type Batcher } from './batcher.ts';
import type { NewNotice, Step } from './change.ts';
import type { KeyRing } from './keys.ts';
import { createBlindIndex } from './review/blind-words.ts';
import { syncReview } from './review/sync.ts';
import type { Database } from './schema.ts';
import { isFinal } from './states.ts';
import { acceptCopies } from './accept.ts';
import { appendAudit, insertFindings, insertNotices, updateMessages, updateRecipients, type EventOf } from './write.ts';

/** The result of a step says whether it was taken: not where its message is no longer in the state, or under the lease, that it expects. */
export function createStepBatcher(db: Kysely<Database>, keys: KeyRing): Batcher<Step, boolean> {
  const blind = createBlindIndex(keys.derive('search'));
  return createBatcher<Step, boolean>(
    async (steps) => {
      const now = new Date();
      const taken = await db.transaction().execute(async (trx) => {
        const winners = await updateMessages(trx, keys, steps, (step) => (isFinal(step.to) ? now : null));
        const won = steps.filter((step) => winners.has(step.id));
        const results = won.flatMap((step) => (step.recipients ?? []).map((result) => ({ ...result, id: step.id })));
        if (results.length > 0) await updateRecipients(trx, results, now);
        await insertFindings(trx, won);
        const decided = new Set(won.flatMap(({ id }) => (winners.get(id) ? id : [])));
        const { firstUses } = await syncReview(trx, keys, blind, won, decided, now);
        const isDue = ({ id }: Step, { firstUseOf: exception }: NewNotice): boolean =>
          exception === undefined || firstUses.some((use) => use.messageId === id && use.exception === exception);
        const notices = won.flatMap((step) =>
          (step.notices ?? []).flatMap((notice) => (isDue(step, notice) ? { ...notice, about: step.id } : [])),
        );
        const events: EventOf[] = won.flatMap((step) => step.events.map((event) => ({ messageId: step.id, event })));
        events.push(...(await acceptCopies(trx, keys, won)));
        if (notices.length > 0) events.push(...(await insertNotices(trx, keys, notices, now)));
        await appendAudit(trx, events);
        return winners;
      });
      return steps.map((step) => taken.has(step.id));
    },
    { maxItems: 200, keyOf: (step) => step.id },
  );
}
