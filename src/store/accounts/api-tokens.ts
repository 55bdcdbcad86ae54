/** API tokens: programs call the console's API with them, as their owner and within their scopes. */
import { randomUUID } from 'node:crypto';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Database } from '../schema.ts';
import { appendAudit } from '../write.ts';
import { hashSecret, newSecret } from './secret-token.ts';
import type { ApiTokensTable } from './tables.ts';

export interface StoredToken {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}

export interface ApiTokens {
  /** Those of an account, newest first. */
  list(accountId: string): Promise<StoredToken[]>;
  create(
    token: Pick<StoredToken, 'accountId' | 'name' | 'scopes' | 'expiresAt'>,
    actor: string,
    at: Date,
  ): Promise<{ readonly token: StoredToken; readonly secret: string }>;
  /** The token while it lasts; it then counts as used. */
  find(secret: string, at: Date): Promise<StoredToken | undefined>;
  /** @returns false where the account has no such token */
  remove(id: string, accountId: string, actor: string): Promise<boolean>;
}

/** By this prefix, scanners for leaked secrets recognize a token; the API accepts no other. */
const TOKEN_PREFIX = 'hp_';
const USED_EVERY_MS = 60_000;

export function createApiTokens(db: Kysely<Database>): ApiTokens {
  return {
    async list(accountId) {
      const rows = await db
        .selectFrom('api_tokens')
        .selectAll()
        .where('account_id', '=', accountId)
        .orderBy('created_at', 'desc')
        .execute();
      return rows.map(toToken);
    },
    create: ({ accountId, name, scopes, expiresAt }, actor, at) =>
      db.transaction().execute(async (trx) => {
        const secret = `${TOKEN_PREFIX}${newSecret()}`;
        const row = await trx
          .insertInto('api_tokens')
          .values({
            id: randomUUID(),
            account_id: accountId,
            name,
            token_hash: hashSecret(secret),
            scopes: [...scopes],
            created_at: at,
            expires_at: expiresAt,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        const detail = { account: accountId, token: row.id, scopes: [...scopes] };
        await appendAudit(trx, [{ messageId: null, event: { event: 'token-made', actor, detail } }]);
        return { token: toToken(row), secret };
      }),
    async find(secret, at) {
      const token_hash = hashSecret(secret);
      const row = await db
        .selectFrom('api_tokens')
        .selectAll()
        .where('token_hash', '=', token_hash)
        .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', at)]))
        .executeTakeFirst();
      if (row === undefined) return undefined;
      if (row.last_used_at === null || at.getTime() - row.last_used_at.getTime() > USED_EVERY_MS) {
        await db.updateTable('api_tokens').set({ last_used_at: at }).where('token_hash', '=', token_hash).execute();
      }
      return toToken(row);
    },
    remove: (id, accountId, actor) =>
      db.transaction().execute(async (trx) => {
        const { numDeletedRows } = await trx
          .deleteFrom('api_tokens')
          .where('id', '=', id)
          .where('account_id', '=', accountId)
          .executeTakeFirst();
        if (numDeletedRows === 0n) return false;
        const event = { event: 'token-ended', actor, detail: { account: accountId, token: id } };
        await appendAudit(trx, [{ messageId: null, event }]);
        return true;
      }),
  };
}

/** Ends all tokens of an account, each with its event: a later change of the account does not bring them back. */
export async function endTokens(trx: Transaction<Database>, accountId: string, actor: string): Promise<void> {
  const ended = await trx.deleteFrom('api_tokens').where('account_id', '=', accountId).returning('id').execute();
  const events = ended.map(({ id }) => ({ event: 'token-ended', actor, detail: { account: accountId, token: id } }));
  if (events.length > 0)
    await appendAudit(
      trx,
      events.map((event) => ({ messageId: null, event })),
    );
}

function toToken(row: Selectable<ApiTokensTable>): StoredToken {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    scopes: row.scopes,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}
