/** Commits new messages: many that arrive at the same moment share a transaction. */
import type { Kysely, Transaction } from 'kysely';
import { insertCopies } from './archive/archive-copies.ts';
import { createBatcher, type Batcher } from './batcher.ts';
import type { NewMessage, Step } from './change.ts';
import type { KeyRing } from './keys.ts';
import type { Database } from './schema.ts';
import { appendAudit, insertMessages, type EventOf } from './write.ts';

/** Time for the queue to wake a worker before the sweeper takes the wake-up for lost. */
const WAKE_GRACE_MS = 15_000;
const BATCH_BYTES = 16 * 1024 * 1024;

export function createAcceptBatcher(db: Kysely<Database>, keys: KeyRing): Batcher<NewMessage, undefined> {
  return createBatcher<NewMessage, undefined>(
    async (messages) => {
      await db.transaction().execute(async (trx) => {
        await insertMessages(
          trx,
          keys,
          messages.map((message) => ({
            ...message,
            state: 'received',
            dueAt: new Date(Date.now() + WAKE_GRACE_MS),
            about: null,
            notice: null,
          })),
        );
        await insertCopies(trx, messages.flatMap(copiesOf));
        await appendAudit(trx, messages.map(received));
      });
      return messages.map(() => undefined);
    },
    { maxItems: 100, sizeOf: (message) => message.raw.length, maxSize: BATCH_BYTES },
  );
}

/** Accepts the messages that steps put in the place of theirs. @returns their events */
export async function acceptCopies(
  trx: Transaction<Database>,
  keys: KeyRing,
  steps: readonly Step[],
): Promise<EventOf[]> {
  const copies = steps.flatMap(({ id, copy, decision }) =>
    copy ? { of: id, copy, by: decision?.account ?? decision?.actor ?? 'sender' } : [],
  );
  if (copies.length === 0) return [];
  const dueAt = new Date();
  await insertMessages(
    trx,
    keys,
    copies.map(({ copy }) => ({ ...copy, state: 'received', dueAt, about: null, notice: null })),
  );
  await insertCopies(
    trx,
    copies.flatMap(({ copy }) => copiesOf(copy)),
  );
  return copies.flatMap(({ of, copy, by }) => [
    received(copy),
    { messageId: copy.id, event: { event: 'copied', actor: by, detail: { of } } },
  ]);
}

const copiesOf = ({ id, archives = [] }: NewMessage) => archives.map((archive) => ({ id, archive }));

function received(message: NewMessage): EventOf {
  const detail = {
    bytes: message.raw.length,
    recipients: message.envelope.recipients.length,
    client: message.transport.client,
    tls: message.transport.tls,
  };
  return { messageId: message.id, event: { event: 'received', actor: 'gateway', detail } };
}
