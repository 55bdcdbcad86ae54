/** Traces of messages from SMTP to the reply of the next hop, at a collector that is started here: without content and addresses. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { letter, sender, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';
import { startWebhookSink, type WebhookSink } from '../harness/webhook-sink.ts';

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
  readonly status: { readonly code?: number };
}
interface Body {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[] }[];
}

let collector: WebhookSink;
let host: SmartHost;
let test: TestGateway;
beforeAll(async () => {
  [collector, host] = await Promise.all([startWebhookSink(), startSmartHost()]);
  test = await startTestGateway({
    smarthost: host,
    config: { telemetry: { traces: { url: `${collector.url}/v1/traces`, everySeconds: 0.2 } } },
  });
});
afterAll(async () => {
  await test.stop();
  await host.down();
});

const mail = (subject: string, text: string) => ({
  sender,
  recipients: ['partner@museum.example'],
  raw: letter({ subject, text }),
});

const allSpans = (): OtlpSpan[] =>
  collector.posts.flatMap(({ body }) =>
    (JSON.parse(body) as Body).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
  );

/** Spans of a message by name, once the last one is there. */
async function traceOf(id: string, last: string): Promise<Map<string, OtlpSpan>> {
  return until(() => {
    const spans = allSpans().filter(({ traceId }) => traceId === id.replaceAll('-', ''));
    return spans.some(({ name }) => name === last) ? new Map(spans.map((span) => [span.name, span])) : undefined;
  });
}

const attribute = (span: OtlpSpan | undefined, key: string): unknown => {
  const value = span?.attributes.find((one) => one.key === key)?.value;
  return value && Object.values(value)[0];
};

it('a delivered message is one trace, from its receipt to the reply of the next hop', async () => {
  const id = await test.accepted(mail('Field trip', 'The bus leaves at nine.'));
  await test.reaches(id, 'delivered');
  const trace = await traceOf(id, 'deliver');
  expect([...trace.keys()].sort()).toEqual(['act', 'decide', 'deliver', 'receive', 'scan']);
  const root = trace.get('receive')!;
  expect(root).toMatchObject({ kind: 2 });
  expect(root.parentSpanId).toBeUndefined();
  for (const [name, span] of trace) {
    if (name !== 'receive') expect(span.parentSpanId).toBe(root.spanId);
    expect(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano)).toBe(true);
    expect(span.status).toEqual({});
  }
  expect(attribute(trace.get('decide'), 'hallpass.action')).toBe('deliver');
  expect(attribute(trace.get('act'), 'hallpass.state')).toBe('delivering');
  expect(attribute(trace.get('deliver'), 'server.address')).toBe('127.0.0.1');
  expect(attribute(trace.get('deliver'), 'hallpass.delivered')).toBe('1');
  expect(Number(attribute(root, 'messaging.message.envelope.size'))).toBeGreaterThan(50);
});

it('a held message ends with the step that holds it, and nothing quotes a message or names a person', async () => {
  const id = await test.accepted(mail('Marked', 'please-hold Zainab Okafor'));
  const { state } = await until(async () => {
    const found = await test.store.message(id);
    return found?.verdict ? found : undefined;
  });
  const trace = await traceOf(id, 'act');
  expect(attribute(trace.get('act'), 'hallpass.state')).toBe(state);
  const all = collector.posts.map(({ body }) => body).join('\n');
  for (const word of [sender, sender.split('@')[0]!, '@', 'Zainab', 'Marked', 'Field trip', 'bus leaves'])
    expect(all).not.toContain(word);
});

it('mail does not wait for a collector that is away', async () => {
  await collector.stop();
  const id = await test.accepted(mail('Later', 'Hello'));
  await test.reaches(id, 'delivered');
  const metrics = await (await fetch(`${test.http}/metrics`)).text();
  expect(metrics).toMatch(/^hallpass_trace_spans_total\{result="sent"\} [1-9]/m);
});
