/** Puts the parts of a gateway process together, starts them in order, and stops them without losing anything. */
import type { Logger } from 'pino';
import { createActContext, type ActContext } from '../act/act-context.ts';
import type { Route } from '../act/deliver/attempt.ts';
import { createHopStates, type HopState, type HopStates } from '../act/deliver/hop-states.ts';
import type { Config, Secrets } from '../config/schema.ts';
import { loadDistrictPack } from '../decide/load-pack.ts';
import type { PolicyPack } from '../decide/pack-schema.ts';
import { createMetrics, type Metrics } from '../log/metrics.ts';
import { createObserver } from '../log/observer.ts';
import { createPipeline, type Pipeline } from '../pipeline/pipeline.ts';
import { createByteBudget } from '../queue/byte-budget.ts';
import { startSweeper } from '../queue/sweeper.ts';
import { receive, type Receiver } from '../receive/receive.ts';
import { loadKeys } from '../store/key-file.ts';
import type { KeyRing } from '../store/keys.ts';
import { createLeaseKeeper } from '../store/lease-keeper.ts';
import { createAlertStore, type AlertStore } from '../store/alerts.ts';
import { createListPosts } from '../store/list-posts.ts';
import { createReviewStore, type ReviewStore } from '../store/review/review-store.ts';
import { createRosterStore, type RosterStore } from '../store/rosters.ts';
import { followSenderLanguages, type SenderLanguages } from '../store/sender-languages.ts';
import type { Store } from '../store/store.ts';
import { startAlerting } from './alerting.ts';
import { openConsole } from './open-console.ts';
import { openRoute } from './open-route.ts';
import { startHttp } from './http.ts';
import { openBackPressure, type BackPressure } from './back-pressure.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import type { ReaderStatus } from '../reader/start-reader.ts';
import { startRetention } from './retention.ts';
import { startScanning, startScanPool, withoutScanning, type Scanning } from './scanning.ts';
import { addSenderPages } from './sender-pages.ts';
import { readOnDemand } from './read-on-demand.ts';
import { openStorage, type Storage } from './storage.ts';

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
  /** Of a process that scans: whether the sentence model runs. */
  readonly reader: ReaderStatus | undefined;
  /** Resolves when the gateway can no longer work, with the reason; never after stop(). */
  readonly broken: Promise<string>;
  /** Takes nothing new, finishes what is in work, closes everything. */
  stop(): Promise<void>;
}

const WORK_BYTES = 256 * 1024 * 1024;

/** @throws HallpassError of the part that does not start; the parts that have started are stopped again */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const lifecycle = createLifecycle(options.log);
  try {
    return await start(options, lifecycle);
  } catch (error) {
    await lifecycle.stop();
    throw error;
  }
}

/** The parts that all roles share. */
interface Parts extends GatewayOptions {
  readonly lifecycle: Lifecycle;
  readonly keys: KeyRing;
  readonly pack: PolicyPack;
  readonly storage: Storage;
  readonly rosters: RosterStore;
  readonly review: ReviewStore;
  readonly languages: SenderLanguages;
  readonly metrics: Metrics;
  readonly context: ActContext;
  readonly hops: HopStates;
  readonly pressure: BackPressure;
  readonly alerts: AlertStore;
  readonly reader: (() => ReaderStatus) | undefined;
}

async function start(options: GatewayOptions, lifecycle: Lifecycle): Promise<Gateway> {
  const { config, secrets, roles, log } = options;
  const pack = loadDistrictPack(config.policy, config.district);
  const keys = loadKeys(config, secrets);
  const scanPool = roles.has('scan') ? startScanPool(config, lifecycle) : undefined;
  const storage = await openStorage(config, keys, lifecycle);
  const rosters = createRosterStore(storage.db, storage.pool, keys);
  const review = createReviewStore(storage.db, keys);
  const scanning = scanPool
    ? await startScanning({ config, log, scanPool, rosters, exceptions: review.exceptions }, lifecycle)
    : withoutScanning(config);
  let publicUrl = config.publicUrl ?? `http://${config.http.host}:${config.http.port}`;
  const languages = lifecycle.started(
    await followSenderLanguages(storage.db, lifecycle.onError('languages')),
    (follower) => follower.stop(),
  );
  const context = createActContext(
    config,
    keys,
    () => publicUrl,
    (sender) => languages.of(sender),
  );
  const reader = scanPool && (() => scanPool.reader.status());
  const metrics = createMetrics();
  const hops = createHopStates((state) => logHop(log, state));
  const alerts = createAlertStore(storage.db, keys);
  const shared = { storage, rosters, alerts, review, languages, metrics, context, reader, hops };
  const limits = (): Config['smtp']['limits'] => config.smtp.limits;
  const pressure = await openBackPressure({ limits, roles, log, lifecycle, db: storage.db });
  const parts = { ...options, pressure, lifecycle, keys, pack, ...shared };
  const route = roles.has('deliver') ? await openRoute(parts) : undefined;
  const pipeline = pipelineOf(parts, scanning, route);

  let running = false;
  const { http, setUpLink } = await startPages(parts, {
    running: () => running && !lifecycle.stopping(),
    onUrl: (url) => (publicUrl = config.publicUrl ?? url),
  });
  await startWork(parts, pipeline);
  const receiver = roles.has('receive') ? await startReceiving(parts, pipeline) : undefined;
  running = true;
  await startAlerting(parts);
  return {
    store: storage.store,
    smtp: receiver?.addresses ?? [],
    http,
    setUpLink,
    route: route?.description ?? 'none in this process',
    reader: reader?.(),
    broken: storage.broken,
    stop: lifecycle.stop,
  };
}

