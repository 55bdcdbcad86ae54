/** Checks of the section `telemetry`, the header fields for the collector, and paths made absolute. */
import { isProtected } from './alert-webhooks.ts';
import { readSecretFile } from './environment.ts';
import type { Mistake } from './problem.ts';
import type { Config } from './schema.ts';

type Telemetry = Config['telemetry'];

export function telemetryMistakes({ telemetry: { traces } }: Pick<Config, 'telemetry'>): Mistake[] {
  if (traces?.headersFile === undefined) return [];
  if (!isProtected(traces.url))
    return [
      {
        path: ['telemetry', 'traces', 'url'],
        expected: 'expected https://, or http:// on this machine: headersFile is secret',
      },
    ];
  const read = traceHeaders(traces.headersFile);
  return 'expected' in read ? [{ path: ['telemetry', 'traces', 'headersFile'], expected: read.expected }] : [];
}

/** Header fields of a file, one a line. */
export function traceHeaders(
  file: string,
): { readonly headers: Readonly<Record<string, string>> } | { readonly expected: string } {
  const read = readSecretFile(file);
  if ('expected' in read) return read;
  const headers: Record<string, string> = {};
  for (const line of read.value.split(/\r?\n/)) {
    const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([\x20-\x7e]+)$/.exec(line.trim()) ?? [];
    if (name === undefined || value === undefined) return { expected: 'expected Name: value, one a line' };
    headers[name] = value;
  }
  return { headers };
}

export function withAbsoluteTelemetry({ traces }: Telemetry, at: (file: string) => string): Telemetry {
  if (!traces) return {};
  return {
    traces: { ...traces, ...(traces.headersFile !== undefined && { headersFile: at(traces.headersFile) }) },
  };
}
