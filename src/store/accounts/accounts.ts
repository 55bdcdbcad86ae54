/** Accounts of the console: who may sign in, and as what. Every change is in the audit log, in the same transaction. */
import { randomUUID } from 'node:crypto';
import type { Kysely, Selectable, Transaction } from 'kysely';
import { codeOf } from '../../errors/hallpass-error.ts';
import type { ActedBy } from '../change.ts';
import type { KeyRing } from '../keys.ts';
import type { Database } from '../schema.ts';
import { appendAudit } from '../write.ts';
import { audited } from './audited.ts';
import { createSecondFactors, type SecondFactors } from './second-factors.ts';
import { endTokens } from './api-tokens.ts';
import type { AccountRole, AccountsTable } from './tables.ts';

export interface StoredAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: AccountRole;
  readonly schools: readonly string[];
  readonly passwordHash: string | null;
  readonly hasTotp: boolean;
  readonly identity: { readonly issuer: string; readonly subject: string } | null;
  /** Its role is kept by an identity provider. */
  readonly managed: boolean;
  readonly disabled: boolean;
  readonly lastSeenAt: Date | null;
}

export interface NewAccount {
  readonly name: string;
  readonly email: string;
  readonly role: AccountRole;
  readonly schools: readonly string[];
  readonly passwordHash?: string;
  readonly managed?: boolean;
}

export interface AccountChange {
  readonly name?: string;
  readonly role?: AccountRole;
  readonly schools?: readonly string[];
  readonly disabled?: boolean;
}

export interface Accounts extends SecondFactors {
  /** Whether there is any: before that, only the set-up link opens the console. */
  any(): Promise<boolean>;
  /** By name. */
  list(): Promise<StoredAccount[]>;
  byId(id: string): Promise<StoredAccount | undefined>;
  byEmail(email: string): Promise<StoredAccount | undefined>;
  byIdentity(issuer: string, subject: string): Promise<StoredAccount | undefined>;
  /** @returns undefined where the address is taken */
  create(account: NewAccount, actor: string, at: Date): Promise<StoredAccount | undefined>;
  /**
   * A change of role, schools or `disabled` ends the sessions of the account; a change of role or `disabled` also ends its
   * tokens, for good. Refused where no administrator would be left.
   */
  change(id: string, change: AccountChange, by: ActedBy): Promise<'changed' | 'last-administrator' | 'not-found'>;
  /** Binds the account to a person at a provider, once: false where it is bound already. */
  bindIdentity(id: string, issuer: string, subject: string): Promise<boolean>;
  /** Ends the tokens of the account. */
  setPassword(id: string, passwordHash: string, actor: string): Promise<void>;
  /** The identity provider gives the person no role any more: ends sessions and tokens. */
  endAccess(id: string, actor: string): Promise<void>;
  seen(id: string, at: Date): Promise<void>;
}

const UNIQUE_VIOLATION = '23505';

