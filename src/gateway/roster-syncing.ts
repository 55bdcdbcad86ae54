/** Keeps the roster in step with its source in one of the processes that deliver. */
import type { Logger } from 'pino';
import type { Config, Secrets } from '../config/schema.ts';
import { startRosterSync } from '../directory/sync/sync-roster.ts';
import type { RosterStore } from '../store/rosters.ts';
import type { Lifecycle } from './lifecycle.ts';

export interface RosterSyncingParts {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
  readonly rosters: RosterStore;
}

export async function startRosterSyncing({
  config,
  secrets,
  log,
  lifecycle,
  rosters,
}: RosterSyncingParts): Promise<void> {
  const syncing = await startRosterSync({
    rosters,
    config,
    secret: secrets.roster,
    log,
    onError: lifecycle.onError('roster synchronization'),
  });
  lifecycle.started(syncing, (running) => running.stop());
}
