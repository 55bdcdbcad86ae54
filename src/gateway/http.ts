/** The HTTP side of a gateway process: health and metrics in each, the console and the senders' pages where it has that role. */
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { deliveryCondition, hopConditions, type HopState } from '../act/deliver/hop-states.ts';
import { alertKinds, type AlertKind } from '../alerts/alert.ts';
import type { RosterStore } from '../store/rosters.ts';
import type { ArchiveStatus } from '../store/archive/archive-status.ts';
import type { Config } from '../config/schema.ts';
import type { BackPressure } from './back-pressure.ts';
import type { Console } from './console.ts';
import type { Metrics } from '../log/metrics.ts';
import { pictureModelState } from '../ocr/classifier/picture-model-file.ts';
import type { WorkQueue } from '../queue/work-queue.ts';
import { registerHealth } from '../review/api/health.ts';
import { createHttpServer, registerFrontPage, type HttpServer } from '../review/api/http-server.ts';
import { messageStates } from '../store/states.ts';
import type { Store } from '../store/store.ts';
import type { ReaderStatus } from '../reader/start-reader.ts';

export interface HttpParts {
  readonly config: Config;
  readonly log: Logger;
  readonly store: Store;
  readonly queue: Pick<WorkQueue, 'ping'>;
  /** Adds the pages of senders. */
  readonly senderPages: (app: HttpServer) => void;
  readonly metrics: Metrics;
  /** Whether every part of the process is up, so that it can take mail. */
  readonly started: () => boolean;
  /** Of a process that scans: the state of the sentence model. */
  readonly reader: (() => ReaderStatus) | undefined;
  /** What is known about the next hops; empty in a process that does not deliver. */
  readonly hops: () => readonly HopState[];
  /** Kinds of the open alerts, one for each. */
  readonly alerts: () => Promise<readonly { readonly kind: AlertKind }[]>;
  /** Archives of the configuration, and others that something waits for. */
  readonly archives: () => Promise<readonly ArchiveStatus[]>;
  readonly rosters: Pick<RosterStore, 'active' | 'syncs'>;
  /** Of a process that receives: what waits. */
  readonly backlog: BackPressure['stages'];
  /** Where the process has that role: senders' pages come with it. */
  readonly console: Pick<Console, 'register'> | undefined;
}

export interface RunningHttp {
  /** `http://host:port` */
  readonly url: string;
  close(): Promise<void>;
}

const CHECK_LIMIT_MS = 3000;

export async function startHttp({
  config,
  log,
  store,
  queue,
  senderPages,
  metrics,
  started,
  reader,
  hops,
  alerts,
  archives,
  rosters,
  backlog,
  console,
}: HttpParts): Promise<RunningHttp> {
  const app = createHttpServer({ logger: log, trustedProxies: config.http.trustedProxies });
  registerHealth(app, {
    live: () => true,
    async ready() {
      const [database, queueUp] = await Promise.all([answers(store.ping()), answers(queue.ping())]);
      const archive = database ? await archiveCondition(archives) : undefined;
      const up = started();
      const checks = { started: up, database, queue: queueUp };
      // Mail is taken and kept while no next hop takes it, so `ok` does not depend on it.
      const delivery = deliveryCondition(hops());
      const details = {
        ...(delivery && { delivery }),
        ...(archive && { archive }),
        ...(reader && { reader: reader().state, pictures: pictureModelState(config.scan.pictureClassifier) }),
      };
      return { ok: up && database && queueUp, checks, ...details };
    },
    async metrics() {
      const [waiting, oldest, open] = await Promise.all([store.waiting(), store.oldest(), alerts()]);
      setArchiveMetrics(metrics, await archives());
      await setRosterMetrics(metrics, rosters);
      for (const state of messageStates) {
        metrics.waiting.set({ state }, waiting.get(state) ?? 0);
        metrics.oldest.set({ state }, oldest.get(state) ?? 0);
      }
      for (const kind of alertKinds) metrics.alerts.set({ kind }, open.filter((one) => one.kind === kind).length);
      for (const { hop, condition } of hops())
        for (const one of hopConditions) metrics.nextHop.set({ hop, condition: one }, one === condition ? 1 : 0);
      for (const { stage, bytes, full } of backlog()) {
        metrics.backlogBytes.set({ stage }, bytes);
        metrics.backlogFull.set({ stage }, full ? 1 : 0);
      }
      return metrics.registry.metrics();
    },
  });
  if (console) {
    senderPages(app);
    console.register(app);
  } else {
    registerFrontPage(app, 'other-role');
  }
  await app.listen({ host: config.http.host, port: config.http.port });
  const address = app.server.address() as AddressInfo;
  const host = config.http.host.includes(':') ? `[${config.http.host}]` : config.http.host;
  return { url: `http://${host}:${address.port}`, close: () => app.close() };
}

async function setRosterMetrics(metrics: Metrics, rosters: HttpParts['rosters']): Promise<void> {
  const [active, last] = await Promise.all([rosters.active(), rosters.syncs.last()]);
  metrics.rosterImported.set(Math.floor((active?.importedAt.getTime() ?? 0) / 1000));
  for (const { source, outcome } of last) metrics.rosterSyncFailing.set({ source }, outcome === 'failed' ? 1 : 0);
}

function setArchiveMetrics(metrics: Metrics, archives: readonly ArchiveStatus[]): void {
  const now = Date.now();
  for (const { archive, waiting, oldestAt, failingSince } of archives) {
    metrics.archiveWaiting.set({ archive }, waiting);
    metrics.archiveOldest.set({ archive }, oldestAt === null ? 0 : Math.max(0, (now - oldestAt.getTime()) / 1000));
    metrics.archiveFailing.set({ archive }, failingSince === null ? 0 : 1);
  }
}

/** `failing` where one of them takes no copies; undefined without archives, and where the database cannot be asked. */
async function archiveCondition(archives: HttpParts['archives']): Promise<string | undefined> {
  const all = await archives().catch(() => []);
  if (all.length === 0) return undefined;
  return all.some(({ failingSince }) => failingSince !== null) ? 'failing' : 'up';
}

/** A check that hangs counts as failed. */
async function answers(check: Promise<unknown>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), CHECK_LIMIT_MS);
  check.then(
    () => resolve(true),
    () => resolve(false),
  );
  return promise.finally(() => clearTimeout(timer));
}
