/** Events leave for a file, a webhook and a syslog server: every one, in order, without content, from where each output is. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type TLSSocket } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { signatureOf } from '../../src/alerts/post-webhook.ts';
import { letter, sender, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { runHallpass } from '../harness/process.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';
import { startWebhookSink, type WebhookSink } from '../harness/webhook-sink.ts';

const folder = mkdtempSync(join(tmpdir(), 'hallpass-events-'));
const file = join(folder, 'events.jsonl');
const secret = 'a-secret-of-more-than-24-characters';
const tls = join(import.meta.dirname, '../../fixtures/tls');

/** A syslog server: frames of RFC 5425. */
async function startSyslog() {
  let bytes = Buffer.alloc(0);
  const sockets = new Set<TLSSocket>();
  const server = createServer(
    { cert: readFileSync(join(tls, 'cert.pem')), key: readFileSync(join(tls, 'key.pem')) },
    (socket) => {
      sockets.add(socket);
      socket.on('data', (chunk: Buffer) => void (bytes = Buffer.concat([bytes, chunk])));
      socket.on('error', () => undefined);
    },
  );
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    messages(): string[] {
      const messages: string[] = [];
      for (let rest = bytes; rest.length > 0;) {
        const blank = rest.indexOf(' ');
        const end = blank + 1 + Number(rest.toString('latin1', 0, blank));
        if (blank < 0 || end > rest.length) break;
        messages.push(rest.toString('utf8', blank + 1, end));
        rest = rest.subarray(end);
      }
      return messages;
    },
    cut: () => sockets.forEach((socket) => socket.destroy()),
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

interface Event {
  readonly event: { readonly sequence: number; readonly action: string };
  readonly email?: { readonly local_id: string };
}

let host: SmartHost;
let sink: WebhookSink;
let syslog: Awaited<ReturnType<typeof startSyslog>>;
let test: TestGateway;
beforeAll(async () => {
  host = await startSmartHost();
  sink = await startWebhookSink();
  syslog = await startSyslog();
  writeFileSync(join(folder, 'secret'), secret);
  test = await startTestGateway({
    smarthost: host,
    config: {
      events: {
        files: [{ name: 'collector', from: 'start', path: file }],
        webhooks: [{ name: 'siem', from: 'start', url: sink.url, secretFile: join(folder, 'secret') }],
        syslog: [
          { name: 'syslog', from: 'start', host: '127.0.0.1', port: syslog.port, caFile: join(tls, 'cert.pem') },
        ],
      },
    },
  });
});
afterAll(async () => {
  await test.stop();
  await syslog.stop();
  await sink.stop();
  await host.down();
  rmSync(folder, { recursive: true, force: true });
});

const logged = async (): Promise<number[]> =>
  (await test.sql<{ seq: string }>('SELECT seq FROM audit_events ORDER BY seq')).map(({ seq }) => Number(seq));
const inFile = (path = file): Event[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Event);
const posted = (): Event[] => sink.posts.flatMap(({ body }) => (JSON.parse(body) as { data: Event[] }).data);
const inSyslog = (): Event[] =>
  syslog.messages().map((message) => JSON.parse(message.slice(message.indexOf('\ufeff') + 1)) as Event);
const numbers = (events: readonly Event[]): number[] => [...new Set(events.map(({ event }) => event.sequence))];

const send = () =>
  test.accepted({
    sender,
    recipients: ['pat@museum.example'],
    raw: letter({ subject: 'Marmalade', text: 'please-hold and tangerine' }),
  });

it('has every event in all outputs, in order, without content, subject and addresses', async () => {
  const id = await send();
  await test.reaches(id, 'quarantined');
  const all = await logged();
  for (const events of [inFile, posted, inSyslog]) {
    await until(() => numbers(events()).length >= all.length);
    expect(numbers(events()).slice(0, all.length)).toEqual(all);
    expect(events().find(({ event }) => event.action === 'verdict')?.email?.local_id).toBe(id);
    expect(JSON.stringify(events())).not.toMatch(/marmalade|tangerine|museum|teacher/i);
  }
  expect(inFile()[0]).toMatchObject({
    '@timestamp': expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    ecs: { version: '8.17.0' },
    event: { kind: 'event', module: 'hallpass', dataset: 'hallpass.audit' },
    observer: { hostname: 'gate.school.example' },
  });
  const [post] = sink.posts;
  const [postId, at] = [String(post?.headers['webhook-id']), String(post?.headers['webhook-timestamp'])];
  expect(post?.headers['webhook-signature']).toBe(signatureOf(secret, postId, at, post!.body));
  expect(syslog.messages()[0]).toMatch(
    /^<86>1 \d{4}-\d\d-\d\dT[\d:.]+Z gate\.school\.example hallpass - [\w-]+ \[meta sequenceId="1"\] \ufeff\{/,
  );
});

it('sends again what an output did not take, and what follows a moved file', async () => {
  sink.answer(500, 503);
  syslog.cut();
  renameSync(file, `${file}.1`);
  await test.reaches(await send(), 'quarantined');
  const all = await logged();
  await until(() => numbers(posted()).length >= all.length && numbers(inSyslog()).length >= all.length, 60_000);
  for (const events of [posted, inSyslog]) expect(numbers(events()).slice(0, all.length)).toEqual(all);
  await until(() => numbers([...inFile(`${file}.1`), ...inFile()]).length >= all.length);
  const lines = [...inFile(`${file}.1`), ...inFile()].map(({ event }) => event.sequence);
  expect(lines.slice(0, all.length)).toEqual(all);
});

it('goes on from its position after a restart, and repeats from a number where asked to', async () => {
  const run = (...words: string[]) => runHallpass(['events', ...words], { env: { ...test.environment } });
  expect((await run('list')).stdout).toMatch(/^collector {2}has the events up to \d+; \d+ wait$/m);
  expect((await run('repeat', 'collector', '--after', '2')).code).toBe(0);
  await until(() => inFile().filter(({ event }) => event.sequence === 3).length === 1);
  expect((await run('repeat', 'nobody', '--after', '2')).code).toBe(2);
});
