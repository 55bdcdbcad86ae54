/** Versions of the policy and who put them in force: read by every process, changed in the console and by `hallpass policy`. */
import { randomUUID } from 'node:crypto';
import { sql, type Kysely, type Transaction } from 'kysely';
import { insertMails } from '../alerts.ts';
import type { NewNotice } from '../change.ts';
import type { KeyRing } from '../keys.ts';
import { sealReason } from '../audit-reasons.ts';
import type { Actor, ReasonedActor } from '../review/actor.ts';
import { samePerson } from '../review/agreements.ts';
import type { Database } from '../schema.ts';
import { appendAudit } from '../write.ts';
import { readHistory, type PolicyChange } from './history.ts';

export interface PolicyVersion {
  /** `version` of the pack. */
  readonly version: number;
  readonly title: string;
  readonly text: string;
}

export interface InForce {
  /** Number of the change that brought it, from 1; 0 where there has been none. */
  readonly change: number;
  /** Undefined: the pack of the configuration. */
  readonly version: PolicyVersion | undefined;
}

/** What a change puts in force: a new version, a stored one, or the pack of the configuration. */
export type PolicyTarget =
  | { readonly kind: 'new'; readonly version: PolicyVersion }
  | { readonly kind: 'stored'; readonly version: number }
  | { readonly kind: 'configuration' };

export interface NewPolicyChange {
  readonly target: PolicyTarget;
  readonly reason: string;
  /** Number of the change that its author saw in force. */
  readonly after: number;
  /** A second person must agree. */
  readonly waits: boolean;
  /** Sent with the change, or not at all. */
  readonly mails: readonly Omit<NewNotice, 'notice'>[];
}

/** `changed`: another change has come into force meanwhile. `another-waits`: one waits for a second person. */
export type PutOutcome = 'in-force' | 'waiting' | 'changed' | 'another-waits' | 'no-such-version' | 'not-above';
/** `same-person`: the proposer, with this or another account. `proposer-gone`: the proposer's account is disabled. */
export type AgreeOutcome = 'in-force' | 'not-found' | 'same-person' | 'proposer-gone';

export interface PolicyStore {
  /** Number of the change in force: a cheap question, asked every few seconds. */
  changeInForce(): Promise<number>;
  inForce(): Promise<InForce>;
  version(version: number): Promise<PolicyVersion | undefined>;
  /** The highest version so far, that of a withdrawn change included; 0 where there is none. */
  highest(): Promise<number>;
  /** Newest first, at most 200. */
  history(): Promise<PolicyChange[]>;
  put(change: NewPolicyChange, actor: Actor, now: Date): Promise<PutOutcome>;
  agree(id: string, by: ReasonedActor, now: Date): Promise<AgreeOutcome>;
  /** @returns false where no such change waits */
  withdraw(id: string, by: ReasonedActor, now: Date): Promise<boolean>;
}

type Trx = Transaction<Database>;

