/** Reasons of events: encrypted, because they may name people, and beside the chain, so that keys can be rotated. */
import { randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { AuditEvent, SealedReason } from './change.ts';
import type { KeyRing } from './keys.ts';
import type { Database } from './schema.ts';

export const reasonContext = (id: string): string => `audit-reason:${id}`;

export function sealReason(keys: Pick<KeyRing, 'seal'>, reason: string): SealedReason {
  const id = randomUUID();
  return { id, sealed: keys.seal(reason, reasonContext(id)) };
}

/** The event as the chain has it: with the id of its reason. */
export function chained({ why, detail, ...event }: AuditEvent): Omit<AuditEvent, 'why'> {
  return { ...event, detail: why === undefined ? detail : { ...detail, reason: why.id } };
}

export async function insertReasons(trx: Kysely<Database>, events: readonly AuditEvent[]): Promise<void> {
  const reasons = events.flatMap(({ why }) => why ?? []);
  if (reasons.length === 0) return;
  await trx.insertInto('audit_reasons').values(reasons).execute();
}

/** The encrypted reason of an event `e`. */
export const reasonOfEvent = sql<Buffer | null>`(
  SELECT r.sealed FROM audit_reasons AS r
  WHERE r.id = CASE WHEN e.detail->>'reason' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN (e.detail->>'reason')::uuid END)`;
