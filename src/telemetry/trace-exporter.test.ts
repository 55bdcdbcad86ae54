/** Spans on their way to a collector that is started here: batches, a collector that is away or hangs, and what is dropped. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { until } from '../../test/harness/wait.ts';
import { startWebhookSink, type WebhookSink } from '../../test/harness/webhook-sink.ts';
import { newMessageId } from '../message/message-id.ts';
import { isSampled } from './span.ts';
import { startTraceExporter, type ExporterOptions, type TraceExporter } from './trace-exporter.ts';

let sink: WebhookSink;
let counts: Record<'sent' | 'dropped', number>;
let exporter: TraceExporter | undefined;
const log: string[] = [];
beforeEach(async () => {
  sink = await startWebhookSink();
  counts = { sent: 0, dropped: 0 };
  log.length = 0;
});
afterEach(async () => {
  await exporter?.stop();
  exporter = undefined;
  await sink.stop();
});

function start(options: Partial<ExporterOptions> = {}): TraceExporter {
  exporter = startTraceExporter({
    url: `${sink.url}/v1/traces`,
    headers: { authorization: 'Bearer secret' },
    ratio: 1,
    everyMs: 10,
    resource: { 'service.name': 'hallpass' },
    log: pino({}, { write: (line: string) => void log.push(line) }),
    onSpans: (result, count) => void (counts[result] += count),
    ...options,
  });
  return exporter;
}

const step = (messageId = newMessageId()) =>
  ({
    messageId,
    name: 'scan',
    startMs: 1_800_000_000_123.5,
    endMs: 1_800_000_000_200,
    attributes: { a: 1, b: ['x'], c: 0.5, d: undefined },
  }) as const;

interface Body {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: unknown };
    readonly scopeSpans: readonly { readonly spans: readonly Record<string, unknown>[] }[];
  }[];
}
const spansOf = ({ body }: { readonly body: string }) =>
  (JSON.parse(body) as Body).resourceSpans[0]!.scopeSpans[0]!.spans;

it('sends a span as OTLP has it', async () => {
  const id = newMessageId();
  start().record(step(id));
  const post = await sink.post(() => true);
  expect(post).toMatchObject({
    path: '/v1/traces',
    headers: { authorization: 'Bearer secret', 'content-type': 'application/json' },
  });
  expect((JSON.parse(post.body) as Body).resourceSpans[0]!.resource).toEqual({
    attributes: [{ key: 'service.name', value: { stringValue: 'hallpass' } }],
  });
  expect(spansOf(post)).toEqual([
    {
      traceId: id.replaceAll('-', ''),
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
      parentSpanId: expect.stringMatching(/^[0-9a-f]{16}$/),
      name: 'scan',
      kind: 1,
      startTimeUnixNano: '1800000000123500000',
      endTimeUnixNano: '1800000000200000000',
      attributes: [
        { key: 'messaging.message.id', value: { stringValue: id } },
        { key: 'a', value: { intValue: '1' } },
        { key: 'b', value: { arrayValue: { values: [{ stringValue: 'x' }] } } },
        { key: 'c', value: { doubleValue: 0.5 } },
      ],
      status: {},
    },
  ]);
  await until(() => counts.sent === 1 || undefined);
});

it('sends again what a busy collector refused, in batches, and says so once', async () => {
  sink.answer(503, 503);
  const traces = start();
  for (let n = 0; n < 1000; n += 1) traces.record(step());
  await until(() => counts.sent === 1000 || undefined);
  expect(counts.dropped).toBe(0);
  expect(sink.posts.slice(2).map((post) => spansOf(post).length)).toEqual([512, 488]);
  expect(log.filter((line) => line.includes('could not be sent'))).toHaveLength(1);
  expect(log.join('')).not.toContain('127.0.0.1');
});

it('drops what a collector does not want, and what has no room', async () => {
  sink.answer(400);
  const traces = start();
  traces.record(step());
  await until(() => counts.dropped === 1 || undefined);
  const full = start({ url: 'http://127.0.0.1:1/v1/traces', everyMs: 60_000 });
  counts.dropped = 0;
  for (let n = 0; n < 5000; n += 1) full.record(step());
  expect(counts.dropped).toBe(5000 - 4096);
  await traces.stop();
});

it('takes steps and stops although the collector never answers', async () => {
  const silent: Server = createServer(() => undefined);
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const traces = start({ url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/` });
  traces.record(step());
  await until(
    () =>
      new Promise<true | undefined>((resolve) =>
        silent.getConnections((_error, open) => resolve(open > 0 || undefined)),
      ),
  );
  traces.record(step());
  await traces.stop();
  expect(counts).toEqual({ sent: 0, dropped: expect.any(Number) });
  expect(counts.dropped).toBeGreaterThan(0);
  silent.closeAllConnections();
  silent.close();
});

it('traces the same share of messages in every process', () => {
  const ids = Array.from({ length: 4000 }, () => newMessageId());
  const traced = ids.filter((id) => isSampled(id, 0.25));
  expect(traced.length).toBeGreaterThan(800);
  expect(traced.length).toBeLessThan(1200);
  expect(ids.filter((id) => isSampled(id, 0))).toEqual([]);
  expect(ids.filter((id) => isSampled(id, 1))).toHaveLength(4000);
});