export function createAccounts(db: Kysely<Database>, keys: KeyRing): Accounts {
  const rows = () => db.selectFrom('accounts').selectAll();
  const one = async (query: ReturnType<typeof rows>): Promise<StoredAccount | undefined> => {
    const row = await query.executeTakeFirst();
    return row && toAccount(row);
  };

  return {
    ...createSecondFactors(db, keys),
    async any() {
      return (await db.selectFrom('accounts').select('id').limit(1).executeTakeFirst()) !== undefined;
    },
    async list() {
      return (await rows().orderBy('name').orderBy('email').execute()).map(toAccount);
    },
    byId: (id) => one(rows().where('id', '=', id)),
    byEmail: (email) => one(rows().where('email', '=', email.toLowerCase())),
    byIdentity: (issuer, subject) => one(rows().where('issuer', '=', issuer).where('subject', '=', subject)),
    async create(account, actor, at) {
      try {
        return await db.transaction().execute((trx) => insertAccount(trx, account, actor, at));
      } catch (error) {
        if (codeOf(error) === UNIQUE_VIOLATION) return undefined;
        throw error;
      }
    },
    change: (id, change, by) => db.transaction().execute((trx) => changeAccount(trx, id, change, by)),
    async bindIdentity(id, issuer, subject) {
      const { numUpdatedRows } = await db
        .updateTable('accounts')
        .set({ issuer, subject })
        .where('id', '=', id)
        .where('subject', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    async setPassword(id, passwordHash, actor) {
      await audited(db, id, { event: 'password-changed', actor, detail: {} }, async (trx) => {
        await trx.updateTable('accounts').set({ password_hash: passwordHash }).where('id', '=', id).execute();
        await endTokens(trx, id, actor);
      });
    },
    async endAccess(id, actor) {
      await db.transaction().execute(async (trx) => {
        await trx.deleteFrom('sessions').where('account_id', '=', id).execute();
        await endTokens(trx, id, actor);
      });
    },
    async seen(id, at) {
      await db.updateTable('accounts').set({ last_seen_at: at }).where('id', '=', id).execute();
    },
  };
}

async function changeAccount(
  trx: Transaction<Database>,
  id: string,
  change: AccountChange,
  by: ActedBy,
): Promise<Awaited<ReturnType<Accounts['change']>>> {
  const heads = await lockAdministrators(trx);
  const ends = change.disabled === true || (change.role !== undefined && change.role !== 'administrator');
  if (ends && heads.length === 1 && heads[0]?.id === id) return 'last-administrator';
  const { numUpdatedRows } = await trx
    .updateTable('accounts')
    .set({
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.role === undefined ? {} : { role: change.role }),
      ...(change.schools === undefined ? {} : { schools: [...change.schools] }),
      ...(change.disabled === undefined ? {} : { disabled: change.disabled }),
      id,
    })
    .where('id', '=', id)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return 'not-found';
  const { name: _name, ...rights } = change;
  if (Object.keys(rights).length > 0) await trx.deleteFrom('sessions').where('account_id', '=', id).execute();
  if (change.disabled === true || change.role !== undefined) await endTokens(trx, id, by.actor);
  const { schools, ...rest } = rights;
  const detail = { account: id, ...rest, ...(schools === undefined ? {} : { schools: schools.length }) };
  await appendAudit(trx, [{ messageId: null, event: { event: 'account-changed', ...by, detail } }]);
  return 'changed';
}

/** Locks all administrators who can sign in, in an order: two changes at once must not each rely on the other one's administrator. */
function lockAdministrators(trx: Transaction<Database>): Promise<{ id: string }[]> {
  return trx
    .selectFrom('accounts')
    .select('id')
    .where('role', '=', 'administrator')
    .where('disabled', '=', false)
    .where((eb) => eb.or([eb('password_hash', 'is not', null), eb('subject', 'is not', null)]))
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** @throws the database's unique violation where the address is taken */
export async function insertAccount(
  trx: Transaction<Database>,
  { name, email, role, schools, passwordHash, managed }: NewAccount,
  actor: string,
  at: Date,
): Promise<StoredAccount> {
  const row = await trx
    .insertInto('accounts')
    .values({
      id: randomUUID(),
      name,
      email: email.toLowerCase(),
      role,
      schools: [...schools],
      password_hash: passwordHash ?? null,
      managed: managed ?? false,
      disabled: false,
      created_at: at,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const detail = { account: row.id, email: row.email, role, schools: schools.length, managed: managed ?? false };
  await appendAudit(trx, [{ messageId: null, event: { event: 'account-created', actor, detail } }]);
  return toAccount(row);
}

function toAccount(row: Selectable<AccountsTable>): StoredAccount {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    schools: row.schools,
    passwordHash: row.password_hash,
    hasTotp: row.totp !== null,
    identity: row.issuer === null || row.subject === null ? null : { issuer: row.issuer, subject: row.subject },
    managed: row.managed,
    disabled: row.disabled,
    lastSeenAt: row.last_seen_at,
  };
}
