/** Scan workers with the small model of fixtures/reader: what it says becomes findings, and without it mail is scanned by rules. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { configSchema } from '../config/schema.ts';
import { createScanPool, type ScanPool } from './scan-pool.ts';
import type { ScanRequest } from './scan-result.ts';

const model = fileURLToPath(new URL('../../fixtures/reader/', import.meta.url));

function start(scan: object): ScanPool {
  return createScanPool(configSchema.parse({ scan: { threads: 2, ...scan } }));
}

function mail(text: string): ScanRequest {
  const head = 'From: a@school.example\r\nTo: b@out.example\r\nSubject: Friday\r\n\r\n';
  return { raw: Buffer.from(`${head}${text}\r\n`), sender: 'a@school.example', recipients: ['b@out.example'] };
}

const veiled = 'The hall is ready. You smiled sarcastically at the cake. See you there.';

describe('with a sentence model', () => {
  let pool: ScanPool;
  beforeAll(async () => {
    pool = start({ readerModel: model });
    await pool.ready();
  });
  afterAll(() => pool.close());

  it('finds what only the model knows, in every worker, with its sentence', async () => {
    expect(pool.reader.status()).toEqual({ state: 'running', restarts: 0 });
    const results = await Promise.all(Array.from({ length: 8 }, () => pool.run(mail(veiled))));
    for (const { findings, unread, failures } of results) {
      expect(findings.map(({ code, start: from, end }) => [code, veiled.slice(from, end)])).toEqual([
        ['harassment.subtle', 'You smiled sarcastically at the cake.'],
      ]);
      expect([unread, failures]).toEqual([[], []]);
    }
  });

  it('lists a text that is longer than the limit as partly read', async () => {
    const short = start({ readerModel: model, readerTokens: 20 });
    await short.ready();
    const { unread } = await short.run(mail(veiled));
    expect(unread.map(({ part, reason }) => [part, reason])).toContainEqual(['1', 'partly-read']);
    await short.close();
  });
});

it.each([
  ['missing', { readerModel: '/no/such/folder' }],
  ['off', { reader: false }],
])('without a model (%s), mail is scanned by rules and nothing is said to be unread', async (state, scan) => {
  const pool = start(scan);
  await pool.ready();
  expect(pool.reader.status().state).toBe(state);
  expect(await pool.run(mail(veiled))).toMatchObject({ findings: [], unread: [], failures: [] });
  const rude = await pool.run(mail('You are a stupid worthless idiot.'));
  expect(rude.findings.map(({ code }) => code)).toContain('harassment.insult');
  await pool.close();
});