export function createPolicyStore(db: Kysely<Database>, keys: KeyRing): PolicyStore {
  const toVersion = (row: { id: string; version: number; title: string; sealed: Buffer }): PolicyVersion => ({
    version: row.version,
    title: row.title,
    text: keys.unseal<string>(row.sealed, `policy-version:${row.id}`),
  });
  /** Changes are made one after the other. */
  const changing = <T>(work: (trx: Trx) => Promise<T>): Promise<T> =>
    db.transaction().execute(async (trx) => {
      await sql`LOCK TABLE policy_changes IN SHARE ROW EXCLUSIVE MODE`.execute(trx);
      return work(trx);
    });
  return {
    changeInForce: () => lastChange(db),
    async inForce() {
      const row = await db
        .selectFrom('policy_changes as c')
        .leftJoin('policy_versions as v', 'v.id', 'c.version_id')
        .select(['c.n', 'v.id', 'v.version', 'v.title', 'v.sealed'])
        .where('c.n', 'is not', null)
        .orderBy('c.n', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (row === undefined) return { change: 0, version: undefined };
      const { n, id, version, title, sealed } = row;
      const stored = id !== null && version !== null && title !== null && sealed !== null;
      return { change: n ?? 0, version: stored ? toVersion({ id, version, title, sealed }) : undefined };
    },
    async version(version) {
      const query = db.selectFrom('policy_versions').selectAll().where('version', '=', version);
      const row = await query.executeTakeFirst();
      return row && toVersion(row);
    },
    highest: () => highestVersion(db),
    history: () => readHistory(db, keys),
    put: (change, actor, now) => changing((trx) => put(trx, keys, change, actor, now)),
    agree: (id, by, now) => changing((trx) => agree(trx, id, by, now)),
    withdraw: (id, by, now) =>
      changing(async (trx) => {
        const { rows } = await sql`
          UPDATE policy_changes SET ended_at = ${now}
          WHERE id = ${id} AND n IS NULL AND ended_at IS NULL RETURNING id`.execute(trx);
        if (rows.length === 0) return false;
        await audit(trx, 'policy-withdrawn', by, { change: id });
        return true;
      }),
  };
}

async function lastChange(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT coalesce(max(n), 0)::int AS n FROM policy_changes`.execute(db);
  return rows[0]!.n;
}

async function highestVersion(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT coalesce(max(version), 0)::int AS n FROM policy_versions`.execute(
    db,
  );
  return rows[0]!.n;
}

async function put(
  trx: Trx,
  keys: KeyRing,
  { target, reason, after, waits, mails }: NewPolicyChange,
  actor: Actor,
  now: Date,
): Promise<PutOutcome> {
  const present = await lastChange(trx);
  if (present !== after) return 'changed';
  const waiting = await sql`SELECT FROM policy_changes WHERE n IS NULL AND ended_at IS NULL`.execute(trx);
  if (waiting.rows.length > 0) return 'another-waits';
  if (target.kind === 'new' && target.version.version <= (await highestVersion(trx))) return 'not-above';
  const version = await versionOf(trx, keys, target);
  if (version === undefined) return 'no-such-version';
  const id = randomUUID();
  await trx
    .insertInto('policy_changes')
    .values({
      id,
      version_id: version.id,
      sealed: keys.seal(reason, `policy-change:${id}`),
      by_id: actor.id,
      by_name: actor.name,
      at: now,
      agreed_name: null,
      n: waits ? null : present + 1,
      in_force_at: waits ? null : now,
      ended_at: null,
    })
    .execute();
  // The text of a draft lives on in its version.
  if (target.kind === 'new') await trx.deleteFrom('policy_drafts').execute();
  const by = { ...actor, why: sealReason(keys, reason) };
  await audit(trx, waits ? 'policy-proposed' : 'policy-put', by, { change: id, version: version.number });
  await insertMails(trx, keys, mails, 'policy-proposed');
  return waits ? 'waiting' : 'in-force';
}

/** The version that a change refers to, which a new one is stored as. Both null: the pack of the configuration. */
async function versionOf(
  trx: Trx,
  keys: KeyRing,
  target: PolicyTarget,
): Promise<{ readonly id: string | null; readonly number: number | null } | undefined> {
  if (target.kind === 'configuration') return { id: null, number: null };
  if (target.kind === 'stored') {
    const query = trx.selectFrom('policy_versions').select(['id', 'version']).where('version', '=', target.version);
    const row = await query.executeTakeFirst();
    return row && { id: row.id, number: row.version };
  }
  const id = randomUUID();
  const { version, title, text } = target.version;
  await trx
    .insertInto('policy_versions')
    .values({ id, version, title, sealed: keys.seal(text, `policy-version:${id}`) })
    .execute();
  return { id, number: version };
}

async function agree(trx: Trx, id: string, { why, ...actor }: ReasonedActor, now: Date): Promise<AgreeOutcome> {
  const { rows } = await sql<{ version: number | null; gone: boolean; same: boolean }>`
    SELECT v.version, coalesce(other.disabled, true) AS gone,
      (c.by_id = ${actor.id} OR ${samePerson(sql`c.by_name`, actor)}) AS same
    FROM policy_changes AS c LEFT JOIN policy_versions AS v ON v.id = c.version_id
      LEFT JOIN accounts AS other ON other.id = c.by_id LEFT JOIN accounts AS self ON self.id = ${actor.id}
    WHERE c.id = ${id} AND c.n IS NULL AND c.ended_at IS NULL`.execute(trx);
  const [row] = rows;
  if (row === undefined) return 'not-found';
  if (row.same) return 'same-person';
  if (row.gone) return 'proposer-gone';
  const n = (await lastChange(trx)) + 1;
  await sql`
    UPDATE policy_changes SET n = ${n}, in_force_at = ${now}, agreed_name = ${actor.name} WHERE id = ${id}`.execute(
    trx,
  );
  await audit(trx, 'policy-put', { ...actor, why }, { change: id, version: row.version });
  return 'in-force';
}

async function audit(
  trx: Trx,
  event: string,
  { email: actor, why }: ReasonedActor,
  detail: Readonly<Record<string, string | number | null>>,
): Promise<void> {
  await appendAudit(trx, [{ messageId: null, event: { event, actor, detail, why } }]);
}
