/** Archives of a process: which messages they get, making their copies, and their state for alerts, metrics and health. */
import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import { createHopStates } from '../act/deliver/hop-states.ts';
import { noticeSettings } from '../act/notices/notice.ts';
import type { Archive } from '../archive/archive.ts';
import { createBucketArchive } from '../archive/bucket-archive.ts';
import { createFolderArchive } from '../archive/folder-archive.ts';
import { createJournalArchive } from '../archive/journal-archive.ts';
import { makeCopies } from '../archive/make-copies.ts';
import { archiveNames, archivePlan } from '../archive/plan-of.ts';
import type { Config } from '../config/schema.ts';
import type { Metrics } from '../log/metrics.ts';
import { createObserver } from '../log/observer.ts';
import { createByteBudget } from '../queue/byte-budget.ts';
import { createArchiveCopies } from '../store/archive/archive-copies.ts';
import type { ArchivePlan } from '../store/archive/archive-plan.ts';
import { archiveStatus, type ArchiveStatus } from '../store/archive/archive-status.ts';
import type { KeyRing } from '../store/keys.ts';
import type { Lifecycle } from './lifecycle.ts';
import { openRoute } from './open-route.ts';
import type { Storage } from './storage.ts';

export interface ArchivingParts {
  readonly config: Config;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
  readonly storage: Pick<Storage, 'db' | 'store'>;
  readonly keys: KeyRing;
  readonly metrics: Metrics;
}

export interface Archiving {
  /** Of the configuration that was followed last. */
  readonly plan: ArchivePlan;
  follow(config: Pick<Config, 'archive'>): void;
  /** Makes the copies that are due until the lifecycle ends. */
  start(parts: ArchivingParts): Promise<void>;
  status(db: Storage['db']): Promise<ArchiveStatus[]>;
}

/** Messages and copies that are in memory at once. */
const WORK_BYTES = 128 * 1024 * 1024;

export function createArchiving(config: Pick<Config, 'archive'>): Archiving {
  let plan = archivePlan(config.archive);
  let names = archiveNames(config.archive);
  return {
    plan: { accepted: () => plan.accepted(), judged: (verdict) => plan.judged(verdict) },
    follow({ archive }) {
      plan = archivePlan(archive);
      names = archiveNames(archive);
    },
    start: startArchives,
    status: (db) => archiveStatus(db, names),
  };
}

async function startArchives(parts: ArchivingParts): Promise<void> {
  const { config, log, lifecycle, storage, metrics } = parts;
  const { db, store } = storage;
  const observe = createObserver(log, metrics);
  const budget = createByteBudget(WORK_BYTES);
  const copies = createArchiveCopies(db);
  const { concurrency } = config.archive;
  for (const { archive, withAction } of await archivesOf(parts)) {
    for (const result of ['made', 'failed'] as const) metrics.archiveCopies.inc({ archive: archive.name, result }, 0);
    const running = await makeCopies({
      archive,
      withAction,
      concurrency,
      log,
      // A copy that was made and is not recorded is made twice.
      copies: { ...copies, made: (name, id, reply) => observe.retrying(() => copies.made(name, id, reply)) },
      body: (id) => store.body(id),
      during: (bytes, work) => budget.during(bytes, work),
      observe: (result) => metrics.archiveCopies.inc({ archive: archive.name, result }),
      onError: lifecycle.onError('archive'),
    });
    lifecycle.started(running, (making) => making.stop());
  }
}

async function archivesOf(
  parts: ArchivingParts,
): Promise<readonly { readonly archive: Archive; readonly withAction: boolean }[]> {
  const { config, keys } = parts;
  const { from, hostname } = noticeSettings(config);
  const fields = { from, hostname };
  const { journals, buckets, folders, concurrency } = config.archive;
  const of = (archive: Archive, { when }: { when: 'accepted' | 'verdict' }) => ({
    archive,
    withAction: when === 'verdict',
  });
  const opened = [
    ...folders.map((folder) => of(createFolderArchive({ ...folder, fields, keys }), folder)),
    ...buckets.map(({ region, accessKeyIdFile, secretAccessKeyFile, caFile, ...bucket }) => {
      const signer = {
        accessKeyId: readFileSync(accessKeyIdFile, 'utf8').trim(),
        secretAccessKey: readFileSync(secretAccessKeyFile, 'utf8').trim(),
        region,
        service: 's3',
      };
      const ca = caFile === undefined ? undefined : readFileSync(caFile, 'utf8');
      return of(createBucketArchive({ ...bucket, ca, signer, fields, concurrency }), bucket);
    }),
  ];
  for (const journal of journals) {
    const send = await openJournalRoute(parts, journal);
    opened.push(of(createJournalArchive({ ...journal, fields, send }), journal));
  }
  return opened;
}

/** Connections of its own, so that mail does not wait behind its copies. */
async function openJournalRoute(
  { config, lifecycle, storage }: ArchivingParts,
  { smarthost }: Config['archive']['journals'][number],
) {
  const deliver =
    smarthost === undefined
      ? config.deliver
      : { ...config.deliver, route: 'smarthost' as const, smarthosts: [smarthost] };
  const connections = Math.min(deliver.connections, config.archive.concurrency);
  const hops = createHopStates(() => undefined);
  const route = await openRoute({
    config: { ...config, deliver: { ...deliver, connections } },
    hops,
    lifecycle,
    storage,
  });
  return route.send.bind(route);
}
