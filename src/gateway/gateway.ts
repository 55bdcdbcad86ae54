/** Puts the parts of a gateway process together, starts them in order, and stops them without losing anything. */
import type { Logger } from 'pino';
import type { ActContext } from '../act/act-context.ts';
import type { Config, Secrets } from '../config/schema.ts';
import type { PolicyPack } from '../decide/pack-schema.ts';
import type { MessageId } from '../message/message-id.ts';
import { createObserver } from '../log/observer.ts';
import { createPipeline, type Pipeline } from '../pipeline/pipeline.ts';
import { createByteBudget } from '../queue/byte-budget.ts';
import { startSweeper } from '../queue/sweeper.ts';
import { receive, type Receiver } from '../receive/receive.ts';
import { loadKeys } from '../store/key-file.ts';
import type { KeyRing } from '../store/keys.ts';
import { createLeaseKeeper } from '../store/lease-keeper.ts';
import { createListPosts } from '../store/list-posts.ts';
import type { Store } from '../store/store.ts';
import { startAlerting } from './alerting.ts';
import { createArchiving, type Archiving } from './archiving.ts';
import { openConsole } from './open-console.ts';
import { followConsole, type ConsoleFollower } from './follow-console.ts';
import { startEventOutputs } from './event-outputs.ts';
import { startHttp } from './http.ts';
import { openBackPressure, type BackPressure } from './back-pressure.ts';
import { beginGeneration, followingPipeline, type Generation } from './generation.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import { liveObject } from './live-object.ts';
import { createReload, type Reloaded } from './reload.ts';
import type { ReaderStatus } from '../reader/start-reader.ts';
import { startRetention } from './retention.ts';
import { startRosterSyncing } from './roster-syncing.ts';
import { startTracing } from './tracing.ts';
import { addSenderPages } from './sender-pages.ts';
import { configuredHops } from './next-hops.ts';
import { openSharedParts, type SharedParts } from './shared-parts.ts';
import { readOnDemand } from './read-on-demand.ts';
import { openStorage } from './storage.ts';

export const roles = ['receive', 'scan', 'deliver', 'console'] as const;
export type Role = (typeof roles)[number];

