/** Puts the parts of a gateway process together, starts them in order, and stops them without losing anything. */
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { ActContext } from '../act/act-context.ts';
import { createRoute } from '../act/deliver/create-route.ts';
import { createSchedule } from '../act/deliver/schedule.ts';
import { createLinks } from '../act/links.ts';
import { noticeSettings } from '../act/notices/notice.ts';
import type { Config, Secrets } from '../config/schema.ts';
import { loadPack } from '../decide/load-pack.ts';
import { createScanPool, type ScanPool } from '../workers/scan-pool.ts';
import type { SharedRoster } from '../workers/scan-settings.ts';
import { openDirectory, schoolsOf } from '../directory/directory.ts';
import { accountStoreOptions, createConsole, type Console } from './console.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import { followExceptions } from '../store/review/follow-exceptions.ts';
import { startHttp } from './http.ts';
import { createMetrics } from '../log/metrics.ts';
import { createObserver } from '../log/observer.ts';
import { createPipeline } from '../pipeline/pipeline.ts';
import { createByteBudget } from '../queue/byte-budget.ts';
import { openWorkQueue } from '../queue/work-queue.ts';
import { receive } from '../receive/receive.ts';
import { createAccountStore } from '../store/accounts/account-store.ts';
import { openDatabase } from '../store/database.ts';
import { startEmbeddedPostgres } from '../store/embedded-postgres.ts';
import { loadKeys } from '../store/key-file.ts';
import { createLeaseKeeper } from '../store/lease-keeper.ts';
import { createListPosts } from '../store/list-posts.ts';
import { createReviewStore } from '../store/review/review-store.ts';
import { watchReview } from '../store/review/watch.ts';
import { createRosterStore } from '../store/rosters.ts';
import { createStore, type Store } from '../store/store.ts';
import { startReviewConsole } from './review-console.ts';
import { followRoster } from '../directory/follow-roster.ts';
import { importAtStart } from '../directory/import-roster.ts';
import { startSweeper } from '../queue/sweeper.ts';

export const roles = ['receive', 'scan', 'deliver', 'console'] as const;
export type Role = (typeof roles)[number];

export interface GatewayOptions {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly roles: ReadonlySet<Role>;
  readonly log: Logger;
}

export interface Gateway {
  readonly store: Store;
  /** Addresses listened on: `host:port`. */
  readonly smtp: readonly string[];
  readonly http: string;
  /** One-time link to make the first account of the console; undefined where there is one, or in another role. */
  readonly setUpLink: string | undefined;
  /** Where released mail goes. */
  readonly route: string;
  /** Resolves when the gateway can no longer work, with the reason; never after stop(). */
  readonly broken: Promise<string>;
  /** Takes nothing new, finishes what is in work, closes everything. */
  stop(): Promise<void>;
}

/** SQLSTATE admin_shutdown. */
const ADMIN_SHUTDOWN = '57P01';
const WORK_BYTES = 256 * 1024 * 1024;

