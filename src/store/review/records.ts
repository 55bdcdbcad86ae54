/** What reviewers add to a held message without deciding on it: whose it is, notes, what was revealed, judged and appealed. */
import { randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { AuditEvent, NewNotice } from '../change.ts';
import type { KeyRing } from '../keys.ts';
import type { Database } from '../schema.ts';
import { appendAudit, insertNotices } from '../write.ts';
import { audit, type Actor } from './decisions.ts';

export interface ReviewRecord {
  readonly notes: readonly { readonly id: string; readonly by: string; readonly at: Date; readonly text: string }[];
  readonly judgements: ReadonlyMap<number, 'confirmed' | 'false-alarm'>;
  readonly appeal: {
    readonly at: Date;
    readonly words: string;
    readonly answer: string | null;
    readonly answeredAt: Date | null;
  } | null;
  readonly approvals: readonly { readonly id: string; readonly name: string; readonly at: Date }[];
  readonly revealed: boolean;
}

export interface Assignee {
  readonly id: string;
  readonly name: string;
}

export interface ReviewRecords {
  record(id: string, accountId: string): Promise<ReviewRecord>;
  revealed(id: string, accountId: string): Promise<boolean>;
  /** Gives it to somebody; with `ifFree` only where nobody has it. @returns who has it now */
  assign(id: string, to: Assignee | null, options: { actor: Actor; ifFree: boolean }): Promise<Assignee | null>;
  escalate(id: string, note: string, actor: Actor): Promise<void>;
  note(id: string, text: string, actor: Actor): Promise<void>;
  /** @returns false where the account had revealed it before: then nothing is recorded */
  reveal(id: string, reason: string, actor: Actor): Promise<boolean>;
  /** Puts on record that somebody reads what they revealed; once an hour, as their revealing it counts for the first. */
  read(id: string, actor: Actor, now: Date): Promise<void>;
  /** Says of findings of a message whether they are right, or takes that back; one entry of the record. */
  judge(id: string, n: number, judgement: 'confirmed' | 'false-alarm' | null, actor: Actor): Promise<void>;
  judgeMany(
    id: string,
    findings: readonly number[],
    judgement: 'confirmed' | 'false-alarm' | null,
    actor: Actor,
  ): Promise<void>;
  /** The sender asks to be heard, once. @returns false where that was done before, or it is not held any more */
  appeal(id: string, words: string, now: Date): Promise<boolean>;
  /** @returns false where there is no appeal without an answer */
  answerAppeal(id: string, words: string, actor: Actor, notices: readonly NewNotice[], now: Date): Promise<boolean>;
  /** Somebody looked at something that leaves a trace in the record. */
  recordEvent(id: string | null, event: AuditEvent): Promise<void>;
}

/** Who reads on within this time is reading still. */
const READ_AGAIN_MS = 3_600_000;

export function createRecords(db: Kysely<Database>, keys: KeyRing): ReviewRecords {
  const addNote = (text: string, id: string, actor: Actor) => {
    const noteId = randomUUID();
    const sealed = keys.seal(text, `note:${noteId}`);
    return { id: noteId, message_id: id, by_id: actor.id, by_name: actor.name, sealed };
  };

  return {
    async record(id, accountId) {
      const notes = await db
        .selectFrom('review_notes')
        .selectAll()
        .where('message_id', '=', id)
        .orderBy('at')
        .execute();
      const judgements = await db.selectFrom('review_judgements').selectAll().where('message_id', '=', id).execute();
      const approvals = await db
        .selectFrom('review_approvals')
        .selectAll()
        .where('message_id', '=', id)
        .orderBy('at')
        .execute();
      const appeal = await db.selectFrom('review_appeals').selectAll().where('message_id', '=', id).executeTakeFirst();
      return {
        notes: notes.map((note) => ({
          id: note.id,
          by: note.by_name,
          at: note.at,
          text: keys.unseal<string>(note.sealed, `note:${note.id}`),
        })),
        judgements: new Map(judgements.map(({ n, judgement }) => [n, judgement])),
        approvals: approvals.map(({ account_id, name, at }) => ({ id: account_id, name, at })),
        appeal: appeal
          ? {
              at: appeal.at,
              words: keys.unseal<string>(appeal.sealed, `appeal:${id}`),
              answer: appeal.answer ? keys.unseal<string>(appeal.answer, `answer:${id}`) : null,
              answeredAt: appeal.answered_at,
            }
          : null,
        revealed: await this.revealed(id, accountId),
      };
    },
    async revealed(id, accountId) {
      const row = await db
        .selectFrom('review_reveals')
        .select('at')
        .where('message_id', '=', id)
        .where('account_id', '=', accountId)
        .executeTakeFirst();
      return row !== undefined;
    },
    assign: (id, to, { actor, ifFree }) =>
      db.transaction().execute(async (trx) => {
        const taken = await trx
          .updateTable('review_items')
          .set({ assignee: to?.id ?? null, assignee_name: to?.name ?? null })
          .where('message_id', '=', id)
          .$if(ifFree, (query) =>
            query.where((eb) => eb.or([eb('assignee', 'is', null), eb('assignee', '=', actor.id)])),
          )
          .returning('message_id')
          .execute();
        if (taken.length > 0) {
          const event = to === null ? 'unclaimed' : to.id === actor.id ? 'claimed' : 'assigned';
          await appendAudit(trx, [audit(id, event, actor, to === null || to.id === actor.id ? {} : { to: to.name })]);
          return to;
        }
        const row = await trx
          .selectFrom('review_items')
          .select(['assignee', 'assignee_name'])
          .where('message_id', '=', id)
          .executeTakeFirst();
        return row?.assignee ? { id: row.assignee, name: row.assignee_name ?? '' } : null;
      }),
    async escalate(id, note, actor) {
      await db.transaction().execute(async (trx) => {
        await trx.updateTable('review_items').set({ escalated: true }).where('message_id', '=', id).execute();
        if (note !== '')
          await trx
            .insertInto('review_notes')
            .values(addNote(note, id, actor))
            .execute();
        await appendAudit(trx, [audit(id, 'escalated', actor, { withNote: note !== '' })]);
      });
    },
    async note(id, text, actor) {
      await db.transaction().execute(async (trx) => {
        await trx
          .insertInto('review_notes')
          .values(addNote(text, id, actor))
          .execute();
        await appendAudit(trx, [audit(id, 'noted', actor)]);
      });
    },
    reveal: (id, reason, actor) =>
      db.transaction().execute(async (trx) => {
        const fresh = await trx
          .insertInto('review_reveals')
          .values({ message_id: id, account_id: actor.id, sealed: keys.seal(reason, `reveal:${id}:${actor.id}`) })
          .onConflict((conflict) => conflict.columns(['message_id', 'account_id']).doNothing())
          .returning('account_id')
          .execute();
        if (fresh.length === 0) return false;
        await appendAudit(trx, [audit(id, 'revealed', actor)]);
        return true;
      }),
    async read(id, actor, now) {
      const recently = await db
        .selectFrom('audit_events')
        .select('seq')
        .where('message_id', '=', id)
        .where('actor', '=', actor.email)
        .where('event', 'in', ['revealed', 'revealed-read'])
        .where('at', '>', new Date(now.getTime() - READ_AGAIN_MS))
        .limit(1)
        .executeTakeFirst();
      if (recently === undefined)
        await this.recordEvent(id, { event: 'revealed-read', actor: actor.email, detail: {} });
    },
    judge(id, n, judgement, actor) {
      return this.judgeMany(id, [n], judgement, actor);
    },
    async judgeMany(id, findings, judgement, actor) {
      if (findings.length === 0) return;
      const sorted = [...new Set(findings)].sort((a, b) => a - b);
      await db.transaction().execute(async (trx) => {
        await sql`SELECT FROM review_items WHERE message_id = ${id} FOR UPDATE`.execute(trx);
        if (judgement === null)
          await trx.deleteFrom('review_judgements').where('message_id', '=', id).where('n', 'in', sorted).execute();
        else
          await trx
            .insertInto('review_judgements')
            .values(sorted.map((n) => ({ message_id: id, n, judgement, by_id: actor.id, by_name: actor.name })))
            .onConflict((conflict) =>
              conflict.columns(['message_id', 'n']).doUpdateSet((eb) => ({
                judgement: eb.ref('excluded.judgement'),
                by_id: eb.ref('excluded.by_id'),
                by_name: eb.ref('excluded.by_name'),
                at: sql`now()`,
              })),
            )
            .execute();
        await sql`
          UPDATE review_items SET
            false_alarm = EXISTS (SELECT FROM review_judgements WHERE message_id = ${id} AND judgement = 'false-alarm'),
            confirmed = EXISTS (SELECT FROM review_judgements WHERE message_id = ${id} AND judgement = 'confirmed')
          WHERE message_id = ${id}`.execute(trx);
        const which = sorted.length === 1 ? { finding: sorted[0]! } : { findings: sorted };
        await appendAudit(trx, [audit(id, 'judged', actor, { ...which, judgement })]);
      });
    },
    appeal: (id, words, now) =>
      db.transaction().execute(async (trx) => {
        const { rows } = await sql`
          UPDATE review_items SET appeal = 'open'
          WHERE message_id = ${id} AND state = 'held' AND appeal IS NULL RETURNING message_id`.execute(trx);
        if (rows.length === 0) return false;
        const sealed = keys.seal(words, `appeal:${id}`);
        await trx
          .insertInto('review_appeals')
          .values({ message_id: id, at: now, sealed, answered_at: null, answered_by: null, answer: null })
          .execute();
        await appendAudit(trx, [{ messageId: id, event: { event: 'appealed', actor: 'sender', detail: {} } }]);
        return true;
      }),
    answerAppeal: (id, words, actor, notices, now) =>
      db.transaction().execute(async (trx) => {
        const { rows } = await sql`
          UPDATE review_appeals SET answered_at = ${now}, answered_by = ${actor.name}, answer = ${keys.seal(words, `answer:${id}`)}
          WHERE message_id = ${id} AND answered_at IS NULL RETURNING message_id`.execute(trx);
        if (rows.length === 0) return false;
        await trx.updateTable('review_items').set({ appeal: 'answered' }).where('message_id', '=', id).execute();
        const events = await insertNotices(
          trx,
          keys,
          notices.map((notice) => ({ ...notice, about: id })),
          now,
        );
        await appendAudit(trx, [audit(id, 'appeal-answered', actor), ...events]);
        return true;
      }),
    async recordEvent(id, event) {
      await db.transaction().execute((trx) => appendAudit(trx, [{ messageId: id, event }]));
    },
  };
}