export interface GatewayOptions {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly roles: ReadonlySet<Role>;
  readonly log: Logger;
  /** Reads the configuration again, for a reload. @throws HallpassError config.* */
  readonly load?: () => Config;
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
  /** The version of the policy that decides now; undefined for the pack of the configuration. */
  policyVersion(): number | undefined;
  /** Of a process that scans: whether the sentence model runs. */
  readonly reader: ReaderStatus | undefined;
  /** Resolves when the gateway can no longer work, with the reason; never after stop(). */
  readonly broken: Promise<string>;
  /** Takes over the configuration as it is now, or keeps the present one. @param actor who asked for it */
  reload(actor: string): Promise<Reloaded>;
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
interface Parts extends GatewayOptions, SharedParts {
  readonly lifecycle: Lifecycle;
  readonly keys: KeyRing;
  readonly pack: PolicyPack;
  /** As of the last reload. */
  readonly present: () => Generation;
  readonly context: ActContext;
  readonly pressure: BackPressure;
  readonly archiving: Archiving;
  readonly reader: (() => ReaderStatus) | undefined;
}

async function start(options: GatewayOptions, lifecycle: Lifecycle): Promise<Gateway> {
  const { config, secrets, roles, log } = options;
  const keys = loadKeys(config, secrets);
  const begun = beginGeneration(config, log, roles);
  lifecycle.started(begun, (generation) => generation.stop());
  const archiving = createArchiving(config);
  const storage = await openStorage(config, keys, lifecycle, archiving.plan);
  const shared = await openSharedParts(storage, { keys, log, lifecycle });
  const { hops } = shared;
  let publicUrl = config.publicUrl ?? `http://${config.http.host}:${config.http.port}`;
  const forGenerations = { ...options, ...shared, keys, publicUrl: () => publicUrl };
  let generation = await begun.finish(forGenerations);
  let retired: Promise<unknown> = Promise.resolve();
  lifecycle.started(undefined, () => Promise.all([generation.stop(), retired]));
  const limits = (): Config['smtp']['limits'] => generation.config.smtp.limits;
  const pressure = await openBackPressure({ limits, roles, log, lifecycle, db: storage.db });
  const parts = {
    ...options,
    ...shared,
    archiving,
    lifecycle,
    keys,
    pack: liveObject(() => generation.policy.pack),
    present: () => generation,
    context: liveObject(() => generation.context),
    reader: generation.reader && (() => generation.reader!()),
    pressure,
    hops: { ...hops, all: () => configuredHops(hops, generation.config) },
  };
  const makePipeline = pipelines(parts);
  let pipeline = makePipeline(generation);
  const following = followingPipeline(() => ({ generation, pipeline }));
  const use = (next: Generation): void => void ([generation, pipeline] = [next, makePipeline(next)]);
  const follower = await followConsole({ ...forGenerations, lifecycle, present: parts.present, use });

  // eslint-disable-next-line prefer-const -- a reload asks for it before it is there
  let receiver: Receiver | undefined;
  const reports = createReports({ ...parts, policyRefused: follower.policyRefused });
  const reload = createReload({
    log,
    load: () => options.load?.() ?? config,
    present: () => generation.config,
    begin: (next) => beginGeneration(next, log, roles).finish(forGenerations),
    async use(next) {
      receiver?.reload(next.config);
      const before = generation;
      use(next);
      retired = Promise.all([retired, before.stop().catch(lifecycle.onError('earlier configuration'))]);
      await reports.restart(next.config).catch(lifecycle.onError('alerts and events'));
    },
    audit: (event) => storage.store.audit(null, event),
  });
  let running = false;
  const { http, setUpLink } = await startPages(
    { ...parts, reload, takeOverDistrict: follower.takeOverDistrict },
    {
      running: () => running && !lifecycle.stopping(),
      onUrl: (url) => (publicUrl = config.publicUrl ?? url),
    },
  );
  await startWork(parts, following);
  receiver = roles.has('receive') ? await startReceiving(parts, following) : undefined;
  running = true;
  await reports.restart(config);
  return {
    store: storage.store,
    smtp: receiver?.addresses ?? [],
    http,
    setUpLink,
    route: generation.route?.description ?? 'none in this process',
    policyVersion: () => generation.policy.version,
    reader: generation.reader?.(),
    broken: storage.broken,
    reload,
    stop: lifecycle.stop,
  };
}

/** Alerts and outputs of events follow the configuration: they are started anew with each. */
function createReports(parts: Parts & Pick<ConsoleFollower, 'policyRefused'>): {
  restart(config: Config): Promise<void>;
} {
  let running = createLifecycle(parts.log);
  parts.lifecycle.started(undefined, () => running.stop());
  return {
    async restart(config) {
      await running.stop();
      running = createLifecycle(parts.log);
      parts.archiving.follow(config);
      await startAlerting({ ...parts, config, lifecycle: running });
      if (!parts.roles.has('deliver')) return;
      const { db } = parts.storage;
      await parts.archiving.start({ ...parts, config, lifecycle: running });
      await startRosterSyncing({ ...parts, config, lifecycle: running });
      running.started(await startEventOutputs({ config, db, log: parts.log }), (outputs) => outputs.stop());
    },
  };
}

/** @returns makes the pipeline of a generation; what they share is made once */
function pipelines(parts: Parts): (generation: Generation) => Pipeline {
  const { log, lifecycle, keys, storage, review, metrics } = parts;
  const { db, store, queue } = storage;
  const keeper = lifecycle.started(createLeaseKeeper(store, lifecycle.onError('lease')), (leases) => leases.stop());
  const shared = {
    store,
    queue,
    keeper,
    budget: createByteBudget(WORK_BYTES),
    scans: parts.roles.has('scan'),
    listPosts: createListPosts(db, keys),
    pendingDecision: (id: MessageId) => review.decisions.pending(id),
    observe: createObserver(log, metrics, startTracing(parts)),
  };
  return ({ config, policy: { pack }, context, scanning, route }) =>
    createPipeline({ ...shared, ...scanning, pack, context, route, maxScanAttempts: config.scan.maxAttempts });
}

/** @param on.running whether every part is up @param on.onUrl gets the address that the server listens on */
async function startPages(
  parts: Parts & { readonly reload: Gateway['reload'] } & Pick<ConsoleFollower, 'takeOverDistrict'>,
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
      archives: () => parts.archiving.status(storage.db),
      rosters: parts.rosters,
      backlog: () => parts.pressure.stages(),
      reader,
    }),
    (server) => server.close(),
  );
  on.onUrl(http.url);
  return { http: http.url, setUpLink: await console?.setUpLink() };
}

/** Takes up the messages that wait; what is in work at the end is finished before the queue closes. */
async function startWork(
  { config, roles, lifecycle, storage, keys, log, present }: Parts,
  pipeline: Pipeline,
): Promise<void> {
  const { store, queue, db } = storage;
  const { started, onError } = lifecycle;
  started(queue, (open) => open.drain());
  // What waits for OCR may wait for long: it is given back before the queue waits for what is in work.
  started(undefined, () => present().refuseWaiting());
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
  if (roles.has('scan')) await queue.process('scan', config.scan.concurrency, (id, aside) => pipeline.scan(id, aside));
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
  return lifecycle.started(
    await receive({ config, accept, log, onRefused, refusal: () => pressure.refusal() }),
    (listener) => listener.close(),
  );
}
