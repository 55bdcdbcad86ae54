/** Legal holds: nothing of a message is deleted while a hold names it, its sender, or a student whom it is about. */
import { randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { sealReason } from '../audit-reasons.ts';
import type { ActedBy } from '../change.ts';
import type { KeyRing } from '../keys.ts';
import type { Database, SealedFacts } from '../schema.ts';
import { addressPatterns } from '../trace.ts';
import { foldWords } from '../../message/search-words.ts';
import { appendAudit } from '../write.ts';

export const holdKinds = ['message', 'sender', 'student'] as const;
export type HoldKind = (typeof holdKinds)[number];

/** What a hold covers: a message's id, a sender's address (`@school.example` for a domain), or a student's roster id or full name. */
interface HoldFacts {
  readonly value: string;
  readonly reason: string;
}

export interface LegalHold extends HoldFacts {
  readonly id: string;
  readonly kind: HoldKind;
  readonly createdAt: Date;
  readonly actor: string;
}

export async function legalHolds(db: Kysely<Database>, keys: KeyRing): Promise<LegalHold[]> {
  const rows = await db
    .selectFrom('legal_holds')
    .selectAll()
    .where('ended_at', 'is', null)
    .orderBy('created_at')
    .execute();
  return rows.map(({ id, kind, sealed, created_at: createdAt, actor }) => ({
    id,
    kind,
    createdAt,
    actor,
    ...keys.unseal<HoldFacts>(sealed, `hold:${id}`),
  }));
}

/** The event names the kind alone, because the value names people. @returns the id of the hold */
export async function placeHold(
  db: Kysely<Database>,
  keys: KeyRing,
  { kind, value, reason, actor }: HoldFacts & { kind: HoldKind; actor: string },
): Promise<string> {
  const id = randomUUID();
  await db.transaction().execute(async (trx) => {
    await takeRetentionLock(trx);
    const sealed = keys.seal({ value, reason } satisfies HoldFacts, `hold:${id}`);
    await trx.insertInto('legal_holds').values({ id, kind, sealed, created_at: new Date(), actor }).execute();
    await appendAudit(trx, [
      {
        messageId: null,
        event: { event: 'hold-placed', actor, detail: { hold: id, kind }, why: sealReason(keys, reason) },
      },
    ]);
  });
  return id;
}

/** @returns false where there is no such hold, or it has ended */
export async function endHold(db: Kysely<Database>, id: string, by: ActedBy): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { numAffectedRows } = await sql`
      UPDATE legal_holds SET ended_at = now(), ended_by = ${by.actor} WHERE id = ${id} AND ended_at IS NULL`.execute(
      trx,
    );
    if (numAffectedRows !== 1n) return false;
    await appendAudit(trx, [{ messageId: null, event: { event: 'hold-ended', ...by, detail: { hold: id } } }]);
    return true;
  });
}

/** A deletion reads the holds and deletes under this lock: a hold that is placed meanwhile waits, and then counts for the next. */
export async function takeRetentionLock(trx: Kysely<Database>): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(4846913)`.execute(trx);
}

/** Which of the messages a hold covers; notices about a covered message are covered with it. */
export async function heldAmong(db: Kysely<Database>, keys: KeyRing, ids: readonly string[]): Promise<Set<string>> {
  const holds = await legalHolds(db, keys);
  if (holds.length === 0 || ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string; about: string | null }>`
    SELECT id, about FROM messages WHERE id = ANY (${ids}::uuid[])`.execute(db);
  const subjects = [...new Set([...ids, ...rows.flatMap(({ about }) => about ?? [])])];
  const covered = new Set([
    ...(await bySenderOrId(db, holds, subjects)),
    ...(await byStudent(db, keys, holds, subjects)),
  ]);
  const about = new Map(rows.map((row) => [row.id, row.about]));
  return new Set(ids.filter((id) => covered.has(id) || covered.has(about.get(id) ?? '')));
}

async function bySenderOrId(
  db: Kysely<Database>,
  holds: readonly LegalHold[],
  ids: readonly string[],
): Promise<string[]> {
  const named = holds.filter(({ kind }) => kind === 'message').map(({ value }) => value.toLowerCase());
  const patterns = holds.filter(({ kind }) => kind === 'sender').flatMap(({ value }) => addressPatterns(value));
  const wanted = new Set(named);
  const direct = ids.filter((id) => wanted.has(id));
  if (patterns.length === 0) return direct;
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM messages WHERE id = ANY (${ids}::uuid[]) AND lower(sender) LIKE ANY (${patterns}::text[])`.execute(
    db,
  );
  return [...direct, ...rows.map(({ id }) => id)];
}

async function byStudent(
  db: Kysely<Database>,
  keys: KeyRing,
  holds: readonly LegalHold[],
  ids: readonly string[],
): Promise<string[]> {
  const students = holds.filter(({ kind }) => kind === 'student').map(({ value }) => value);
  if (students.length === 0) return [];
  const wantedIds = new Set(students);
  const wantedNames = new Set(students.map(nameKey));
  const { rows } = await sql<{ id: string; sealed: Buffer }>`
    SELECT id, sealed FROM messages WHERE id = ANY (${ids}::uuid[]) AND sealed IS NOT NULL`.execute(db);
  return rows
    .filter(({ id, sealed }) =>
      keys
        .unseal<SealedFacts>(sealed, `sealed:${id}`)
        .findings.some(
          ({ subject }) => subject && (wantedIds.has(subject.id ?? '') || wantedNames.has(nameKey(subject.name))),
        ),
    )
    .map(({ id }) => id);
}

/** `Okafor, Dana` and `Dana Okafor` are the same name. */
function nameKey(name: string): string {
  return foldWords(name).sort().join(' ');
}
