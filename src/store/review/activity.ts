/** Figures for the overview: what the gateway did day by day, how long decisions took, how often each rule counted. */
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from '../schema.ts';
import { visibleTo, type Viewer } from './search.ts';

export interface DayCounts {
  /** ISO date, UTC. */
  readonly day: string;
  readonly delivered: number;
  readonly warned: number;
  readonly held: number;
  readonly returned: number;
}
export interface Activity {
  readonly days: readonly DayCounts[];
  readonly totals: {
    readonly messages: number;
    readonly held: number;
    readonly released: number;
    readonly returned: number;
    readonly expired: number;
  };
  readonly decisionHours: { readonly median: number | null; readonly p90: number | null };
  readonly rules: readonly {
    readonly rule: string;
    readonly matched: number;
    readonly falseAlarms: number;
    readonly confirmed: number;
  }[];
  readonly senders: {
    readonly warned: number;
    readonly sent: number;
    readonly cancelled: number;
    readonly toldFalseAlarm: number;
  };
  readonly oldest: { readonly id: string; readonly receivedAt: Date } | null;
}

/** @param since messages received from then on */
export async function readActivity(
  db: Kysely<Database>,
  viewer: Pick<Viewer, 'schools'>,
  since: Date,
): Promise<Activity> {
  const mine = visibleTo(viewer);
  const everywhere = viewer.schools.length === 0;
  const days = await sql<DayCounts & { messages: number }>`
    SELECT ((m.received_at AT TIME ZONE 'UTC')::date)::text AS day, count(*)::int AS messages,
      count(*) FILTER (WHERE m.state = 'delivered' AND i.message_id IS NULL)::int AS delivered,
      count(*) FILTER (WHERE i.origin = 'warned')::int AS warned, count(*) FILTER (WHERE i.origin = 'quarantined')::int AS held,
      count(*) FILTER (WHERE m.state = 'bounced')::int AS returned
    FROM messages m LEFT JOIN review_items i ON i.message_id = m.id
    WHERE m.kind = 'mail' AND m.received_at >= ${since} AND (${everywhere} OR ${mine})
    GROUP BY (m.received_at AT TIME ZONE 'UTC')::date ORDER BY 1`.execute(db);
  const held = await sql<Omit<Activity['totals'], 'messages'> & { median: number | null; p90: number | null }>`
    SELECT count(*) FILTER (WHERE i.origin = 'quarantined')::int AS held,
      count(*) FILTER (WHERE i.state IN ('released', 'releasing'))::int AS released,
      count(*) FILTER (WHERE i.state = 'returned')::int AS returned, count(*) FILTER (WHERE i.state = 'expired')::int AS expired,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM i.closed_at - i.opened_at) / 3600) FILTER (WHERE i.closed_at IS NOT NULL) AS median,
      percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM i.closed_at - i.opened_at) / 3600) FILTER (WHERE i.closed_at IS NOT NULL) AS p90
    FROM review_items i WHERE i.received_at >= ${since} AND ${mine}`.execute(db);
  const senders = await sql<Activity['senders']>`
    SELECT count(*)::int AS warned, count(*) FILTER (WHERE m.decision ->> 'choice' = 'send')::int AS sent,
      count(*) FILTER (WHERE m.decision ->> 'choice' = 'cancel')::int AS cancelled,
      count(*) FILTER (WHERE m.decision ->> 'falseAlarm' = 'true')::int AS "toldFalseAlarm"
    FROM review_items i JOIN messages m ON m.id = i.message_id
    WHERE i.received_at >= ${since} AND i.origin = 'warned' AND ${mine}`.execute(db);
  const oldest = await sql<{ id: string; receivedAt: Date }>`
    SELECT i.message_id AS id, i.received_at AS "receivedAt" FROM review_items i WHERE i.state = 'held' AND ${mine}
    ORDER BY i.received_at, i.message_id LIMIT 1`.execute(db);
  const { median = null, p90 = null, ...totals } = held.rows[0]!;
  return {
    days: days.rows.map(({ messages: _, ...day }) => day),
    totals: { ...totals, messages: days.rows.reduce((sum, day) => sum + day.messages, 0) },
    decisionHours: { median, p90 },
    rules: await readRules(db, mine, since),
    senders: senders.rows[0]!,
    oldest: oldest.rows[0] ?? null,
  };
}

/** Alike rows are counted together before their lists are read. */
export async function readRules(
  db: Kysely<Database>,
  mine: RawBuilder<boolean>,
  since: Date,
): Promise<Activity['rules']> {
  const { rows } = await sql<{ facet: string; matched: number; falseAlarms: number; confirmed: number }>`
    SELECT i.facet, count(*)::int AS matched, count(j.wrong)::int AS "falseAlarms", count(j.certain)::int AS confirmed
    FROM review_items i LEFT JOIN (
      SELECT message_id, max(1) FILTER (WHERE judgement = 'false-alarm') AS wrong, max(1) FILTER (WHERE judgement = 'confirmed') AS certain
      FROM review_judgements GROUP BY message_id) AS j ON j.message_id = i.message_id
    WHERE i.received_at >= ${since} AND ${mine} GROUP BY 1`.execute(db);
  const rules = new Map<string, { matched: number; falseAlarms: number; confirmed: number }>();
  for (const { facet, ...counts } of rows)
    for (const rule of (JSON.parse(facet) as [string[], string[], string[]])[0]) {
      const sum = rules.get(rule) ?? { matched: 0, falseAlarms: 0, confirmed: 0 };
      for (const key of ['matched', 'falseAlarms', 'confirmed'] as const) sum[key] += counts[key];
      rules.set(rule, sum);
    }
  return [...rules].map(([rule, counts]) => ({ rule, ...counts })).sort((a, b) => b.matched - a.matched);
}
