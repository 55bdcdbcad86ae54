/** One run of the OneRoster consumer: fetches everything or the changes, imports it, and records what became of it. */
import { createHash } from 'node:crypto';
import type { Config } from '../../config/schema.ts';
import { codeOf, HallpassError } from '../../errors/hallpass-error.ts';
import type { NewSync, RosterSync } from '../../store/roster-syncs.ts';
import type { RosterStore } from '../../store/rosters.ts';
import { importRoster } from '../import-roster.ts';
import { createAuthorization } from './authorization.ts';
import { createOneRosterClient } from './oneroster-client.ts';
import { fetchBundle } from './provider-bundle.ts';
import { detailOf } from './sync-detail.ts';

type OneRoster = NonNullable<Config['rosterSync']['oneRoster']>;

export interface ProviderRun {
  readonly rosters: RosterStore;
  readonly config: Pick<Config, 'directory' | 'district'>;
  readonly settings: OneRoster;
  readonly secret: string;
  /** Everything, although the changes would do. */
  readonly complete: boolean;
  readonly actor: string;
  readonly stopping: AbortSignal;
  /** Pause after a first failed attempt. */
  readonly firstPauseMs?: number | undefined;
}

const DAY_MS = 86_400_000;
/** Changes are asked for from a little before the last run, since a record may be written while it runs. */
const overlapMs = 10 * 60_000;
/** Where a service does not say its time, its clock may be wrong by this. */
const unknownClockMs = DAY_MS;

/** @returns what was recorded, or `stopped` where it was ended before its end */
export async function syncProvider(run: ProviderRun): Promise<NewSync | 'stopped'> {
  const { rosters, settings, stopping } = run;
  const place = { source: 'provider', name: new URL(settings.url).host, fingerprint: serviceOf(settings) } as const;
  let sync: NewSync;
  try {
    sync = { ...place, outcome: 'imported', ...(await fetchAndImport(run, place.fingerprint)) };
  } catch (error) {
    if (stopping.aborted) return 'stopped';
    if (!(error instanceof HallpassError) || !error.code.startsWith('roster.')) throw error;
    sync = { ...place, outcome: 'failed', code: codeOf(error), detail: detailOf(error) };
  }
  await rosters.syncs.record(sync);
  return sync;
}

/** Changes that were counted for one service say nothing about another. */
function serviceOf({ url, version, clientId, enrollments }: OneRoster): string {
  return createHash('sha256')
    .update(JSON.stringify([url, version, clientId, enrollments]))
    .digest('hex');
}

type Imported = Pick<NewSync, 'rosterId' | 'completeAt' | 'changesSince' | 'detail'>;

async function fetchAndImport(run: ProviderRun, service: string): Promise<Imported> {
  const { rosters } = run;
  const last = await rosters.syncs.lastFetched();
  const activeId = await rosters.activeId();
  const changedSince =
    !run.complete && last?.fingerprint === service && last.rosterId === activeId
      ? changesOf(last, run.settings.completeDays)
      : undefined;
  if (changedSince === undefined) return importSince(run, undefined, undefined);
  try {
    return await importSince(run, changedSince, last?.completeAt);
  } catch (error) {
    // Not every service knows the filter.
    if (!(error instanceof HallpassError) || error.code !== 'roster.provider-answer') throw error;
    return importSince(run, undefined, undefined);
  }
}

/** From when on changes are enough; undefined where everything is fetched. */
function changesOf({ completeAt, changesSince }: RosterSync, completeDays: number): string | undefined {
  if (completeAt === null || changesSince === null) return undefined;
  // Runs begin a few seconds earlier or later.
  return Date.now() - completeAt.getTime() < completeDays * DAY_MS - overlapMs ? changesSince : undefined;
}

async function importSince(
  { rosters, config, settings, secret, actor, stopping, firstPauseMs = 1000 }: ProviderRun,
  changedSince: string | undefined,
  completeAt: Date | null | undefined,
): Promise<Imported> {
  const began = new Date();
  const client = createOneRosterClient({
    url: settings.url,
    pageSize: settings.pageSize,
    authorization: createAuthorization(settings, secret, stopping),
    timeoutMs: settings.timeoutSeconds * 1000,
    attempts: settings.attempts,
    firstPauseMs,
    stopping,
  });
  const { version, enrollments } = settings;
  const bundle = await fetchBundle(client, { version, enrollments, changedSince });
  const outcome = await importRoster(rosters, config, {
    from: bundle,
    mode: 'manifest',
    force: false,
    dryRun: false,
    source: 'provider',
    actor,
  });
  const serviceTime = client.serviceTime();
  const since = serviceTime ? serviceTime.getTime() - overlapMs : began.getTime() - unknownClockMs;
  return {
    ...(outcome !== 'unchanged' && outcome.id !== undefined && { rosterId: outcome.id }),
    completeAt: changedSince === undefined ? began : (completeAt ?? null),
    changesSince: new Date(since).toISOString(),
    detail: changedSince === undefined ? 'everything' : 'changes',
  };
}
