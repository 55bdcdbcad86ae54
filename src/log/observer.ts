/** What operators see of the pipeline: metrics by stage, one log line a step, ids and codes only. */
import type { Logger } from 'pino';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Verdict } from '../decide/verdict.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import type { MessageId } from '../message/message-id.ts';
import type { Attributes, SpanName } from '../telemetry/span.ts';
import type { TraceSink } from '../telemetry/trace-exporter.ts';
import type { Metrics } from './metrics.ts';

export interface Observer {
  /** Times a stage. */
  stage<T>(name: Stage, run: () => Promise<T>): Promise<T>;
  time<T>(name: Stage, run: () => T): T;
  /**
   * A step of a message's way: a span, where traces are sent.
   *
   * @param describe codes, counts and hosts of the result
   * @param startMs where it began before this call
   */
  step<T>(
    name: SpanName,
    id: MessageId,
    run: () => Promise<T>,
    describe: (result: T) => Attributes,
    startMs?: number,
  ): Promise<T>;
  /** Runs the work on a message; an error is logged with the message's id and leaves the message to its lease. */
  work(id: MessageId, run: () => Promise<void>): Promise<void>;
  /** Tries again while the database is away: a result of the next hop that is not recorded means a second delivery. */
  retrying<T>(run: () => Promise<T>): Promise<T>;
  verdict(id: MessageId, verdict: Verdict, state: string): void;
  delivery(
    id: MessageId,
    results: readonly { readonly outcome: string; readonly status: string; readonly untried?: boolean }[],
    state: string,
  ): void;
}

export type Stage = 'store' | 'read' | 'scan' | 'decide' | 'deliver';

/** Short waits, half a minute in all: work should go on soon after the database is back. */
const RETRY_WAITS_MS: readonly number[] = [200, 1000, ...new Array<number>(15).fill(2000)];

/** @param traces absent where nothing is traced */
export function createObserver(log: Logger, metrics: Metrics, traces?: TraceSink): Observer {
  return {
    async stage(name, run) {
      const stop = metrics.stageSeconds.startTimer({ stage: name });
      try {
        return await run();
      } finally {
        stop();
      }
    },
    time(name, run) {
      const stop = metrics.stageSeconds.startTimer({ stage: name });
      try {
        return run();
      } finally {
        stop();
      }
    },
    step: createStep(log, traces),
    async work(id, run) {
      try {
        await run();
      } catch (error) {
        const code = codeOf(error);
        // Another worker has taken the message over, or a person has decided on it: nothing is left to do here.
        if (code === 'store.lost-lease') log.info({ messageId: id, code }, 'left to another');
        else log.error({ messageId: id, code, err: error }, 'work on a message failed; it will be tried again');
      }
    },
    async retrying(run) {
      for (const wait of RETRY_WAITS_MS) {
        try {
          return await run();
        } catch (error) {
          if (codeOf(error) === 'store.lost-lease') throw error;
          log.warn({ code: codeOf(error) }, 'a result could not be recorded; trying again');
          await sleep(wait);
        }
      }
      return run();
    },
    verdict(id, verdict, state) {
      metrics.verdicts.inc({ action: verdict.action });
      for (const code of verdict.codes) if (code.startsWith('scan.')) metrics.scanFailures.inc({ code });
      log.info({ messageId: id, action: verdict.action, codes: verdict.codes, state }, 'verdict');
    },
    delivery(id, results, state) {
      for (const { outcome, untried } of results) if (!untried) metrics.deliveries.inc({ result: outcome });
      const count = (outcome: string): number => results.filter((result) => result.outcome === outcome).length;
      const statuses = [...new Set(results.map((result) => result.status))];
      log.info(
        {
          messageId: id,
          delivered: count('delivered'),
          deferred: count('deferred'),
          failed: count('failed'),
          statuses,
          state,
        },
        results.every(({ untried }) => untried) ? 'waits for the next hop' : 'attempted',
      );
    },
  };
}

function createStep(log: Logger, traces: TraceSink | undefined): Observer['step'] {
  return async (name, messageId, run, describe, startMs = Date.now()) => {
    if (!traces) return run();
    const record = (describeIt: () => Attributes): void => {
      // What was done is done: a fault in describing it must not make the caller do it again.
      try {
        traces.record({ messageId, name, startMs, endMs: Date.now(), attributes: describeIt() });
      } catch (error) {
        log.error({ messageId, code: codeOf(error) }, 'a step could not be described for traces');
      }
    };
    try {
      const result = await run();
      record(() => describe(result));
      return result;
    } catch (error) {
      record(() => ({ 'error.type': codeOf(error) }));
      throw error;
    }
  };
}
