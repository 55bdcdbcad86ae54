/** Takes the steps of messages: state, results, review, notices and audit events of each in one transaction. */
import type { Kysely } from 'kysely';
import { createBatcher, type Batcher } from './batcher.ts';
import type { NewNotice, Step } from './change.ts';
import { pilotVerdict } from '../decide/verdict.ts';
import type { KeyRing } from './keys.ts';
import { createBlindIndex } from './review/blind-words.ts';
import { syncReview } from './review/sync.ts';
import type { Database } from './schema.ts';
import { acceptCopies } from './accept.ts';
import { appendAudit, insertFindings, insertNotices, updateMessages, type EventOf } from './write.ts';

/** The result of a step says whether it was taken: not where its message is no longer in the state, or under the lease, that it expects. */
export interface StepBatcher {
  add(step: Step): Promise<boolean>;
  idle(): Promise<void>;
}

export function createStepBatcher(db: Kysely<Database>, keys: KeyRing): StepBatcher {
  const plain = createPlainBatcher(db, keys);
  const full = createFullBatcher(db, keys);
  return {
    async add(step) {
      return (isPlain(step) && (await plain.add(step))) || full.add(step);
    },
    async idle() {
      await Promise.all([plain.idle(), full.idle()]);
    },
  };
}

/** Most mail takes only such steps: nothing but the message, its recipients and the audit log changes. */
function isPlain(step: Step): boolean {
  const more = [step.findings, step.notices, step.exceptionsUsed].some((list) => list !== undefined && list.length > 0);
  const withReason = step.events.some(({ why }) => why !== undefined);
  const held = step.to === 'warned' || step.to === 'quarantined';
  return (
    !more && !withReason && !held && !step.decision && !step.exception && !step.copy && !pilotVerdict(step.verdict)
  );
}

/** Plain steps: one statement, which is a transaction of its own. A message that a person has decided on is not taken here. */
function createPlainBatcher(db: Kysely<Database>, keys: KeyRing): Batcher<Step, boolean> {
  return createBatcher<Step, boolean>(
    async (steps) => {
      const taken = await updateMessages(db, keys, steps, new Date(), { undecidedOnly: true, withEvents: true });
      return steps.map((step) => taken.has(step.id));
    },
    { maxItems: 200, keyOf: (step) => step.id },
  );
}

function createFullBatcher(db: Kysely<Database>, keys: KeyRing): Batcher<Step, boolean> {
  const blind = createBlindIndex(keys.derive('search'));
  return createBatcher<Step, boolean>(
    async (steps) => {
      const now = new Date();
      const taken = await db.transaction().execute(async (trx) => {
        const winners = await updateMessages(trx, keys, steps, now, { undecidedOnly: false, withEvents: false });
        const won = steps.filter((step) => winners.has(step.id));
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
