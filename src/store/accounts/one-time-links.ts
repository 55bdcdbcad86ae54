/** Links that work once: the set-up link of the first start, invitations, new passwords. */
import type { Kysely, Transaction } from 'kysely';
import { codeOf } from '../../errors/hallpass-error.ts';
import type { ActedBy } from '../change.ts';
import type { Database } from '../schema.ts';
import { appendAudit } from '../write.ts';
import { insertAccount, type NewAccount, type StoredAccount } from './accounts.ts';
import { endTokens } from './api-tokens.ts';
import { hashSecret, newSecret } from './secret-token.ts';

export interface OneTimeLinks {
  /** @returns the token of a link to make an administrator's account */
  newSetUp(expiresAt: Date, by: ActedBy): Promise<string>;
  /** A token to set the password of an account; the links before it, the sessions and the API tokens end. */
  newPassword(accountId: string, expiresAt: Date, by: ActedBy): Promise<string>;
  /** Whether a set-up link would be taken, so that no password is hashed for nothing. */
  isSetUpOpen(token: string, at: Date): Promise<boolean>;
  /** The account whose password an open link would set. */
  ownerOf(token: string, at: Date): Promise<string | undefined>;
  /** Uses the link up and makes the account, or neither. @returns undefined where the link is not open or the address taken */
  useSetUp(token: string, account: NewAccount, at: Date): Promise<StoredAccount | undefined>;
  /** Uses the link up and sets the password. @returns the account's id; undefined where the link is not open */
  usePassword(token: string, passwordHash: string, at: Date): Promise<string | undefined>;
  prune(at: Date): Promise<void>;
}

const UNIQUE_VIOLATION = '23505';

export function createOneTimeLinks(db: Kysely<Database>): OneTimeLinks {
  return {
    async newSetUp(expiresAt, by) {
      const token = newSecret();
      await db.transaction().execute(async (trx) => {
        await trx
          .insertInto('one_time_links')
          .values({ token_hash: hashSecret(token), purpose: 'set-up', account_id: null, expires_at: expiresAt })
          .execute();
        await appendAudit(trx, [{ messageId: null, event: { event: 'set-up-link', ...by, detail: {} } }]);
      });
      return token;
    },
    async newPassword(accountId, expiresAt, by) {
      const token = newSecret();
      await db.transaction().execute(async (trx) => {
        await trx.deleteFrom('one_time_links').where('account_id', '=', accountId).execute();
        await trx.deleteFrom('sessions').where('account_id', '=', accountId).execute();
        await endTokens(trx, accountId, by.actor);
        await trx
          .insertInto('one_time_links')
          .values({ token_hash: hashSecret(token), purpose: 'password', account_id: accountId, expires_at: expiresAt })
          .execute();
        const event = { event: 'password-link', ...by, detail: { account: accountId } };
        await appendAudit(trx, [{ messageId: null, event }]);
      });
      return token;
    },
    async isSetUpOpen(token, at) {
      return (await openLink(db, token, 'set-up', at)) !== undefined;
    },
    async ownerOf(token, at) {
      return (await openLink(db, token, 'password', at))?.account_id ?? undefined;
    },
    async useSetUp(token, account, at) {
      try {
        return await db.transaction().execute(async (trx) => {
          if ((await takeLink(trx, token, 'set-up', at)) === undefined) return undefined;
          // Links of earlier starts may stand in a log.
          await trx.deleteFrom('one_time_links').where('purpose', '=', 'set-up').execute();
          return insertAccount(trx, account, 'set-up link', at);
        });
      } catch (error) {
        if (codeOf(error) === UNIQUE_VIOLATION) return undefined;
        throw error;
      }
    },
    usePassword: (token, passwordHash, at) =>
      db.transaction().execute((trx) => usePasswordLink(trx, token, passwordHash, at)),
    async prune(at) {
      await db.deleteFrom('one_time_links').where('expires_at', '<=', at).execute();
    },
  };
}

type Purpose = 'set-up' | 'password';

/** Deletes the link, so that it is taken once. */
function takeLink(trx: Kysely<Database>, token: string, purpose: Purpose, at: Date) {
  return trx
    .deleteFrom('one_time_links')
    .where('token_hash', '=', hashSecret(token))
    .where('purpose', '=', purpose)
    .where('expires_at', '>', at)
    .returning('account_id')
    .executeTakeFirst();
}

function openLink(db: Kysely<Database>, token: string, purpose: Purpose, at: Date) {
  return db
    .selectFrom('one_time_links')
    .select('account_id')
    .where('token_hash', '=', hashSecret(token))
    .where('purpose', '=', purpose)
    .where('expires_at', '>', at)
    .executeTakeFirst();
}

async function usePasswordLink(
  trx: Transaction<Database>,
  token: string,
  passwordHash: string,
  at: Date,
): Promise<string | undefined> {
  const id = (await takeLink(trx, token, 'password', at))?.account_id;
  if (id == null) return undefined;
  const { numUpdatedRows } = await trx
    .updateTable('accounts')
    .set({ password_hash: passwordHash })
    .where('id', '=', id)
    .where('disabled', '=', false)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return undefined;
  await trx.deleteFrom('sessions').where('account_id', '=', id).execute();
  await endTokens(trx, id, 'one-time link');
  const event = { event: 'password-set', actor: 'one-time link', detail: { account: id } };
  await appendAudit(trx, [{ messageId: null, event }]);
  return id;
}