/** @throws HallpassError of whatever part does not start; what had started is stopped again */
export async function startGateway({ config, secrets, roles, log }: GatewayOptions): Promise<Gateway> {
  const closers: (() => unknown)[] = [];
  const onClose = <T>(part: T, close: (part: T) => unknown): T => {
    closers.push(() => close(part));
    return part;
  };
  const closeAll = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  let stopping = false;
  const onError = (what: string) => (error: unknown) => {
    // The embedded server ends while a pool is still saying good-bye to it.
    if (stopping && codeOf(error) === ADMIN_SHUTDOWN) return;
    log.error({ code: codeOf(error), part: what }, 'part failed');
  };
  try {
    return await start();
  } catch (error) {
    await closeAll();
    throw error;
  }

  async function start(): Promise<Gateway> {
    const pack = loadPack(config.policy, config.district.groups);
    const keys = loadKeys(config, secrets);
    // The workers load while the database starts.
    const scanPool = roles.has('scan')
      ? onClose(createScanPool({ ...config, roster: undefined }), (pool) => pool.close())
      : undefined;
    scanPool?.ready().catch(() => undefined); // awaited below, when a rejection has somebody to go to
    const embedded =
      config.database.url === undefined
        ? onClose(await startEmbeddedPostgres(config.data), (server) => server.stop())
        : undefined;
    const connection = embedded?.connection ?? { connectionString: config.database.url };
    const database = onClose(
      await openDatabase(connection, keys, { poolSize: config.database.poolSize, onError: onError('database') }),
      (open) => open.close(),
    );
    const store = createStore(database.db, database.pool, keys);
    await store.maintain(new Date(), config.retention.bodyDays);
    const backend =
      config.queue.url === undefined
        ? ({ kind: 'postgres', connection } as const)
        : ({ kind: 'redis', url: config.queue.url } as const);
    const queue = onClose(
      await openWorkQueue({ backend, prefix: config.queue.prefix, onError: onError('queue') }),
      (open) => open.close(),
    );
    if (embedded) {
      // Nobody else can be at work on this folder: what a killed process had in hand is free at once.
      await store.clearLeases();
      await queue.clear();
    }
    await scanPool?.ready();
    let directory = openDirectory(undefined, config);
    if (scanPool) {
      const rosters = createRosterStore(database.db, database.pool, keys);
      await importAtStart(rosters, config, log);
      const onRoster = (roster: SharedRoster): void => {
        directory = openDirectory(roster.image, config);
        scanPool.useRoster(roster);
        log.info({ roster: roster.version, people: directory.size }, 'roster in force');
      };
      onClose(await followRoster({ rosters, config, onRoster, onError: onError('roster') }), (follower) =>
        follower.stop(),
      );
    }

    const review = createReviewStore(database.db, keys);
    const allowed = roles.has('scan')
      ? onClose(await followExceptions(review.exceptions, onError('exceptions')), (follower) => follower.stop())
      : undefined;

    const metrics = createMetrics();
    const route = roles.has('deliver') ? onClose(createRoute(config), (way) => way.close()) : undefined;
    const keeper = onClose(createLeaseKeeper(store, onError('lease')), (leases) => leases.stop());
    let publicUrl = config.publicUrl ?? `http://${config.http.host}:${config.http.port}`;
    const context: ActContext = {
      settings: noticeSettings(config),
      domains: [...config.district.domains, ...config.district.studentDomains],
      hold: config.hold,
      schedule: createSchedule(config.deliver),
      links: createLinks(keys.derive('links')),
      get publicUrl() {
        return publicUrl.replace(/\/$/, '');
      },
      now: () => new Date(),
    };
    const pipeline = createPipeline({
      store,
      queue,
      keeper,
      budget: createByteBudget(WORK_BYTES),
      scanPool: scanPool ?? noScanning,
      listPosts: createListPosts(database.db, keys),
      pack,
      maxScanAttempts: config.scan.maxAttempts,
      context,
      route,
      recipientFacts: (address) => directory.recipientFacts(address),
      known: (students, sender) => ({
        schools: schoolsOf(directory, students, sender),
        exceptions: allowed?.at(new Date()) ?? [],
      }),
      pendingDecision: (id) => review.decisions.pending(id),
      observe: createObserver(log, metrics),
    });

    let started = false;
    const console = roles.has('console') ? openConsole() : undefined;
    const http = onClose(
      await startHttp({
        config,
        log,
        store,
        queue,
        context,
        records: review.records,
        metrics,
        console,
        started: () => started && !stopping,
      }),
      (server) => server.close(),
    );
    if (config.publicUrl === undefined) publicUrl = http.url;
    const setUpLink = await console?.setUpLink();
    onClose(queue, (open) => open.drain());
    if (roles.has('scan') || roles.has('deliver')) {
      onClose(
        startSweeper({ store, queue, bodyDays: config.retention.bodyDays, onError: onError('sweeper') }),
        (sweeper) => sweeper.stop(),
      );
    }
    if (roles.has('scan')) await queue.process('scan', config.scan.concurrency, (id) => pipeline.scan(id));
    if (roles.has('deliver')) await queue.process('act', config.scan.concurrency, (id) => pipeline.act(id));
    const onRefused = (code: string): void => metrics.refused.inc({ code });
    const accept: typeof pipeline.accept = async (message) => {
      await pipeline.accept(message);
      metrics.received.inc();
    };
    const receiver = roles.has('receive')
      ? onClose(await receive({ config, accept, log, onRefused }), (listener) => listener.close())
      : undefined;
    started = true;

    function openConsole(): Console {
      const accounts = createAccountStore(database.db, keys, accountStoreOptions(config));
      const { handlers } = onClose(
        startReviewConsole({
          config,
          log,
          store,
          review,
          watch: watchReview(connection, onError('watch')),
          rosters: createRosterStore(database.db, database.pool, keys),
          accounts: accounts.accounts,
          context,
          pack,
        }),
        (part) => part.close(),
      );
      const console = createConsole({
        config,
        secrets,
        accounts,
        keys,
        log,
        review: handlers,
        publicUrl: () => context.publicUrl,
      });
      return onClose(console, (part) => part.stop());
    }

    const broken = Promise.withResolvers<string>();
    void embedded?.exited.then((unasked) => {
      if (unasked && !stopping)
        broken.resolve(`the embedded PostgreSQL stopped; its log is ${join(config.data, 'postgres', 'postgres.log')}`);
    });
    return {
      store,
      smtp: receiver?.addresses ?? [],
      http: http.url,
      setUpLink,
      route: route?.description ?? 'none in this process',
      broken: broken.promise,
      async stop() {
        stopping = true;
        await closeAll();
      },
    };
  }
}

const noScanning: Pick<ScanPool, 'run'> = { run: () => Promise.reject(new Error('this process does not scan')) };
