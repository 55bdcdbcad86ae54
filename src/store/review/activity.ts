/** Metrics for the overview: what the gateway did day by day, how long decisions took, how often each rule counted. */
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from '../schema.ts';
import { isoDay } from '../partitions.ts';
import { visibleTo, type Viewer } from './search.ts';
import type { ItemOrigin, ReviewItemState } from './tables.ts';

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
  /** Messages that were delivered only because of monitor mode: what would have happened to them. */
  readonly monitored: {
    readonly held: number;
    readonly asked: number;
    readonly returned: number;
    readonly rules: Activity['rules'];
  };
}

/** Days from `since` up to, but not including, `until`: both midnight (UTC). */
export interface Period {
  readonly since: Date;
  /** Absent: up to now. */
  readonly until?: Date | undefined;
}

export async function readActivity(
  db: Kysely<Database>,
  viewer: Pick<Viewer, 'schools'>,
  period: Period,
): Promise<Activity> {
  const [mail, all, hours, rules, oldest, pilotRules] = await Promise.all([
    viewer.schools.length === 0 ? readMail(db, period) : [],
    readHeld(db, viewer, period),
    readDecisionHours(db, viewer, period),
    readRules(db, viewer, period),
    readOldest(db, viewer),
    readRules(db, viewer, period, 'monitored'),
  ]);
  const held = all.filter(({ state }) => state !== 'monitored');
  const wouldWhere = (origin: string) => sumOf(all.filter((row) => row.state === 'monitored' && row.origin === origin));
  const heldWhere = (is: (row: HeldCount) => boolean) => sumOf(held.filter(is));
  const warned = (row: HeldCount) => row.origin === 'warned';
  const days = [...new Set([...mail, ...held].map(({ day }) => day))].sort().map((day) => {
    const ofDay = held.filter((row) => row.day === day);
    const mailOf = (state: string) => sumOf(mail.filter((row) => row.day === day && row.state === state));
    return {
      day,
      // Messages that were held and released arrived, too: they are counted as held.
      delivered: Math.max(0, mailOf('delivered') - sumOf(ofDay.filter(({ state }) => state === 'released'))),
      warned: sumOf(ofDay.filter(warned)),
      held: sumOf(ofDay.filter(({ origin }) => origin === 'quarantined')),
      returned: mail.length > 0 ? mailOf('bounced') : sumOf(ofDay.filter(isReturned)),
    };
  });
  return {
    days,
    totals: {
      messages: viewer.schools.length === 0 ? sumOf(mail) : sumOf(held),
      held: heldWhere(({ origin }) => origin === 'quarantined'),
      released: heldWhere(({ state }) => state === 'released' || state === 'releasing'),
      returned: heldWhere(({ state }) => state === 'returned'),
      expired: heldWhere(({ state }) => state === 'expired'),
    },
    decisionHours: hours,
    rules,
    senders: {
      warned: heldWhere(warned),
      sent: heldWhere((row) => warned(row) && row.choice === 'send'),
      cancelled: heldWhere((row) => warned(row) && row.choice === 'cancel'),
      toldFalseAlarm: heldWhere((row) => warned(row) && row.disputed),
    },
    oldest,
    monitored: {
      held: wouldWhere('would-hold'),
      asked: wouldWhere('would-ask'),
      returned: wouldWhere('would-return'),
      rules: pilotRules,
    },
  };
}

interface HeldCount {
  readonly day: string;
  readonly state: ReviewItemState;
  readonly origin: ItemOrigin;
  readonly choice: string;
  readonly disputed: boolean;
  readonly n: number;
}

const sumOf = (rows: readonly { readonly n: number }[]): number => rows.reduce((sum, { n }) => sum + n, 0);
const isReturned = ({ state }: HeldCount): boolean => state === 'returned' || state === 'expired';

const lastDayOf = ({ until }: Period): string => (until === undefined ? 'infinity' : isoDay(until));

