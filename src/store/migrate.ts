/** Brings the database up to date at start-up. Migrations only go forward: a rollback is a restore. */
import { Migrator, type Kysely, type MigrationResultSet } from 'kysely';
import { HallpassError } from '../errors/hallpass-error.ts';
import * as messages from './migrations/0001-messages.ts';
import * as rosters from './migrations/0002-rosters.ts';
import * as review from './migrations/0003-review.ts';
import * as listPosts from './migrations/0004-list-posts.ts';
import * as accounts from './migrations/0005-accounts.ts';
import * as reviewFigures from './migrations/0006-review-figures.ts';
import * as lastChecked from './migrations/0007-last-checked.ts';
import * as reviewCounts from './migrations/0008-review-counts.ts';
import * as judged from './migrations/0009-judged.ts';
import * as viewsOfSchools from './migrations/0010-views-of-schools.ts';
import * as listsInTheRow from './migrations/0011-lists-in-the-row.ts';
import * as boundedExceptions from './migrations/0012-bounded-exceptions.ts';
import * as endedTokens from './migrations/0013-ended-tokens.ts';
import * as senderLanguages from './migrations/0014-sender-languages.ts';
import * as alerts from './migrations/0015-alerts.ts';
import * as absences from './migrations/0016-absences.ts';
import * as pausedHops from './migrations/0017-paused-hops.ts';
import * as retention from './migrations/0018-retention.ts';
import * as hopOutages from './migrations/0020-hop-outages.ts';
import * as eventPositions from './migrations/0021-event-positions.ts';
import * as monitoredItems from './migrations/0022-monitored-items.ts';
import * as policyVersions from './migrations/0025-policy-versions.ts';
import * as signatureLocators from './migrations/0024-signature-locators.ts';
import * as archive from './migrations/0023-archive.ts';
import * as districtDetails from './migrations/0026-district-details.ts';
import * as rosterSyncs from './migrations/0027-roster-syncs.ts';
import * as senderExplanations from './migrations/0028-sender-explanations.ts';
import * as auditReasons from './migrations/0029-audit-reasons.ts';
import * as movingMessages from './migrations/0030-moving-messages.ts';
import * as copyApprovals from './migrations/0027-copy-approvals.ts';
import type { Database } from './schema.ts';

/** By name, in order; the list is explicit so that a file cannot be forgotten or picked up by accident. */
const migrations = {
  '0001-messages': messages,
  '0002-rosters': rosters,
  '0003-review': review,
  '0004-list-posts': listPosts,
  '0005-accounts': accounts,
  '0006-review-figures': reviewFigures,
  '0007-last-checked': lastChecked,
  '0008-review-counts': reviewCounts,
  '0009-judged': judged,
  '0010-views-of-schools': viewsOfSchools,
  '0011-lists-in-the-row': listsInTheRow,
  '0012-bounded-exceptions': boundedExceptions,
  '0013-ended-tokens': endedTokens,
  '0014-sender-languages': senderLanguages,
  '0015-alerts': alerts,
  '0016-absences': absences,
  '0017-paused-hops': pausedHops,
  '0018-retention': retention,
  '0020-hop-outages': hopOutages,
  '0021-event-positions': eventPositions,
  '0022-monitored-items': monitoredItems,
  '0023-archive': archive,
  '0024-signature-locators': signatureLocators,
  '0025-policy-versions': policyVersions,
  '0026-district-details': districtDetails,
  '0027-copy-approvals': copyApprovals,
  '0027-roster-syncs': rosterSyncs,
  '0028-sender-explanations': senderExplanations,
  '0029-audit-reasons': auditReasons,
  '0030-moving-messages': movingMessages,
};

/**
 * Safe when several processes start at once: Kysely takes a lock.
 *
 * @throws HallpassError store.migration-failed
 */
export async function migrate(db: Kysely<Database>): Promise<void> {
  throwFailed(await migratorOf(db).migrateToLatest());
}

/**
 * For a restore: the tables as an earlier version made them.
 *
 * @throws HallpassError backup.newer where there is no such migration, store.migration-failed
 */
export async function migrateTo(db: Kysely<Database>, name: string): Promise<void> {
  if (!(name in migrations)) throw new HallpassError('backup.newer', name);
  throwFailed(await migratorOf(db).migrateTo(name));
}

function migratorOf(db: Kysely<Database>): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => migrations } });
}

function throwFailed({ error, results }: MigrationResultSet): void {
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  throw new HallpassError('store.migration-failed', failed, { cause: error });
}
