/** Keeps the roster in step with the student information system: by the watched folder or the OneRoster service. */
import type { Logger } from 'pino';
import type { Config } from '../../config/schema.ts';
import { HallpassError } from '../../errors/hallpass-error.ts';
import type { NewSync } from '../../store/roster-syncs.ts';
import type { RosterStore } from '../../store/rosters.ts';
import { poll, type Poll } from '../../timing/poll.ts';
import { isDue } from './due-time.ts';
import { syncProvider } from './sync-provider.ts';
import { watchFolder } from './take-drops.ts';

export interface SyncParts {
  readonly rosters: RosterStore;
  readonly config: Pick<Config, 'directory' | 'district' | 'rosterSync'>;
  /** Of the OneRoster service. */
  readonly secret: string | undefined;
  readonly log: Logger;
  readonly onError: (error: unknown) => void;
}

/** How often the clock is looked at. */
const scheduleEveryMs = 10_000;
/** A service that could not be reached is asked again after this time. */
const againMs = 30 * 60_000;

/** Starts nothing where no source is configured. The first look does not delay the start. */
export async function startRosterSync(parts: SyncParts): Promise<Poll> {
  const { folder, oneRoster } = parts.config.rosterSync;
  const stopping = new AbortController();
  const look = folder
    ? folderLook(parts, folder, stopping.signal)
    : oneRoster
      ? providerLook(parts, oneRoster, stopping.signal)
      : undefined;
  if (!look) return { stop: () => Promise.resolve() };
  let first = true;
  const everyMs = folder ? folder.everySeconds * 1000 : scheduleEveryMs;
  const polling = await poll(
    async () => {
      // The first look would be waited for.
      if (first) first = false;
      else await look();
    },
    { everyMs, onError: parts.onError },
  );
  return {
    async stop() {
      stopping.abort();
      await polling.stop();
    },
  };
}

function folderLook(
  { rosters, config, log }: SyncParts,
  settings: NonNullable<Config['rosterSync']['folder']>,
  stopping: AbortSignal,
): () => Promise<void> {
  const watch = watchFolder({ rosters, config, settings, actor: 'gateway', stopping });
  return async () => {
    for (const sync of (await watch.look()).syncs) logSync(log, sync);
  };
}

function providerLook(
  { rosters, config, secret, log }: SyncParts,
  settings: NonNullable<Config['rosterSync']['oneRoster']>,
  stopping: AbortSignal,
): () => Promise<void> {
  const isTime = async (): Promise<boolean> => {
    const [last] = await rosters.syncs.list(1, 'provider');
    const now = new Date();
    if (isDue(settings.at, last?.at, now, config.district.timeZone)) return true;
    const isPassing = last?.outcome === 'failed' && last.code === 'roster.provider-unreachable';
    return isPassing && now.getTime() - last.at.getTime() > againMs;
  };
  return async () => {
    if (secret === undefined || !(await isTime())) return;
    const run = { rosters, config, settings, secret, complete: false, actor: 'gateway', stopping };
    const sync = await rosters.syncs.alone('provider', async () =>
      // Another process may have done it while this one asked.
      (await isTime()) ? syncProvider(run) : 'stopped',
    );
    if (typeof sync === 'object') logSync(log, sync);
  };
}

/** Runs what is due now, for the command line. @throws HallpassError cli.usage where no source is configured */
export async function syncNow(
  { rosters, config, secret }: Omit<SyncParts, 'log' | 'onError'>,
  { complete, actor, onWaiting }: { complete: boolean; actor: string; onWaiting: (exports: number) => void },
): Promise<readonly NewSync[]> {
  const { folder, oneRoster } = config.rosterSync;
  const stopping = new AbortController().signal;
  if (oneRoster) {
    const run = { rosters, config, settings: oneRoster, secret: secret ?? '', complete, actor, stopping };
    const sync = await rosters.syncs.alone('provider', () => syncProvider(run));
    if (sync === 'busy') throw new HallpassError('roster.busy');
    return sync === 'stopped' ? [] : [sync];
  }
  if (!folder)
    throw new HallpassError(
      'cli.usage',
      'there is no rosterSync.folder and no rosterSync.oneRoster in the configuration',
    );
  return takeAllDrops({ rosters, config, settings: folder, actor, stopping }, onWaiting);
}

/** Looks until no export is left that is still being written, for at most as long as one may be waited for. */
async function takeAllDrops(
  parts: Parameters<typeof watchFolder>[0],
  onWaiting: (exports: number) => void,
): Promise<readonly NewSync[]> {
  const watch = watchFolder(parts);
  const syncs: NewSync[] = [];
  const endMs = performance.now() + 2 * parts.settings.stableSeconds * 1000 + 1000;
  for (;;) {
    const { syncs: taken, waiting } = await watch.look('now');
    syncs.push(...taken);
    if (waiting === 0 || performance.now() > endMs) return syncs;
    onWaiting(waiting);
    await new Promise((resolve) => setTimeout(resolve, Math.min(1000, parts.settings.stableSeconds * 1000)));
  }
}

function logSync(log: Logger, { source, outcome, code, rosterId, detail }: NewSync): void {
  if (outcome === 'failed')
    log.error({ source, code, detail }, 'the roster was not synchronized; the previous one stays active');
  else if (outcome === 'imported') log.info({ source, roster: rosterId }, 'roster synchronized');
}
