/** Webhooks of alerts: secrets from files, no address in the clear, no json without a signature. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withWebhookSecrets } from './alert-webhooks.ts';
import type { Mistake } from './problem.ts';
import { configSchema } from './schema.ts';

const secret = 'a-key-of-more-than-24-characters';
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hallpass-webhooks-'));
  writeFileSync(join(folder, 'secret'), `${secret}\n`);
  writeFileSync(join(folder, 'short'), 'short\n');
  writeFileSync(join(folder, 'url'), 'https://hooks.chat.example/secret\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(...webhooks: object[]) {
  const mistakes: Mistake[] = [];
  const config = withWebhookSecrets(configSchema.parse({ alerts: { webhooks } }), folder, mistakes);
  return { webhooks: config.alerts.webhooks, wrong: mistakes.map(({ path }) => path.slice(2).join('.')) };
}

it('reads addresses and secrets from files, relative to the configuration', () => {
  const { webhooks, wrong } = read({ name: 'a', urlFile: 'url', secretFile: 'secret' });
  expect(wrong).toEqual([]);
  expect(webhooks[0]).toMatchObject({ url: 'https://hooks.chat.example/secret', secret });
});

it.each<[string, object, string[]]>([
  ['https', { url: 'https://hooks.chat.example/', secret }, []],
  ['http on this machine', { url: 'http://127.0.0.1:9/', secret }, []],
  ['a format without signatures', { url: 'https://hooks.chat.example/', format: 'slack' }, []],
  ['http to another machine', { url: 'http://hooks.chat.example/', secret }, ['0.url']],
  ['another scheme', { url: 'file:///etc/passwd', secret }, ['0.url']],
  ['a login in the address', { url: 'https://me:word@hooks.chat.example/', secret }, ['0.url']],
  ['no address', { secret }, ['0.url']],
  ['json without a secret', { url: 'https://hooks.chat.example/' }, ['0.secret']],
  ['a short secret in a file', { url: 'https://hooks.chat.example/', secretFile: 'short' }, ['0.secret']],
  ['a file that is missing', { urlFile: 'none', secret }, ['0.urlFile']],
  ['an address twice', { url: 'https://hooks.chat.example/', urlFile: 'url', secret }, ['0.urlFile']],
])('%s', (_case, webhook, wrong) => {
  expect(read({ name: 'a', ...webhook }).wrong).toEqual(wrong);
});

it('names each webhook once', () => {
  const webhook = { name: 'a', url: 'https://hooks.chat.example/', secret };
  expect(read(webhook, webhook).wrong).toEqual(['1.name']);
});
