/** The scan workers with a detector that misbehaves on command: each fault is one message's outcome, all others flow on. */
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { detectorIds } from '../../detectors/registry.ts';
import { configSchema } from '../config/schema.ts';
import { createScanPool, type ScanPool } from './scan-pool.ts';
import type { ScanRequest } from './scan-result.ts';
import type { ScanSettings } from './scan-settings.ts';

const extra = ['misbehaving', 'letters'].map((name) =>
  fileURLToPath(new URL(`../../fixtures/detectors/${name}.ts`, import.meta.url)),
);

function settings(scan: object, options: object = {}): ScanSettings {
  return configSchema.parse({ scan, detectors: { extra, options, disabled: detectorIds } });
}

function mail(subject: string, body = 'findme'): ScanRequest {
  return {
    raw: Buffer.from(`From: a@school.example\r\nSubject: ${subject}\r\n\r\n${body}\r\n`),
    sender: 'a@school.example',
    recipients: ['b@out.example'],
  };
}

/** One evil message costs itself alone, with ten ordinary ones before and behind it. */
async function expectOnlyEvilFails(pool: ScanPool, deed: string, code: string): Promise<void> {
  const before = Array.from({ length: 10 }, (_, index) => pool.run(mail(`before ${index}`)));
  const evil = pool.run(mail(deed));
  const after = Array.from({ length: 10 }, (_, index) => pool.run(mail(`after ${index}`)));
  await expect(evil).rejects.toMatchObject({ code, retry: 'transient' });
  const results = await Promise.all([...before, ...after]);
  expect(results.map((result) => result.findings.length)).toEqual(results.map(() => 1));
}

// Time never runs out here, however slow the machine is: what a detector does is what ends the worker.
describe('a pool of two workers', () => {
  let pool: ScanPool;
  beforeAll(async () => {
    pool = createScanPool(settings({ threads: 2, timeoutMs: 600_000, memoryMb: 192 }));
    await pool.ready();
  });
  afterAll(() => pool.close());

  it('extracts and detects, and says which parts were read', async () => {
    const result = await pool.run(mail('find', 'one findme, two findme'));
    expect(result).toMatchObject({
      subject: 'find',
      from: { address: 'a@school.example' },
      recipients: [{ address: 'b@out.example', inside: false }],
      failures: [],
    });
    expect(result.findings.map(({ detector, part, start }) => ({ detector, part, start }))).toEqual([
      { detector: 'misbehaving', part: 'subject', start: 0 },
      { detector: 'letters', part: '1', start: 4 },
      { detector: 'letters', part: '1', start: 16 },
    ]);
    expect(result.parts).toContainEqual({ id: '1', kind: 'body', contentType: 'text/plain', length: 23 });
  });

  it.each([
    'throw',
    'recurse',
    'no-list',
    'null-finding',
    'offsets',
    'negative-offset',
    'unknown-part',
    'undeclared-code',
    'nan-score',
    'function-inside',
    'getter-throws',
    'change',
  ])('counts a detector that does "%s" as failed, and the others go on', async (deed) => {
    const result = await pool.run(mail(deed));
    expect(result.failures).toEqual([{ code: 'detector-failed', detector: 'misbehaving' }]);
    expect(result.findings.map((finding) => finding.detector)).toEqual(['letters']);
    expect(JSON.stringify(result)).not.toContain('secret');
  });

  it('keeps what a failed detector did find', async () => {
    const result = await pool.run(mail('good-and-bad'));
    expect(result.failures).toHaveLength(1);
    expect(result.findings.map((finding) => finding.code)).toEqual(['misbehaving.word', 'letters.word']);
  });

  it.each([
    ['eat', 'scan.out-of-memory'],
    ['eat-at-once', 'scan.out-of-memory'],
    ['eat-buffers', 'scan.out-of-memory'],
    ['exit', 'scan.worker-died'],
  ])('a detector that does "%s" costs that message alone: %s', (deed, code) => expectOnlyEvilFails(pool, deed, code));

  it('takes over memory that is its own and copies a slice of shared memory', async () => {
    const { raw } = mail('x');
    const around = Buffer.alloc(raw.length + 200, 32);
    around.set(raw, 100);
    const slice = around.subarray(100, 100 + raw.length);
    await pool.run({ raw: slice, sender: '', recipients: [] });
    expect(slice.equals(raw)).toBe(true);
    const own = Uint8Array.from(raw);
    await pool.run({ raw: own, sender: '', recipients: [] });
    expect(own.byteLength).toBe(0);
  });
});

