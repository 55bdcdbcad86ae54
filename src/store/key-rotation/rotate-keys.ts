/** Encrypts everything that is stored with the first key, while mail flows; the other keys are then no longer needed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import { KEY_CHECK } from '../database.ts';
import type { KeyRing } from '../keys.ts';
import { rosterContext } from '../rosters.ts';
import { forgetOtherKeys } from '../signature-locators.ts';
import type { Database } from '../schema.ts';
import { appendAudit } from '../write.ts';
import { HallpassError } from '../../errors/hallpass-error.ts';
import { otherKeysInUse } from './keys-in-use.ts';
import { resealColumn } from './reseal.ts';
import { sealedColumns } from './sealed-columns.ts';

export interface Rotated {
  readonly bodies: number;
  readonly values: number;
}

/** Rows that somebody works on are tried again: leases end after a minute, transactions sooner. */
const MOST_PASSES = 120;
const PAUSE_MS = 500;
const LAST_CONNECTIONS_MS = 3000;

/**
 * Can be repeated after an end at any point.
 *
 * @throws HallpassError keys.other-process where a process still encrypts with another key
 */
export async function rotateKeys(
  db: Kysely<Database>,
  keys: KeyRing,
  { actor, onPass }: { actor: string; onPass?: (rotated: Rotated) => void },
): Promise<Rotated> {
  await requireSameKey(db, keys);
  let total: Rotated = { bodies: 0, values: 0 };
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const rotated = await onePass(db, keys);
    total = { bodies: total.bodies + rotated.bodies, values: total.values + rotated.values };
    onPass?.(total);
    if ((await withOtherKeys(db, keys)) === 0) {
      await requireSameKey(db, keys);
      await finish(db, keys, total, actor);
      return total;
    }
    await sleep(PAUSE_MS);
  }
  throw new HallpassError('keys.not-rotated', `${await withOtherKeys(db, keys)} values`);
}

async function onePass(db: Kysely<Database>, keys: KeyRing): Promise<Rotated> {
  let values = 0;
  for (const column of sealedColumns) values += await resealColumn(db, keys, column);
  values += await rotateRosters(db, keys);
  return { values, bodies: await rotateBodies(db, keys) };
}

/** Waits for a moment: the server ends the connections of a process that has just stopped a little later than the process. */
async function requireSameKey(db: Kysely<Database>, keys: KeyRing): Promise<void> {
  let others = await otherKeysInUse(db, keys);
  for (let waited = 0; others.length > 0 && waited < LAST_CONNECTIONS_MS; waited += PAUSE_MS) {
    await sleep(PAUSE_MS);
    others = await otherKeysInUse(db, keys);
  }
  if (others.length > 0) throw new HallpassError('keys.other-process', others.join(', '));
}

interface Encrypted {
  readonly key_id: string;
  readonly nonce: Buffer;
  readonly tag: Buffer;
  readonly data: Buffer;
}

function reencrypt(keys: KeyRing, { key_id: keyId, nonce, tag, data }: Encrypted, context: string) {
  return keys.encrypt(keys.decrypt({ keyId, nonce, tag, data }, context), context);
}

/** One body at a time: a body may be as large as a message. */
async function rotateBodies(db: Kysely<Database>, keys: KeyRing): Promise<number> {
  const { rows } = await sql<{ day: string; id: string }>`
    SELECT to_char(day, 'YYYY-MM-DD') AS day, message_id AS id FROM bodies WHERE key_id <> ${keys.activeId}`.execute(
    db,
  );
  for (const { day, id } of rows) {
    const found = await sql<Encrypted>`
      SELECT key_id, nonce, tag, data FROM bodies WHERE day = ${day} AND message_id = ${id}`.execute(db);
    const old = found.rows[0];
    if (old === undefined) continue; // its retention ended meanwhile
    const { keyId, nonce, tag, data } = reencrypt(keys, old, `body:${id}`);
    await sql`
      UPDATE bodies SET key_id = ${keyId}, nonce = ${nonce}, tag = ${tag}, data = ${data}
      WHERE day = ${day} AND message_id = ${id} AND key_id = ${old.key_id}`.execute(db);
  }
  return rows.length;
}

async function rotateRosters(db: Kysely<Database>, keys: KeyRing): Promise<number> {
  const rows = await db.selectFrom('roster_data').selectAll().where('key_id', '<>', keys.activeId).execute();
  for (const row of rows) {
    const { keyId, nonce, tag, data } = reencrypt(keys, row, rosterContext(row.roster_id, row.kind));
    await db
      .updateTable('roster_data')
      .set({ key_id: keyId, nonce, tag, data })
      .where('roster_id', '=', row.roster_id)
      .where('kind', '=', row.kind)
      .execute();
  }
  return rows.length;
}

/** How many values need a key other than the first. */
export async function withOtherKeys(db: Kysely<Database>, keys: KeyRing): Promise<number> {
  const counts = [
    sql`SELECT count(*) AS n FROM bodies WHERE key_id <> ${keys.activeId}`,
    sql`SELECT count(*) FROM roster_data WHERE key_id <> ${keys.activeId}`,
    ...sealedColumns.map(
      ({ table, column }) =>
        sql`SELECT count(*) FROM ${sql.table(table)} WHERE substr(${sql.ref(column)}, 1, 4) <> decode(${keys.activeId}, 'hex')`,
    ),
  ];
  const { rows } = await sql<{ n: string }>`
    SELECT sum(n) AS n FROM (${sql.join(counts, sql` UNION ALL `)}) AS c`.execute(db);
  return Number(rows[0]?.n ?? 0);
}

/** The database no longer asks for the other keys. */
async function finish(db: Kysely<Database>, keys: KeyRing, { bodies, values }: Rotated, actor: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await forgetOtherKeys(trx, keys);
    const own = `${KEY_CHECK}${keys.activeId}`;
    await trx.deleteFrom('settings').where('name', 'like', `${KEY_CHECK}%`).where('name', '<>', own).execute();
    const detail = { key: keys.activeId, bodies, values };
    await appendAudit(trx, [{ messageId: null, event: { event: 'keys-rotated', actor, detail } }]);
  });
}
