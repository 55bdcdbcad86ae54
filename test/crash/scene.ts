/** The stage of the crash suite: a gateway, its smart host, a detector that can stop it, and how long it takes to come to rest. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { detectorIds } from '../../detectors/registry.ts';
import { installGateway, type GatewayProcess } from '../harness/process.ts';
import { until } from '../harness/wait.ts';
import { startSink, type Sink } from './sink.ts';

/** Messages in work at once in each of the two queues. */
export const CONCURRENCY = 20;
const SETTLE_LIMIT_MS = 240_000;

export interface Scene {
  readonly gateway: GatewayProcess;
  readonly sink: Sink;
  /** The next messages that are extracted stop there. */
  hold(): void;
  isHeld(): boolean;
  /** Lets the next start go on. */
  unhold(): void;
  /** Starts the gateway, unless it still runs, and waits until nothing is in motion. @returns milliseconds to be ready, and from there to rest */
  recover(): Promise<{ startMs: number; settleMs: number }>;
  /** Every message has its outcome, every notice is delivered; false where the database cannot be asked. */
  isAtRest(): Promise<boolean>;
  /** Waits until it is at rest. @returns milliseconds waited */
  settle(): Promise<number>;
  close(): Promise<void>;
}

/** Starts the smart host; the gateway is started by `recover()`. @param data where its files are; default: a temporary folder */
export async function createScene(data?: string): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-crash-'));
  const control = join(folder, 'control');
  mkdirSync(control);
  const sink = await startSink();
  const gateway = await installGateway({
    folder,
    ...(data === undefined ? {} : { data }),
    smarthost: sink.address,
    config: {
      district: { domains: ['school.example'] },
      policy: join(import.meta.dirname, 'policy.yaml'),
      smtp: { limits: { messagesPerSenderPerMinute: 100_000 } },
      scan: { concurrency: CONCURRENCY },
      deliver: { retryMinutes: [0.02], connections: CONCURRENCY, timeoutMs: 20_000 },
      // The district's own detectors are not what the suite is about, and they take a second to load at each of many starts.
      detectors: {
        disabled: detectorIds,
        extra: [join(import.meta.dirname, 'kinds-detector.ts')],
        options: { 'crash-kinds': { control } },
      },
    },
  });

  const isAtRest = async (): Promise<boolean> => {
    const states = await gateway.withStore((store) => store.waiting()).catch(() => undefined); // it is not up yet
    return states !== undefined && [...states.keys()].every((state) => state === 'warned' || state === 'quarantined');
  };
  const settle = async (): Promise<number> => {
    const startedMs = performance.now();
    await until(isAtRest, SETTLE_LIMIT_MS);
    return Math.round(performance.now() - startedMs);
  };
  const unhold = (): void => {
    for (const name of ['hold', 'held']) rmSync(join(control, name), { force: true });
  };
  return {
    gateway,
    sink,
    hold: () => writeFileSync(join(control, 'hold'), ''),
    isHeld: () => existsSync(join(control, 'held')),
    unhold,
    async recover() {
      unhold();
      sink.onData = undefined;
      sink.onTaken = undefined;
      sink.life += 1;
      const startedMs = performance.now();
      await (gateway.isRunning() ? until(() => gateway.isReady(), SETTLE_LIMIT_MS) : gateway.start());
      const startMs = Math.round(performance.now() - startedMs);
      return { startMs, settleMs: await settle() };
    },
    isAtRest,
    settle,
    async close() {
      await gateway.remove();
      await sink.close();
    },
  };
}
