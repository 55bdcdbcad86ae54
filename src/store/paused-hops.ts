/** Next hops that are paused: nothing is sent to them, and what waits for them stays in the queue. */
import { sql, type Kysely } from 'kysely';
import { poll, type Poll } from '../timing/poll.ts';
import type { Database } from './schema.ts';
import { appendAudit } from './write.ts';

const EVERY_MS = 2000;

/** Stands in the reply of recipients that waited for a paused hop. */
export const PAUSED = 'paused by an administrator';

export interface PausedHop {
  /** `host:port` */
  readonly hop: string;
  readonly pausedAt: Date;
  /** Address of the account, or `operator` for the command line. */
  readonly actor: string;
}

export async function pausedHops(db: Kysely<Database>): Promise<PausedHop[]> {
  return db.selectFrom('paused_hops').select(['hop', 'paused_at as pausedAt', 'actor']).orderBy('hop').execute();
}

/** Pauses or resumes a hop, with an event. @returns false where it is so already */
export async function setPaused(
  db: Kysely<Database>,
  { hop, paused, actor }: { hop: string; paused: boolean; actor: string },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { numAffectedRows } = paused
      ? await sql`INSERT INTO paused_hops (hop, actor) VALUES (${hop}, ${actor}) ON CONFLICT DO NOTHING`.execute(trx)
      : await sql`DELETE FROM paused_hops WHERE hop = ${hop}`.execute(trx);
    if (numAffectedRows !== 1n) return false;
    const event = { event: paused ? 'hop-paused' : 'hop-resumed', actor, detail: { hop } };
    await appendAudit(trx, [{ messageId: null, event }]);
    return true;
  });
}

export interface PausedHopsFollower extends Poll {
  isPaused(hop: string): boolean;
}

/** Keeps the paused hops in memory. What waited for a hop is due as soon as this process knows that the hop is resumed. */
export async function followPausedHops(
  db: Kysely<Database>,
  onError: (error: unknown) => void,
): Promise<PausedHopsFollower> {
  let paused: ReadonlySet<string> | undefined;
  const look = async (): Promise<void> => {
    const before = paused;
    const now = new Set((await pausedHops(db)).map(({ hop }) => hop));
    paused = now;
    // At the first look, too: a hop may have been resumed while no process was running.
    if (before === undefined || [...before].some((hop) => !now.has(hop))) await makePausedDue(db);
  };
  const { stop } = await poll(look, { everyMs: EVERY_MS, onError });
  return { isPaused: (hop) => paused?.has(hop) ?? false, stop };
}

async function makePausedDue(db: Kysely<Database>): Promise<void> {
  await sql`
    UPDATE messages AS m SET due_at = now() WHERE state = 'delivering' AND lease IS NULL AND EXISTS (
      SELECT 1 FROM recipients r WHERE r.message_id = m.id AND r.state = 'pending' AND strpos(r.reply, ${PAUSED}) > 0)`.execute(
    db,
  );
}
