/** Counts in how many senders' signatures a phone or a street address stands, and on how many days: as keyed hashes only, for half a year. */
import { sql, type Kysely } from 'kysely';
import type { KeyRing } from './keys.ts';
import type { Database } from './schema.ts';

/** What a sender's signature had on a day. */
export interface SignatureSeen {
  /** Keyed hash of the sender. */
  readonly sender: Uint8Array;
  /** Keyed hash of the phone or address. */
  readonly locator: Uint8Array;
  /** ISO date */
  readonly day: string;
}

export interface SignatureStore {
  /** Keys of the hashes; those of the first one are stored, those of the others are still known until the keys are rotated. */
  readonly hashKeys: readonly Uint8Array[];
  /**
   * Counts a day once for a sender and a locator, however often it is called. A crash of the database may forget it: what is lost is
   * learnt again.
   */
  record(seen: readonly SignatureSeen[]): Promise<void>;
  /** Hashes of what several senders have had on several days each, sorted. @param today ISO date */
  learnt(today: string): Promise<Buffer[]>;
}

/** One sender's signature, however often it is sent, and one day's mail, however many send it, prove nothing. */
export const leastSenders = 3;
export const leastDays = 2;
/** Longer than a summer, shorter than a number stays unused. */
const KEPT_DAYS = 180;
const MOST_OF_SENDER = 24;
const MOST_SENDERS = 16;
const MOST_LEARNT = 20_000;
const MOST_ROWS = 200_000;
const MOST_DAYS = 1000;

export function createSignatureStore(db: Kysely<Database>, keys: KeyRing): SignatureStore {
  return {
    hashKeys: keys.derive('signature-locators'),
    async record(seen) {
      if (seen.length === 0) return;
      // Processes that write the same rows take them in the same order.
      const rows = seen.toSorted((a, b) => Buffer.compare(a.locator, b.locator) || Buffer.compare(a.sender, b.sender));
      const column = (name: 'locator' | 'sender') => rows.map((row) => Buffer.from(row[name]));
      await sql`
        WITH relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
        INSERT INTO signature_locators AS s (locator, sender, key_id, last_day)
        SELECT v.locator, v.sender, ${keys.activeId}, max(v.day)
        FROM relaxed, unnest(${column('locator')}::bytea[], ${column('sender')}::bytea[], ${rows.map(({ day }) => day)}::date[])
          AS v (locator, sender, day)
        WHERE EXISTS (SELECT 1 FROM signature_locators o WHERE o.locator = v.locator AND o.sender = v.sender)
          OR (SELECT count(*) FROM signature_locators o WHERE o.sender = v.sender) < ${MOST_OF_SENDER}
          AND (SELECT count(*) FROM signature_locators o WHERE o.locator = v.locator) < ${MOST_SENDERS}
        GROUP BY v.locator, v.sender
        ORDER BY v.locator, v.sender
        ON CONFLICT (locator, sender) DO UPDATE
          SET days = least(s.days + 1, ${MOST_DAYS}), last_day = excluded.last_day
          WHERE s.last_day < excluded.last_day`.execute(db);
    },
    async learnt(today) {
      const { rows } = await sql<{ locator: Buffer }>`
        SELECT locator FROM signature_locators
        WHERE days >= ${leastDays} AND last_day > ${today}::date - ${KEPT_DAYS}::int
        GROUP BY locator HAVING count(*) >= ${leastSenders} ORDER BY locator LIMIT ${MOST_LEARNT}`.execute(db);
      return rows.map(({ locator }) => locator);
    },
  };
}

/** Deletes what nobody has had for half a year, and of too many rows the oldest. */
export async function pruneSignatureLocators(db: Kysely<Database>, now: Date): Promise<void> {
  await sql`DELETE FROM signature_locators WHERE last_day <= ${now}::date - ${KEPT_DAYS}::int`.execute(db);
  await sql`
    DELETE FROM signature_locators WHERE (locator, sender) IN (
      SELECT locator, sender FROM signature_locators ORDER BY last_day DESC, locator, sender OFFSET ${MOST_ROWS})`.execute(
    db,
  );
}

/** After a rotation of the keys: hashes of the other keys match nothing any more. */
export async function forgetOtherKeys(db: Kysely<Database>, keys: KeyRing): Promise<void> {
  await sql`DELETE FROM signature_locators WHERE key_id <> ${keys.activeId}`.execute(db);
}
