/**
 * Outages of next hops, shared by all processes: nothing is sent to a hop during its outage, one process at a time probes it,
 * and what waits for it is due as soon as it answers.
 */
import { sql, type Kysely } from 'kysely';
import { poll, type Poll } from '../timing/poll.ts';
import { PAUSED } from './paused-hops.ts';
import type { Database } from './schema.ts';

const EVERY_MS = 1000;
/** A process that probes and ends meanwhile leaves the probe to another one after this time. */
const PROBE_LIMIT_SECONDS = 45;
/** A hop that no process probes any more is in no configuration. */
const FORGOTTEN_SECONDS = 600;
const FIRST_PROBE_SECONDS = 2;
const LAST_PROBE_SECONDS = 30;
/** Messages that become due in a second when a hop is back: more than a process delivers, so that none of them waits for it. */
const DUE_PER_SECOND = 200;

export interface HopProbe {
  readonly works: boolean;
  readonly condition: string;
}

export interface HopOutages {
  isDown(hop: string): boolean;
  /** The hop was found unreachable. In effect at once in this process, within a second in others. */
  begin(hop: string, condition: string): void;
  /** When an outage of the hop ended last, as `performance.now()`; -Infinity where there was none. */
  endedAtMs(hop: string): number;
  /** Learns of outages, and probes the hops of this process. */
  follow(options: FollowOptions): Promise<Poll>;
}

export interface FollowOptions {
  /** By hop: those of this process's configuration. */
  readonly probes: ReadonlyMap<string, () => Promise<HopProbe>>;
  /** Gets the condition of each of these hops that has an outage, and `up` at the end of one. */
  readonly onCondition: (hop: string, condition: string) => void;
}

export function createHopOutages(db: Kysely<Database>, onError: (error: unknown) => void): HopOutages {
  const down = new Set<string>();
  const begunAt = new Map<string, number>();
  const endedAt = new Map<string, number>();
  /** Looks that still make due what waits for the hop: what this process had in work at the end comes late. */
  const looksLeft = new Map<string, number>();

  function begin(hop: string, condition: string): void {
    if (down.has(hop)) return;
    down.add(hop);
    begunAt.set(hop, Infinity);
    insertOutage(db, hop, condition)
      .catch(onError)
      .finally(() => begunAt.set(hop, performance.now()));
  }

  function end(hop: string): void {
    down.delete(hop);
    endedAt.set(hop, performance.now());
    looksLeft.set(hop, 2);
  }

  /** Takes over which hops are down. @param startedMs when they were read: an outage that has begun since is not among them */
  function learn(rows: readonly { hop: string }[], startedMs: number): string[] {
    const known = new Set(rows.map(({ hop }) => hop));
    const ended = [...down].filter((hop) => !known.has(hop) && (begunAt.get(hop) ?? 0) < startedMs);
    ended.forEach(end);
    for (const hop of known) down.add(hop);
    return ended;
  }

  async function repeatMakingDue(): Promise<void> {
    for (const [hop, looks] of looksLeft) {
      await makeDue(db, hop);
      if (looks > 1) looksLeft.set(hop, looks - 1);
      else looksLeft.delete(hop);
    }
  }

  async function follow({ probes, onCondition }: FollowOptions): Promise<Poll> {
    async function probe(hop: string): Promise<void> {
      const result = await probes.get(hop)?.();
      if (result === undefined) return;
      if (!result.works) return stillDown(db, hop, result.condition);
      end(hop);
      await endOutage(db, hop);
    }

    const look = async (stopping: AbortSignal): Promise<void> => {
      const startedMs = performance.now();
      const rows = await openOutages(db);
      const ended = learn(rows, startedMs);
      for (const { hop, condition } of rows) if (probes.has(hop)) onCondition(hop, condition);
      for (const hop of ended) if (probes.has(hop)) onCondition(hop, 'up');
      await repeatMakingDue();
      if (rows.length === 0 || stopping.aborted) return;
      for (const hop of await takeProbes(db, [...probes.keys()])) {
        // A probe may end after the database was closed.
        void probe(hop).catch((error: unknown) => stopping.aborted || onError(error));
      }
      for (const { hop } of rows.filter(({ forgotten }) => forgotten)) await endOutage(db, hop);
    };
    return poll(look, { everyMs: EVERY_MS, onError });
  }

  return { isDown: (hop) => down.has(hop), begin, endedAtMs: (hop) => endedAt.get(hop) ?? -Infinity, follow };
}

async function insertOutage(db: Kysely<Database>, hop: string, condition: string): Promise<void> {
  await sql`
    INSERT INTO hop_outages (hop, condition, probe_at)
    VALUES (${hop}, ${condition}, now() + ${FIRST_PROBE_SECONDS} * interval '1 second') ON CONFLICT DO NOTHING`.execute(
    db,
  );
}

async function openOutages(db: Kysely<Database>): Promise<{ hop: string; condition: string; forgotten: boolean }[]> {
  const { rows } = await sql<{ hop: string; condition: string; forgotten: boolean }>`
    SELECT hop, condition, probe_at < now() - ${FORGOTTEN_SECONDS} * interval '1 second' AS forgotten
    FROM hop_outages ORDER BY hop`.execute(db);
  return rows;
}

/** @returns hops that this process is to probe now; no other process does meanwhile */
async function takeProbes(db: Kysely<Database>, hops: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ hop: string }>`
    UPDATE hop_outages SET probe_at = now() + ${PROBE_LIMIT_SECONDS} * interval '1 second'
    WHERE hop = ANY (${hops}::text[]) AND probe_at <= now() RETURNING hop`.execute(db);
  return rows.map(({ hop }) => hop);
}

/** The longer an outage lasts, the longer the pause before the next probe: an eighth of it, within limits. */
async function stillDown(db: Kysely<Database>, hop: string, condition: string): Promise<void> {
  await sql`
    UPDATE hop_outages SET condition = ${condition}, probe_at = now() + interval '1 second' *
      least(${LAST_PROBE_SECONDS}, greatest(${FIRST_PROBE_SECONDS}, extract(epoch FROM now() - since) / 8))
    WHERE hop = ${hop}`.execute(db);
}

async function endOutage(db: Kysely<Database>, hop: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('hop_outages').where('hop', '=', hop).execute();
    await makeDue(trx, hop);
  });
}

/** What waits because the hop could not be reached, senders in turns, oldest first. What the hop has put off itself is left alone. */
async function makeDue(db: Kysely<Database>, hop: string): Promise<void> {
  await sql`
    WITH waiting AS MATERIALIZED (
      SELECT id, sender, received_at FROM messages AS m
      WHERE state = 'delivering' AND lease IS NULL AND due_at > now() AND EXISTS (
        SELECT 1 FROM recipients r WHERE r.message_id = m.id AND r.state = 'pending' AND r.status = '4.4.1'
          AND strpos('; ' || r.reply, ${`; ${hop}: `}) > 0 AND strpos(r.reply, ${`${hop}: ${PAUSED}`}) = 0)
      FOR UPDATE SKIP LOCKED),
    turns AS (
      SELECT id, received_at, row_number() OVER (PARTITION BY sender ORDER BY received_at, id) AS turn FROM waiting),
    places AS (SELECT id, row_number() OVER (ORDER BY turn, received_at, id) - 1 AS place FROM turns)
    UPDATE messages AS m SET due_at = least(m.due_at, now() + places.place * interval '1 second' / ${DUE_PER_SECOND})
    FROM places WHERE m.id = places.id`.execute(db);
}
