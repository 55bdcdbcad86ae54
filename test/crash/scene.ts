/** The stage of the crash suite: a gateway, its smart host, a detector that can stop it, and how long it takes to come to rest. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installGateway, type GatewayProcess } from '../harness/process.ts';
import { until } from '../harness/wait.ts';
import { startSink, type Sink } from './sink.ts';

/** Messages in work at once in each of the two queues. */
export const CONCURRENCY = 20;
const SETTLE_LIMIT_MS = 120_000;

export interface Scene {
  readonly gateway: GatewayProcess;
  readonly sink: Sink;
  /** The next messages that are extracted stop there. */
  hold(): void;
  isHeld(): boolean;
  /** Starts the gateway, unless it still runs, and waits until nothing is in motion. @returns milliseconds to be ready, and from there to rest */
  recover(): Promise<{ startMs: number; settleMs: number }>;
  /** Waits until every message has its outcome and every notice is delivered. @returns milliseconds waited */
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
      detectors: {
        extra: [join(import.meta.dirname, 'kinds-detector.ts')],
        options: { 'crash-kinds': { control } },
      },
    },
  });

  const settle = async (): Promise<number> => {
    const startedMs = performance.now();
    await gateway.withStore((store) =>
      until(async () => {
        const waiting = await store.waiting();
        return [...waiting].every(([state]) => state === 'warned' || state === 'quarantined');
      }, SETTLE_LIMIT_MS),
    );
    return Math.round(performance.now() - startedMs);
  };
  return {
    gateway,
    sink,
    hold: () => writeFileSync(join(control, 'hold'), ''),
    isHeld: () => existsSync(join(control, 'held')),
    async recover() {
      for (const name of ['hold', 'held']) rmSync(join(control, name), { force: true });
      sink.onData = undefined;
      sink.onTaken = undefined;
      sink.life += 1;
      const startedMs = performance.now();
      await (gateway.isRunning() ? until(() => gateway.isReady(), SETTLE_LIMIT_MS) : gateway.start());
      const startMs = Math.round(performance.now() - startedMs);
      return { startMs, settleMs: await settle() };
    },
    settle,
    async close() {
      await gateway.remove();
      await sink.close();
    },
  };
}
