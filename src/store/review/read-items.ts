/** Reads of the review queue: pages of a search, counts, one item, each within what the account may see. */
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { KeyRing } from '../keys.ts';
import type { Database } from '../schema.ts';
import { assignedTo } from './absences.ts';
import type { BlindIndex } from './blind-words.ts';
import type { ItemColumns, ItemFacts } from './item.ts';
import { readCounts, totalKept, type ItemCounts } from './item-counts.ts';
import { isTime } from './cursor-time.ts';
import { searchCondition, visibleTo, type Search, type Viewer } from './search.ts';
import type { PendingDecision, ReviewItemState } from './tables.ts';

export interface ReviewItem extends ItemColumns, ItemFacts {
  readonly id: string;
  readonly state: ReviewItemState;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly receivedAt: Date;
  readonly expiresAt: Date | null;
  readonly escalated: boolean;
  readonly appeal: 'open' | 'answered' | null;
  readonly assignee: { readonly id: string; readonly name: string } | null;
  readonly pending: PendingDecision | null;
  readonly pendingDue: Date | null;
  /** How many of the people needed have agreed to a release. */
  readonly approvals: number;
}

export type ItemSort = 'severity' | 'newest' | 'oldest' | 'score';
export interface ItemPage {
  readonly items: readonly ReviewItem[];
  /** Opaque; undefined at the end. */
  readonly next?: string;
  /** Exact up to `countedUpTo`, which stands for more. */
  readonly total: number;
}
export const countedUpTo = 10_001;

export interface NavCounts {
  readonly review: number;
  readonly mine: number;
  readonly heldBySenders: number;
  readonly appeals: number;
  /** Delivered only because of monitor mode. */
  readonly monitored: number;
}

export interface ItemReader {
  page(
    search: Search,
    viewer: Viewer,
    options: { sort: ItemSort; limit: number; cursor?: string | undefined },
  ): Promise<ItemPage>;
  counts(search: Search, viewer: Viewer): Promise<ItemCounts>;
  nav(viewer: Viewer): Promise<NavCounts>;
  /** When the last message was assessed, whatever its verdict and its school; undefined before the first. */
  lastCheckedAt(): Promise<Date | undefined>;
  /** Undefined where there is none, or the account may not see it. */
  item(id: string, viewer: Pick<Viewer, 'schools'>): Promise<ReviewItem | undefined>;
  /** Those of the given ids that the account may see. */
  visible(ids: readonly string[], viewer: Pick<Viewer, 'schools'>): Promise<string[]>;
}

interface Order {
  readonly columns: readonly string[];
  readonly types: readonly string[];
  readonly direction: 'ASC' | 'DESC';
}
const orders: Readonly<Record<ItemSort, Order>> = {
  severity: {
    columns: ['severity', 'opened_at', 'message_id'],
    types: ['smallint', 'timestamptz', 'uuid'],
    direction: 'ASC',
  },
  newest: { columns: ['received_at', 'message_id'], types: ['timestamptz', 'uuid'], direction: 'DESC' },
  oldest: { columns: ['received_at', 'message_id'], types: ['timestamptz', 'uuid'], direction: 'ASC' },
  score: { columns: ['score', 'message_id'], types: ['real', 'uuid'], direction: 'DESC' },
};

type Row = Awaited<ReturnType<typeof selectItems>>[number];

function selectItems(db: Kysely<Database>, where: RawBuilder<boolean>, sort: ItemSort, limit: number) {
  const { columns, direction } = orders[sort];
  return db
    .selectFrom('review_items as i')
    .selectAll('i')
    .select([
      sql<string[]>`ARRAY[${sql.join(columns.map((column) => sql`i.${sql.ref(column)}::text`))}]`.as('cursor_key'),
      sql<number>`(SELECT count(*)::int FROM review_approvals a WHERE a.message_id = i.message_id AND NOT a.for_copy)`.as(
        'approvals',
      ),
    ])
    .where(where)
    .orderBy(sql.join(columns.map((column) => sql`i.${sql.ref(column)} ${sql.raw(direction)}`)))
    .limit(limit)
    .execute();
}