// Far more than an ordinary message takes: the limit is only ever reached by those that do not end.
describe('a pool of two workers with a limit of two seconds', () => {
  let pool: ScanPool;
  beforeAll(async () => {
    pool = createScanPool(settings({ threads: 2, timeoutMs: 2000, memoryMb: 256 }));
    await pool.ready();
  });
  afterAll(() => pool.close());

  it.each(['loop', 'backtrack'])('a detector that does "%s" costs that message alone: scan.timed-out', (deed) =>
    expectOnlyEvilFails(pool, deed, 'scan.timed-out'),
  );

  test('evil messages on every worker at once leave a working pool', async () => {
    const deeds = ['loop', 'exit', 'loop', 'eat', 'exit', 'loop'];
    const outcomes = await Promise.allSettled(
      deeds.flatMap((deed) => [pool.run(mail(deed)), pool.run(mail('ordinary'))]),
    );
    expect(outcomes.map((outcome) => outcome.status)).toEqual(deeds.flatMap(() => ['rejected', 'fulfilled']));
    expect(pool.stats()).toMatchObject({ threads: 2, running: 0, queued: 0 });
  });
});

test('the time limit counts from when a worker takes the message up, not from when it was queued', async () => {
  const pool = createScanPool(settings({ threads: 1, timeoutMs: 2000, memoryMb: 256 }));
  // Queued behind one that uses up its whole time, before the worker has even loaded.
  const loop = pool.run(mail('loop'));
  const last = pool.run(mail('patient'));
  await expect(loop).rejects.toMatchObject({ code: 'scan.timed-out' });
  await expect(last).resolves.toMatchObject({ subject: 'patient' });
  expect(pool.stats()).toMatchObject({ timedOut: 1, scanned: 1 });
  await pool.close();
});

test('a rejection that nobody handles kills its worker, not the process, and the pool goes on', async () => {
  const pool = createScanPool(settings({ threads: 1 }));
  await Promise.allSettled([pool.run(mail('reject-later'))]);
  await Promise.allSettled([pool.run(mail('perhaps hit by it'))]);
  await expect(pool.run(mail('next'))).resolves.toMatchObject({ subject: 'next' });
  await pool.close();
});

test('close() refuses what waits and lets what runs end', async () => {
  const pool = createScanPool(settings({ threads: 1 }));
  await pool.ready();
  const [running, waiting] = [pool.run(mail('running')), pool.run(mail('waiting'))];
  const closed = pool.close();
  await expect(waiting).rejects.toMatchObject({ code: 'scan.not-running' });
  await expect(running).resolves.toMatchObject({ subject: 'running' });
  await closed;
  await expect(pool.run(mail('late'))).rejects.toMatchObject({ code: 'scan.not-running' });
});

test.each([
  [{ letters: { word: 7 } }, 'detectors.bad-options', /letters: word/],
  [{ misbehaving: { brokenAtStart: 'throw' } }, 'detectors.not-loaded', /misbehaving/],
  [{ misbehaving: { brokenAtStart: 'exit' } }, 'scan.worker-died', /worker/],
  [{ 'no-such': {} }, 'detectors.not-loaded', /no-such/],
])('ready() says what keeps the workers from loading: %j', async (options, code, message) => {
  const pool = createScanPool(settings({ threads: 1 }, options));
  const error: unknown = await pool.ready().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code });
  expect((error as Error).message).toMatch(message);
  expect((error as Error).message).not.toContain('secret');
  // A scan does not wait for ever on a pool that cannot start.
  await expect(pool.run(mail('anyone there'))).rejects.toMatchObject({ code: 'scan.worker-died' });
  await pool.close();
});
