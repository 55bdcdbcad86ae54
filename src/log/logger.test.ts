/** Whatever is put into a log line, nothing planted comes out of it. */
import { describe, expect, test } from '@jest/globals';
import { HallpassError } from '../errors/hallpass-error.ts';
import { createLogger, messageLogger } from './logger.ts';
import { createMetrics } from './metrics.ts';

const planted = 'Planted-5ecret';
const address = `${planted}@lakemail.example`;

function capture(format: 'json' | 'pretty' = 'json') {
  let text = '';
  const log = createLogger({ level: 'trace', format }, { write: (line: string) => void (text += line) });
  return {
    log,
    text: () => text,
    lines: () =>
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

const foreign = (): Error =>
  Object.assign(new TypeError(`cannot read ${planted}\n    at ${planted} (file:///x.ts:1:1)`), {
    code: 'E_ODD',
    detail: planted,
    query: planted,
  });

describe('a planted value', () => {
  test.each<[string, (log: ReturnType<typeof createLogger>) => void]>([
    ['in the text of an unknown error', (log) => log.error(foreign())],
    ['in an error under err, without a text', (log) => log.error({ err: foreign() })],
    ['in an error under err, with a text', (log) => log.error({ err: foreign() }, 'failed')],
    ['in an error under another key', (log) => log.error({ reason: foreign() }, 'failed')],
    [
      'in the cause of one of our errors',
      (log) => log.error({ err: new HallpassError('store.unreachable', undefined, { cause: foreign() }) }),
    ],
    ['in something thrown that is no error', (log) => log.error({ err: planted }, 'failed')],
    [
      'in fields that hold content',
      (log) =>
        log.info({ subject: planted, found: [{ text: planted, student: { name: planted } }], recipients: [address] }),
    ],
    ['in the fields of a child', (log) => log.child({ sender: planted }).child({ filename: planted }).info('x')],
    ['as an address in any text', (log) => log.info({ note: `for ${address}` }, `sent to <${address}>, %s`, address)],
    ['in a URL with a login', (log) => log.warn({ store: `postgres://u:${planted}@127.0.0.1/x` }, 'x')],
    ['as an address in the name of a field', (log) => log.info({ counts: { [address]: 3 } })],
  ])('%s', (_, write) => {
    for (const format of ['json', 'pretty'] as const) {
      const { log, text } = capture(format);
      write(log);
      expect(text()).not.toBe('');
      expect(text()).not.toMatch(/planted|5ecret/i);
    }
  });
});

test('what an operator needs stays: ids, codes, counts, our own texts, frames', () => {
  const { log, lines } = capture();
  const cause = Object.assign(new Error('quoted'), { code: 'ECONNREFUSED' });
  messageLogger(log, '0198-id').error({
    err: new HallpassError('store.unreachable', '127.0.0.1:5432', { cause }),
    students: 34,
  });
  log.info({ state: 'held', attempts: 2 }, 'message held');
  const [failure, held] = lines();
  expect(failure).toMatchObject({
    level: 'error',
    messageId: '0198-id',
    msg: 'store.unreachable',
    students: 34,
    err: {
      code: 'store.unreachable',
      about: expect.stringContaining('127.0.0.1:5432'),
      stack: expect.stringContaining('logger.test.ts'),
      cause: { code: 'ECONNREFUSED' },
    },
  });
  expect(held).toMatchObject({ level: 'info', state: 'held', attempts: 2, msg: 'message held' });
});

test('levels below the configured one are left out', () => {
  let text = '';
  const log = createLogger({ level: 'warn', format: 'auto' }, { write: (line: string) => void (text += line) });
  log.info('left out');
  log.warn('kept');
  expect(JSON.parse(text)).toMatchObject({ msg: 'kept' });
});

test('metrics stand in a registry of their own, with their labels', async () => {
  const [one, other] = [createMetrics(), createMetrics()];
  one.received.inc();
  one.refused.inc({ code: 'receive.relay-denied' });
  one.verdicts.inc({ action: 'warn' });
  one.stageSeconds.observe({ stage: 'decide' }, 0.002);
  one.waiting.set({ state: 'held' }, 4);
  const page = await one.registry.metrics();
  expect(page).toContain('hallpass_messages_received_total 1');
  expect(page).toContain('hallpass_smtp_refused_total{code="receive.relay-denied"} 1');
  expect(page).toContain('hallpass_verdicts_total{action="warn"} 1');
  expect(page).toContain('hallpass_verdicts_total{action="bounce"} 0');
  expect(page).toContain('hallpass_stage_seconds_bucket{le="0.0025",stage="decide"} 1');
  expect(page).toContain('hallpass_messages_waiting{state="held"} 4');
  expect(page).toContain('process_cpu_seconds_total');
  expect(await other.registry.metrics()).toContain('hallpass_messages_received_total 0');
});
