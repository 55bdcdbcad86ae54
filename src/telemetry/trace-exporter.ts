/** Sends spans to a collector in batches. Mail never waits for it: what has no room or cannot be sent is dropped and counted. */
import type { Logger } from 'pino';
import { codeOf } from '../errors/hallpass-error.ts';
import { otlpBody } from './otlp-body.ts';
import { isSampled, spanOf, type Attributes, type Span, type StepOfMessage } from './span.ts';

export interface TraceSink {
  /** Takes a step of a message; returns at once, and never throws. */
  record(step: StepOfMessage): void;
}

export interface TraceExporter extends TraceSink {
  /** Sends what is left, for two seconds at most. */
  stop(): Promise<void>;
}

export interface ExporterOptions {
  /** Address of the collector for traces: `https://collector.example/v1/traces`. */
  readonly url: string;
  /** Name and value of header fields, such as Authorization. */
  readonly headers: Readonly<Record<string, string>>;
  /** Share of the messages that are traced, from 0 to 1. */
  readonly ratio: number;
  readonly everyMs: number;
  /** What sends: `service.name` and so on. */
  readonly resource: Attributes;
  readonly log: Logger;
  /** Counts spans. */
  readonly onSpans: (result: 'sent' | 'dropped', count: number) => void;
}

/** About two megabytes. */
const spansKept = 4096;
const batchSpans = 512;
const timeoutMs = 10_000;
const stopMs = 2000;
/** After failures the collector is left alone for longer and longer. */
const longestPauseMs = 60_000;
/** OTLP: these are tried again; all other failures are for good. */
const passing: ReadonlySet<number> = new Set([429, 502, 503, 504]);

export function startTraceExporter(options: ExporterOptions): TraceExporter {
  const { ratio, everyMs, log, onSpans } = options;
  let waiting: Span[] = [];
  let failures = 0;
  let notBeforeMs = 0;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function flush(withinMs: number): Promise<void> {
    const endMs = performance.now() + withinMs;
    while (waiting.length > 0 && performance.now() < endMs && (stopped || performance.now() >= notBeforeMs)) {
      const batch = waiting.splice(0, batchSpans);
      const problem = await send(batch, options, Math.min(timeoutMs, endMs - performance.now()));
      if (problem === undefined) {
        if (failures > 0) log.info('traces are sent again');
        failures = 0;
        onSpans('sent', batch.length);
        continue;
      }
      // Once for each outage: a collector that is away is no news every few seconds.
      if (failures === 0) log.warn({ code: problem.code }, 'traces could not be sent');
      failures += 1;
      notBeforeMs = performance.now() + Math.min(longestPauseMs, everyMs * 2 ** failures);
      if (problem.isPassing && !stopped) keep(batch);
      else onSpans('dropped', batch.length);
      if (stopped) return;
    }
  }

  /** The newest ones stay where there is no room for all. */
  function keep(batch: readonly Span[]): void {
    const all = [...batch, ...waiting];
    waiting = all.slice(-spansKept);
    if (all.length > spansKept) onSpans('dropped', all.length - spansKept);
  }

  function plan(): void {
    timer = setTimeout(() => {
      running = flush(timeoutMs).finally(() => {
        if (!stopped) plan();
      });
    }, everyMs);
    timer.unref();
  }
  plan();

  return {
    record(step) {
      if (stopped || !isSampled(step.messageId, ratio)) return;
      if (waiting.length >= spansKept) return onSpans('dropped', 1);
      waiting.push(spanOf(step));
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, stopMs)));
      await Promise.race([running.then(() => flush(stopMs)), limit]);
      clearTimeout(timer);
      onSpans('dropped', waiting.splice(0).length);
    },
  };
}

/** @returns undefined where they were taken */
async function send(
  batch: readonly Span[],
  { url, headers, resource }: ExporterOptions,
  withinMs: number,
): Promise<{ readonly code: string; readonly isPassing: boolean } | undefined> {
  try {
    const reply = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Hallpass', ...headers },
      body: otlpBody(batch, resource),
      redirect: 'manual',
      signal: AbortSignal.timeout(Math.max(1, Math.ceil(withinMs))),
    });
    await reply.body?.cancel();
    return reply.ok ? undefined : { code: `status ${reply.status}`, isPassing: passing.has(reply.status) };
  } catch (error) {
    // The message names the address.
    return { code: codeOf((error as { cause?: unknown }).cause ?? error), isPassing: true };
  }
}