/** The kept counts for accounts that see everything; for others a count of their own messages, which are fewer. */
function dayCounts(viewer: Pick<Viewer, 'schools'>, period: Period): RawBuilder<unknown> {
  const { since, until = 'infinity' } = period;
  return viewer.schools.length === 0
    ? sql`(SELECT * FROM review_day_counts WHERE day >= ${isoDay(since)}::date AND day < ${lastDayOf(period)}::date) AS c`
    : sql`(SELECT (i.received_at AT TIME ZONE 'UTC')::date AS day, i.state, i.origin, i.choice, i.disputed, i.rules, i.false_alarm, i.confirmed, 1 AS n
        FROM review_items i
        WHERE i.received_at >= ${since} AND i.received_at < ${until}::timestamptz AND ${visibleTo(viewer)}) AS c`;
}

async function readMail(
  db: Kysely<Database>,
  period: Period,
): Promise<{ readonly day: string; readonly state: string; readonly n: number }[]> {
  const { rows } = await sql<{ day: string; state: string; n: number }>`
    SELECT day::text, state, sum(n)::int AS n FROM mail_day_counts WHERE day >= ${isoDay(period.since)}::date AND day < ${lastDayOf(period)}::date
    GROUP BY 1, 2 HAVING sum(n) <> 0`.execute(db);
  return rows;
}

async function readHeld(db: Kysely<Database>, viewer: Pick<Viewer, 'schools'>, period: Period): Promise<HeldCount[]> {
  const { rows } = await sql<HeldCount>`
    SELECT day::text, state, origin, choice, disputed, sum(n)::int AS n FROM ${dayCounts(viewer, period)}
    GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) <> 0`.execute(db);
  return rows;
}

async function readDecisionHours(
  db: Kysely<Database>,
  viewer: Pick<Viewer, 'schools'>,
  period: Period,
): Promise<Activity['decisionHours']> {
  const { since, until = 'infinity' } = period;
  const { rows } = await sql<{ hours: number[] | null }>`
    SELECT percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY extract(epoch FROM i.closed_at - i.opened_at)::float8 / 3600) AS hours
    FROM review_items i WHERE i.closed_at IS NOT NULL AND i.received_at >= ${since} AND i.received_at < ${until}::timestamptz AND ${visibleTo(viewer)}`.execute(
    db,
  );
  const [median = null, p90 = null] = rows[0]?.hours ?? [];
  return { median, p90 };
}

async function readOldest(db: Kysely<Database>, viewer: Pick<Viewer, 'schools'>): Promise<Activity['oldest']> {
  const { rows } = await sql<{ id: string; receivedAt: Date }>`
    SELECT i.message_id AS id, i.received_at AS "receivedAt" FROM review_items i WHERE i.state = 'held' AND ${visibleTo(viewer)}
    ORDER BY i.received_at, i.message_id LIMIT 1`.execute(db);
  return rows[0] ?? null;
}

/**
 * @param which messages that the rules stopped, or those that monitor mode let through
 */
export async function readRules(
  db: Kysely<Database>,
  viewer: Pick<Viewer, 'schools'>,
  period: Period,
  which: 'stopped' | 'monitored' = 'stopped',
): Promise<Activity['rules']> {
  const { rows } = await sql<{ rules: string[]; matched: number; falseAlarms: number; confirmed: number }>`
    SELECT rules, sum(n)::int AS matched, coalesce(sum(n) FILTER (WHERE false_alarm), 0)::int AS "falseAlarms",
      coalesce(sum(n) FILTER (WHERE confirmed), 0)::int AS confirmed
    FROM ${dayCounts(viewer, period)} WHERE (state = 'monitored') = ${which === 'monitored'} GROUP BY 1 HAVING sum(n) <> 0`.execute(
    db,
  );
  const rules = new Map<string, { matched: number; falseAlarms: number; confirmed: number }>();
  for (const { rules: counted, ...counts } of rows)
    for (const rule of counted) {
      const sum = rules.get(rule) ?? { matched: 0, falseAlarms: 0, confirmed: 0 };
      for (const key of ['matched', 'falseAlarms', 'confirmed'] as const) sum[key] += counts[key];
      rules.set(rule, sum);
    }
  return [...rules].map(([rule, counts]) => ({ rule, ...counts })).sort((a, b) => b.matched - a.matched);
}
