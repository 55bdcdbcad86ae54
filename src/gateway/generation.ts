/** What carries messages through a process under one configuration: replaced as a whole when the configuration is reloaded. */
import type { Logger } from 'pino';
import { createActContext, type ActContext } from '../act/act-context.ts';
import type { Route } from '../act/deliver/attempt.ts';
import { requireArchiveRules } from '../archive/plan-of.ts';
import type { HopStates } from '../act/deliver/hop-states.ts';
import type { Config } from '../config/schema.ts';
import { loadDistrictPack } from '../decide/load-pack.ts';
import type { PolicyPack } from '../decide/pack-schema.ts';
import { policyInForce, type PolicyInForce } from '../policy/policy-in-force.ts';
import type { Metrics } from '../log/metrics.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { ReaderStatus } from '../reader/start-reader.ts';
import { withEnteredDistrict } from '../config/district-details.ts';
import type { DistrictStore } from '../store/district-details.ts';
import type { KeyRing } from '../store/keys.ts';
import type { PolicyStore } from '../store/policy/policy-store.ts';
import type { Exceptions } from '../store/review/exceptions.ts';
import type { RosterStore } from '../store/rosters.ts';
import { createSignatureStore } from '../store/signature-locators.ts';
import type { SenderLanguages } from '../store/sender-languages.ts';
import type { ScanPool } from '../workers/scan-pool.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import { openRoute } from './open-route.ts';
import { startScanning, startScanPool, withoutScanning, type Scanning } from './scanning.ts';
import type { Storage } from './storage.ts';

export interface Generation {
  /** With the name and the written policy of the district that were entered in the console. */
  readonly config: Config;
  /** As the configuration has it. */
  readonly configuredDistrict: Config['district'];
  /** Of what was entered in the console; 0 for nothing. */
  readonly districtRevision: number;
  readonly policy: PolicyInForce;
  /** The pack that the configuration names. */
  readonly configured: PolicyPack;
  readonly context: ActContext;
  readonly scanning: Scanning;
  readonly route: Route | undefined;
  readonly reader: (() => ReaderStatus) | undefined;
  /** Work on a message goes to the end under the generation that it began with. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Gives back the messages that wait for OCR, which another generation or process then scans. */
  refuseWaiting(): void;
  /** Closes it once no work is left. */
  stop(): Promise<void>;
}

export interface GenerationParts {
  readonly log: Logger;
  readonly roles: ReadonlySet<string>;
  readonly keys: KeyRing;
  readonly storage: Storage;
  readonly rosters: RosterStore;
  readonly policies: Pick<PolicyStore, 'inForce'>;
  readonly districts: Pick<DistrictStore, 'read'>;
  readonly exceptions: Pick<Exceptions, 'active'>;
  readonly languages: SenderLanguages;
  readonly hops: HopStates;
  readonly metrics: Pick<Metrics, 'signatureLocators'>;
  readonly publicUrl: () => string;
}

/** Begins to load what takes long, before the database is there. @throws HallpassError policy.*, archive.unknown-rule */
export function beginGeneration(
  config: Config,
  log: Logger,
  roles: ReadonlySet<string>,
): { finish(parts: GenerationParts): Promise<Generation>; stop(): Promise<void> } {
  const configured = loadDistrictPack(config.policy, config.district);
  requireArchiveRules(
    config.archive,
    configured.rules.map(({ id }) => id),
  );
  const lifecycle = createLifecycle(log);
  const scanPool = roles.has('scan') ? startScanPool(config, lifecycle) : undefined;
  return {
    stop: lifecycle.stop,
    async finish(parts) {
      try {
        return await finish(config, scanPool, lifecycle, parts);
      } catch (error) {
        await lifecycle.stop();
        throw error;
      }
    },
  };
}

async function finish(
  file: Config,
  scanPool: ScanPool | undefined,
  lifecycle: Lifecycle,
  parts: GenerationParts,
): Promise<Generation> {
  const { log, roles, storage, keys, rosters, exceptions, hops, metrics } = parts;
  const entered = await parts.districts.read();
  const config = withEnteredDistrict(file, entered);
  const configured = loadDistrictPack(config.policy, config.district);
  const policy = await policyInForce(parts.policies, config, configured);
  const signatures = createSignatureStore(storage.db, keys);
  const scanning = scanPool
    ? await startScanning({ config, log, scanPool, rosters, exceptions, signatures, metrics }, lifecycle)
    : withoutScanning(config);
  const context = contextOf(config, parts);
  const route = roles.has('deliver') ? await openRoute({ config, hops, lifecycle, storage }) : undefined;
  const work = new Set<Promise<unknown>>();
  return {
    config,
    configuredDistrict: file.district,
    districtRevision: entered?.revision ?? 0,
    policy,
    configured,
    context,
    scanning,
    route,
    reader: scanPool && (() => scanPool.reader.status()),
    async during(run) {
      const running = run();
      const settled = running.then(
        () => undefined,
        () => undefined,
      );
      work.add(settled);
      try {
        return await running;
      } finally {
        work.delete(settled);
      }
    },
    refuseWaiting: () => scanPool?.refuseWaiting(),
    async stop() {
      scanPool?.refuseWaiting();
      await Promise.all(work);
      await lifecycle.stop();
    },
  };
}

/** Settings of notices, links and holds under a configuration. */
export function contextOf(
  config: Config,
  { keys, publicUrl, languages }: Pick<GenerationParts, 'keys' | 'publicUrl' | 'languages'>,
): ActContext {
  return createActContext(config, keys, publicUrl, (sender) => languages.of(sender));
}

/** Each message is worked on by the pipeline of the generation that is in force when its work begins. */
export function followingPipeline(
  current: () => { readonly generation: Generation; readonly pipeline: Pipeline },
): Pipeline {
  const through = <T>(work: (pipeline: Pipeline) => Promise<T>): Promise<T> => {
    const { generation, pipeline } = current();
    return generation.during(() => work(pipeline));
  };
  return {
    accept: (message) => through((pipeline) => pipeline.accept(message)),
    scan: (id, aside) => through((pipeline) => pipeline.scan(id, aside)),
    act: (id) => through((pipeline) => pipeline.act(id)),
  };
}