/** A change of a next hop's condition, with the code of what is wrong. */
function logHop(log: Logger, { hop, condition }: HopState): void {
  if (condition === 'up') log.info({ hop }, 'the next hop takes mail');
  else log.error({ hop, code: `deliver.hop-${condition}` }, 'the next hop does not work');
}

function pipelineOf(parts: Parts, scanning: Scanning, route: Route | undefined): Pipeline {
  const { config, log, lifecycle, keys, pack, storage, review, metrics, context } = parts;
  const { db, store, queue } = storage;
  const keeper = lifecycle.started(createLeaseKeeper(store, lifecycle.onError('lease')), (leases) => leases.stop());
  return createPipeline({
    store,
    queue,
    keeper,
    budget: createByteBudget(WORK_BYTES),
    scans: parts.roles.has('scan'),
    ...scanning,
    listPosts: createListPosts(db, keys),
    pack,
    maxScanAttempts: config.scan.maxAttempts,
    context,
    route,
    pendingDecision: (id) => review.decisions.pending(id),
    observe: createObserver(log, metrics),
  });
}

/** @param on.running whether every part is up @param on.onUrl gets the address that the server listens on */
async function startPages(
  parts: Parts,
  on: { running: () => boolean; onUrl: (url: string) => void },
): Promise<{ http: string; setUpLink: string | undefined }> {
  const { config, log, roles, lifecycle, storage, review, languages, metrics, context, reader } = parts;
  const { store, queue } = storage;
  const read = readOnDemand(config, lifecycle);
  const console = roles.has('console') ? openConsole({ ...parts, read }) : undefined;
  const http = lifecycle.started(
    await startHttp({
      config,
      log,
      store,
      queue,
      senderPages: (app) => addSenderPages(app, { store, records: review.records, languages, context, read }),
      metrics,
      console,
      started: on.running,
      hops: () => parts.hops.all(),
      alerts: () => parts.alerts.open(),
      backlog: parts.pressure.stages,
      reader,
    }),
    (server) => server.close(),
  );
  on.onUrl(http.url);
  return { http: http.url, setUpLink: await console?.setUpLink() };
}

/** Takes up the messages that wait; what is in work at the end is finished before the queue closes. */
async function startWork({ config, roles, lifecycle, storage, keys, log }: Parts, pipeline: Pipeline): Promise<void> {
  const { store, queue, db } = storage;
  const { started, onError } = lifecycle;
  started(queue, (open) => open.drain());
  if (roles.has('scan') || roles.has('deliver')) {
    const sweeper = await startSweeper({
      store,
      queue,
      bodyDays: config.retention.bodyDays,
      onError: onError('sweeper'),
    });
    started(sweeper, (running) => running.stop());
    const retention = await startRetention({ db, keys, days: config.retention, log, onError: onError('retention') });
    started(retention, (running) => running.stop());
  }
  if (roles.has('scan')) await queue.process('scan', config.scan.concurrency, (id) => pipeline.scan(id));
  if (roles.has('deliver')) await queue.process('act', config.scan.concurrency, (id) => pipeline.act(id));
}

async function startReceiving(
  { config, log, lifecycle, metrics, pressure }: Parts,
  pipeline: Pipeline,
): Promise<Receiver> {
  const accept: Pipeline['accept'] = async (message) => {
    await pipeline.accept(message);
    metrics.received.inc();
    pressure.accepted(message.raw.length);
  };
  const onRefused = (code: string): void => metrics.refused.inc({ code });
  return lifecycle.started(await receive({ config, accept, log, onRefused, refusal: pressure.refusal }), (listener) =>
    listener.close(),
  );
}
