/** Takes new exports over from the watched folder, each once: when its files have not changed for long enough. */
import type { Config } from '../../config/schema.ts';
import { codeOf, HallpassError } from '../../errors/hallpass-error.ts';
import type { NewSync } from '../../store/roster-syncs.ts';
import type { RosterStore } from '../../store/rosters.ts';
import { importRoster } from '../import-roster.ts';
import { listDrops, missingFiles, type Drop } from './drop-folder.ts';
import { isDue } from './due-time.ts';
import { detailOf, shownName } from './sync-detail.ts';

type Folder = NonNullable<Config['rosterSync']['folder']>;

export interface FolderParts {
  readonly rosters: RosterStore;
  readonly config: Pick<Config, 'directory' | 'district'>;
  readonly settings: Folder;
  readonly actor: string;
  readonly stopping: AbortSignal;
}

export interface FolderWatch {
  /**
   * @param now without regard to the times of day
   * @returns what was recorded, and how many exports are still being written
   */
  look(now?: 'now'): Promise<{ readonly syncs: readonly NewSync[]; readonly waiting: number }>;
}

/** These say something of the export; whatever else fails is tried again with the next look. */
const faultsOfExports: ReadonlySet<string> = new Set(['roster.not-readable', 'roster.no-students', 'roster.refused']);

export function watchFolder(parts: FolderParts): FolderWatch {
  const { rosters, config, settings, stopping } = parts;
  /** When each state of an export was seen first, by the clock that never goes back. */
  let seen = new Map<string, number>();

  async function look(now?: 'now'): Promise<Awaited<ReturnType<FolderWatch['look']>>> {
    const drops = await readFolder(parts);
    if ('failed' in drops) return { syncs: drops.failed, waiting: 0 };
    const known = await rosters.syncs.known(drops.found.map(({ fingerprint }) => fingerprint));
    const fresh = drops.found.filter(({ fingerprint }) => !known.has(fingerprint));
    const nowMs = performance.now();
    seen = new Map(fresh.map(({ fingerprint }) => [fingerprint, seen.get(fingerprint) ?? nowMs]));
    const isStable = ({ fingerprint }: Drop): boolean =>
      nowMs - seen.get(fingerprint)! >= settings.stableSeconds * 1000;
    // What follows an export that is still written may be changes to it.
    const from = fresh.findIndex((drop) => !isStable(drop) || isIncomplete(drop));
    const ready = from < 0 ? fresh : fresh.slice(0, from);
    if (ready.length === 0 || (now === undefined && !(await isTime()))) return { syncs: [], waiting: fresh.length };
    const syncs = await rosters.syncs.alone('folder', () => takeAll(ready));
    return { syncs: syncs === 'busy' ? [] : syncs, waiting: fresh.length - ready.length };
  }

  async function isTime(): Promise<boolean> {
    if (settings.at.length === 0) return true;
    const [last] = await rosters.syncs.list(1, 'folder');
    return isDue(settings.at, last?.at, new Date(), config.district.timeZone);
  }

  async function takeAll(ready: readonly Drop[]): Promise<NewSync[]> {
    const taken: NewSync[] = [];
    const known = await rosters.syncs.known(ready.map(({ fingerprint }) => fingerprint));
    const fresh = ready.filter(({ fingerprint }) => !known.has(fingerprint));
    const isFirst = (await rosters.syncs.list(100, 'folder')).every(({ outcome }) => outcome !== 'imported');
    for (const [at, drop] of fresh.entries()) {
      if (stopping.aborted) break;
      // What had gathered before the folder was watched is history: the newest export is the roster.
      const sync = isFirst && at < fresh.length - 1 ? skipped(drop) : await takeOver(parts, drop);
      if (sync === 'later') break;
      await rosters.syncs.record(sync);
      taken.push(sync);
    }
    return taken;
  }

  return { look };
}

/** Of the entry that says that the folder itself cannot be read. */
const unreadable = 'folder ';

async function readFolder({
  rosters,
  settings,
}: FolderParts): Promise<{ found: readonly Drop[] } | { failed: readonly NewSync[] }> {
  const [last] = await rosters.syncs.list(1, 'folder');
  const about = { source: 'folder', name: shownName(settings.path) } as const;
  try {
    const found = await listDrops(settings.path);
    const wasUnreadable = last?.outcome === 'failed' && last.fingerprint.startsWith(unreadable);
    if (wasUnreadable)
      await rosters.syncs.record({
        ...about,
        fingerprint: '',
        outcome: 'skipped',
        detail: 'the folder can be read again',
      });
    return { found };
  } catch (error) {
    const fingerprint = `${unreadable}${codeOf(error)}`;
    // Said once, until something else is known of the folder.
    if (last?.outcome === 'failed' && last.fingerprint === fingerprint) return { failed: [] };
    const detail = `the folder cannot be read (${codeOf(error)})`;
    const sync: NewSync = { ...about, fingerprint, outcome: 'failed', code: 'roster.not-readable', detail };
    await rosters.syncs.record(sync);
    return { failed: [sync] };
  }
}

/** A folder with a manifest that cannot be read is taken over, and refused. */
function isIncomplete(drop: Drop): boolean {
  try {
    return missingFiles(drop).length > 0;
  } catch {
    return false;
  }
}

const placeOf = ({ name, fingerprint }: Drop) => ({ source: 'folder', name: shownName(name), fingerprint }) as const;

function skipped(drop: Drop): NewSync {
  return { ...placeOf(drop), outcome: 'skipped', detail: 'there was a newer export when the folder was first read' };
}

/** @returns `later` where nothing can be said of the export yet */
async function takeOver({ rosters, config, settings, actor }: FolderParts, drop: Drop): Promise<NewSync | 'later'> {
  try {
    const outcome = await importRoster(rosters, config, {
      from: drop.path,
      mode: 'manifest',
      force: false,
      dryRun: false,
      source: 'folder',
      actor,
    });
    const rosterId = outcome === 'unchanged' ? undefined : outcome.id;
    return { ...placeOf(drop), outcome: 'imported', ...(rosterId !== undefined && { rosterId }) };
  } catch (error) {
    if (error instanceof HallpassError && error.code === 'roster.busy') return 'later';
    if (!(error instanceof HallpassError) || !faultsOfExports.has(error.code)) throw error;
    // It was changed or taken away while it was read: what it is then is another export.
    const now = (await listDrops(settings.path).catch(() => [])).find(({ name }) => name === drop.name);
    if (now?.fingerprint !== drop.fingerprint) return 'later';
    return { ...placeOf(drop), outcome: 'failed', code: error.code, detail: detailOf(error) };
  }
}