export function createItemReader(db: Kysely<Database>, keys: KeyRing, blind: BlindIndex): ItemReader {
  const toItem = (row: Row): ReviewItem => ({
    ...keys.unseal<ItemFacts>(row.sealed, `item:${row.message_id}`),
    id: row.message_id,
    state: row.state,
    severity: row.severity,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    receivedAt: row.received_at,
    expiresAt: row.expires_at,
    students: row.students,
    score: row.score,
    needed: row.needed,
    escalated: row.escalated,
    appeal: row.appeal,
    assignee: row.assignee === null ? null : { id: row.assignee, name: row.assignee_name ?? '' },
    pending: row.pending,
    pendingDue: row.pending_due,
    approvals: row.approvals,
    codes: row.codes,
    rules: row.rules,
    detectors: row.detectors,
    schools: row.schools,
  });

  return {
    async page(search, viewer, { sort, limit, cursor }) {
      const found = searchCondition(search, viewer, blind);
      const [rows, total] = await Promise.all([
        selectItems(db, sql<boolean>`${found} AND ${behind(cursor, sort)}`, sort, limit + 1),
        totalOf(db, search, found, viewer, blind),
      ]);
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return {
        items: rows.slice(0, limit).map(toItem),
        ...(last && { next: Buffer.from(JSON.stringify([sort, ...last.cursor_key])).toString('base64url') }),
        total,
      };
    },
    counts: (search, viewer) => readCounts(db, search, viewer, blind),
    async nav(viewer) {
      const { rows } = await sql<NavCounts>`
        SELECT
          (SELECT coalesce(sum(i.n), 0)::int FROM review_counts AS i WHERE i.state = 'held' AND ${visibleTo(viewer)}) AS review,
          (SELECT count(*)::int FROM review_items AS i WHERE i.state = 'held' AND ${assignedTo(viewer.accountId)} AND ${visibleTo(viewer)}) AS mine,
          (SELECT coalesce(sum(i.n), 0)::int FROM review_counts AS i WHERE i.state = 'held-by-sender' AND ${visibleTo(viewer)}) AS "heldBySenders",
          (SELECT coalesce(sum(i.n), 0)::int FROM review_counts AS i WHERE i.state = 'monitored' AND ${visibleTo(viewer)}) AS monitored,
          (SELECT count(*)::int FROM review_items AS i WHERE i.appeal = 'open' AND ${visibleTo(viewer)}) AS appeals`.execute(
        db,
      );
      return rows[0]!;
    },
    async lastCheckedAt() {
      const { rows } = await sql<{ at: Date }>`
        SELECT at FROM audit_events WHERE event = 'verdict' ORDER BY seq DESC LIMIT 1`.execute(db);
      return rows[0]?.at;
    },
    async item(id, viewer) {
      const [row] = await selectItems(db, sql<boolean>`i.message_id = ${id} AND ${visibleTo(viewer)}`, 'oldest', 1);
      return row && toItem(row);
    },
    async visible(ids, viewer) {
      if (ids.length === 0) return [];
      const { rows } = await sql<{ id: string }>`
        SELECT i.message_id AS id FROM review_items AS i WHERE i.message_id = ANY (${[...ids]}::uuid[]) AND ${visibleTo(viewer)}`.execute(
        db,
      );
      return rows.map(({ id }) => id);
    },
  };
}

async function totalOf(
  db: Kysely<Database>,
  search: Search,
  found: RawBuilder<boolean>,
  viewer: Viewer,
  blind: BlindIndex,
): Promise<number> {
  const kept = await totalKept(db, search, viewer, blind);
  if (kept !== undefined) return Math.min(kept, countedUpTo);
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM (SELECT FROM review_items AS i WHERE ${found} LIMIT ${countedUpTo}) AS up_to`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}

/** Rows behind a cursor; a cursor of another order, or an invalid one, begins at the top. */
function behind(cursor: string | undefined, sort: ItemSort): RawBuilder<boolean> {
  const key = cursor === undefined ? undefined : readCursor(cursor, sort);
  if (key === undefined) return sql<boolean>`true`;
  const { columns, types, direction } = orders[sort];
  const left = sql.join(columns.map((column) => sql`i.${sql.ref(column)}`));
  const right = sql.join(key.map((value, at) => sql`${value}::${sql.raw(types[at]!)}`));
  return sql<boolean>`(${left}) ${sql.raw(direction === 'ASC' ? '>' : '<')} (${right})`;
}

const keyPattern: Readonly<Record<string, RegExp>> = {
  smallint: /^[0-2]$/,
  timestamptz: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/,
  real: /^\d(\.\d{1,12})?(e-?\d{1,3})?$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
};

function fitsType(value: string, type: string): boolean {
  return keyPattern[type]!.test(value) && (type !== 'timestamptz' || isTime(value));
}

function readCursor(cursor: string, sort: ItemSort): string[] | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
  const [of, ...key] = Array.isArray(parsed) ? (parsed as unknown[]) : [];
  const { types } = orders[sort];
  const fits =
    of === sort && key.length === types.length && key.every((value, at) => fitsType(String(value), types[at]!));
  return fits ? key.map(String) : undefined;
}
