/** Traces of a process, where a collector is configured. */
import { hostname as machineName } from 'node:os';
import type { Logger } from 'pino';
import type { Config } from '../config/schema.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import { traceHeaders } from '../config/telemetry.ts';
import type { Metrics } from '../log/metrics.ts';
import { startTraceExporter, type TraceSink } from '../telemetry/trace-exporter.ts';
import type { Lifecycle } from './lifecycle.ts';

export interface TracingParts {
  readonly config: Pick<Config, 'telemetry' | 'http'>;
  readonly roles: ReadonlySet<string>;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'traceSpans'>;
  readonly lifecycle: Lifecycle;
}

/** @returns undefined where nothing is traced */
export function startTracing({ config, roles, log, metrics, lifecycle }: TracingParts): TraceSink | undefined {
  const { traces } = config.telemetry;
  if (!traces) return undefined;
  const read = traces.headersFile === undefined ? { headers: {} } : traceHeaders(traces.headersFile);
  if ('expected' in read) throw new HallpassError('config.invalid', `telemetry.traces.headersFile: ${read.expected}`);
  for (const result of ['sent', 'dropped'] as const) metrics.traceSpans.inc({ result }, 0);
  const host = machineName();
  const exporter = startTraceExporter({
    url: traces.url,
    headers: read.headers,
    ratio: traces.ratio,
    everyMs: traces.everySeconds * 1000,
    resource: {
      'service.name': traces.serviceName,
      // Processes on one machine have HTTP ports of their own.
      'service.instance.id': `${host}:${config.http.port}`,
      'host.name': host,
      'hallpass.roles': [...roles],
    },
    log,
    onSpans: (result, count) => metrics.traceSpans.inc({ result }, count),
  });
  return lifecycle.started(exporter, (running) => running.stop());
}
