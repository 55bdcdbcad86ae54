/** Who works on a held message, and what reviewers note about it. */
import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { NewNotice } from '../change.ts';
import type { KeyRing } from '../keys.ts';
import type { Database } from '../schema.ts';
import { appendAudit, insertNotices } from '../write.ts';
import { assignedTo } from './absences.ts';
import type { Actor } from './actor.ts';
import { audit } from './audit-entry.ts';

export interface Assignee {
  readonly id: string;
  readonly name: string;
}

export interface AssignOptions {
  readonly actor: Actor;
  readonly ifFree: boolean;
  /** To the person whom the message is assigned to. */
  readonly notices?: readonly NewNotice[];
}

export interface Handling {
  /** Assigns the message; with `ifFree` only where it is assigned to nobody, to the actor, or to somebody for whom the actor stands in. @returns whom it is assigned to now */
  assign(id: string, to: Assignee | null, options: AssignOptions): Promise<Assignee | null>;
  /** @param notices to those who learn of it */
  escalate(id: string, note: string, actor: Actor, notices?: readonly NewNotice[]): Promise<void>;
  note(id: string, text: string, actor: Actor): Promise<void>;
}

export function createHandling(db: Kysely<Database>, keys: KeyRing): Handling {
  return {
    assign: (id, to, options) => db.transaction().execute((trx) => assign(trx, keys, id, to, options)),
    async escalate(id, note, actor, notices = []) {
      await db.transaction().execute(async (trx) => {
        await trx.updateTable('review_items').set({ escalated: true }).where('message_id', '=', id).execute();
        if (note !== '') await insertNote(trx, keys, id, note, actor);
        const events = await notify(trx, keys, id, notices);
        await appendAudit(trx, [audit(id, 'escalated', actor, { withNote: note !== '' }), ...events]);
      });
    },
    async note(id, text, actor) {
      await db.transaction().execute(async (trx) => {
        await insertNote(trx, keys, id, text, actor);
        await appendAudit(trx, [audit(id, 'noted', actor)]);
      });
    },
  };
}

async function assign(
  trx: Transaction<Database>,
  keys: KeyRing,
  id: string,
  to: Assignee | null,
  { actor, ifFree, notices = [] }: AssignOptions,
): Promise<Assignee | null> {
  const taken = await trx
    .updateTable('review_items as i')
    .set({ assignee: to?.id ?? null, assignee_name: to?.name ?? null })
    .where('message_id', '=', id)
    .$if(ifFree, (query) => query.where((eb) => eb.or([eb('assignee', 'is', null), assignedTo(actor.id)])))
    .returning('message_id')
    .execute();
  if (taken.length > 0) {
    const event = to === null ? 'unclaimed' : to.id === actor.id ? 'claimed' : 'assigned';
    const detail = to === null || to.id === actor.id ? {} : { to: to.name };
    await appendAudit(trx, [audit(id, event, actor, detail), ...(await notify(trx, keys, id, notices))]);
    return to;
  }
  const row = await trx
    .selectFrom('review_items')
    .select(['assignee', 'assignee_name'])
    .where('message_id', '=', id)
    .executeTakeFirst();
  return row?.assignee ? { id: row.assignee, name: row.assignee_name ?? '' } : null;
}

async function notify(trx: Transaction<Database>, keys: KeyRing, id: string, notices: readonly NewNotice[]) {
  if (notices.length === 0) return [];
  return insertNotices(
    trx,
    keys,
    notices.map((notice) => ({ ...notice, about: id })),
    new Date(),
  );
}

async function insertNote(
  trx: Transaction<Database>,
  keys: KeyRing,
  id: string,
  text: string,
  actor: Actor,
): Promise<void> {
  const noteId = randomUUID();
  const sealed = keys.seal(text, `note:${noteId}`);
  await trx
    .insertInto('review_notes')
    .values({ id: noteId, message_id: id, by_id: actor.id, by_name: actor.name, sealed })
    .execute();
}
