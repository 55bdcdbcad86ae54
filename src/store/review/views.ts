/** Saved searches of reviewers, their own or shared; encrypted, since a search may name a student. */
import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { KeyRing } from '../keys.ts';
import type { Database } from '../schema.ts';
import type { Viewer } from './search.ts';

export interface SavedSearch {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly sort: string;
  readonly shared: boolean;
}

export interface ListedSearch extends SavedSearch {
  readonly own: boolean;
  /** Schools that the account was limited to when it saved the search; empty: all. */
  readonly schools: readonly string[];
}

export interface SavedSearches {
  list(accountId: string): Promise<ListedSearch[]>;
  save(viewer: Viewer, search: Omit<SavedSearch, 'id'>): Promise<SavedSearch>;
  /** Deletes only the account's own. @returns false where there is none */
  remove(accountId: string, id: string): Promise<boolean>;
}

const most = 200;

export function createSavedSearches(db: Kysely<Database>, keys: KeyRing): SavedSearches {
  return {
    async list(accountId) {
      const rows = await db
        .selectFrom('review_views')
        .selectAll()
        .where((eb) => eb.or([eb('account_id', '=', accountId), eb('shared', '=', true)]))
        .limit(most)
        .execute();
      return rows
        .map(({ id, account_id, schools, shared, sealed }) => ({
          ...keys.unseal<Pick<SavedSearch, 'name' | 'query' | 'sort'>>(sealed, `view:${id}`),
          id,
          shared,
          schools,
          own: account_id === accountId,
        }))
        .sort((a, b) => a.name.localeCompare(b.name));
    },
    async save({ accountId, schools }, { name, query, sort, shared }) {
      const id = randomUUID();
      const sealed = keys.seal({ name, query, sort }, `view:${id}`);
      await db
        .insertInto('review_views')
        .values({ id, account_id: accountId, shared, schools: [...schools], sealed })
        .execute();
      return { id, name, query, sort, shared };
    },
    async remove(accountId, id) {
      const gone = await db
        .deleteFrom('review_views')
        .where('id', '=', id)
        .where('account_id', '=', accountId)
        .returning('id')
        .execute();
      return gone.length > 0;
    },
  };
}
