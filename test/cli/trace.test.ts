/** Traces and the queue at the terminal: where a message is, why it waits, and trying it now; no content. */
import { userInfo } from 'node:os';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { letter, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { runHallpass } from '../harness/process.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';

let host: SmartHost;
let test: TestGateway;
beforeAll(async () => {
  host = await startSmartHost({ rcpt: { 'busy@museum.example': '450 4.2.1 Mailbox busy' } });
  test = await startTestGateway({ smarthost: host });
});
afterAll(async () => {
  await test.stop();
  await host.down();
});

const run = (...words: string[]) => runHallpass(words, { env: { ...test.environment } });

it('finds a message by sender, recipient and id, with its way and without its content', async () => {
  const raw = letter({ from: 'ana@school.example', text: 'The secret word is marmalade.' });
  const sender = 'prvs=0123456789=ana@school.example';
  const id = await test.accepted({ sender, recipients: ['pat@museum.example', 'busy@museum.example'], raw });
  await test.attempted(id, 1);
  for (const words of [
    ['--sender', 'ana@school.example'],
    ['--sender', '@school.example'],
    ['--recipient', 'PAT@museum.example'],
    [id.slice(0, 20)],
  ]) {
    const { code, stdout } = await run('trace', ...words);
    expect(stdout).toContain(id);
    expect(stdout).toContain(`to <pat@museum.example>  delivered, 1 attempts  ${host.address} 2.0.0`);
    expect(stdout).toMatch(/to <busy@museum\.example> {2}pending, 1 attempts .*450 4\.2\.1 Mailbox busy/);
    expect(stdout).toMatch(/ {2}received {2}gateway\n.* {2}verdict {2}gateway\n/);
    expect(stdout).not.toMatch(/marmalade|Subject/i);
    expect(code).toBe(0);
  }
  const nobody = await run('trace', '--sender', 'an_@school.example');
  expect(nobody).toMatchObject({ code: 1, stdout: 'No message found.\n' });
  expect((await run('trace')).code).toBe(2);

  const waiting = await run('queue', 'list');
  expect(waiting.stdout).toMatch(/^1 waiting since .*: .*450 4\.2\.1 Mailbox busy\n$/);
  host.program({});
  expect((await run('queue', 'retry', id)).stdout).toBe('1 messages will be tried now.\n');
  await test.reaches(id, 'delivered');
  expect((await run('queue', 'list')).stdout).toBe('No message waits for the next hop.\n');
  expect((await run('queue', 'retry')).code).toBe(2);
});

it('returns a waiting message to its sender, and pauses and resumes a next hop', async () => {
  host.program({ rcpt: { 'busy@museum.example': '450 4.2.1 Mailbox busy' } });
  const mail = { sender: 'ana@school.example', raw: letter({ from: 'ana@school.example' }) };
  const id = await test.accepted({ ...mail, recipients: ['busy@museum.example'] });
  await test.attempted(id, 1);
  expect((await run('queue', 'return', id.slice(0, 30))).stdout).toBe('1 messages were returned to their senders.\n');
  await test.reaches(id, 'failed');
  expect((await host.mailFor('ana@school.example')).raw.toString()).toContain('Status: 5.4.7');
  expect(await run('queue', 'return', id)).toMatchObject({ code: 1 });

  expect((await run('queue', 'pause', host.address)).stdout).toMatch(/ is paused: /);
  expect((await run('queue', 'pause', host.address)).stdout).toMatch(/ is paused already\.\n$/);
  expect((await run('queue', 'list')).stdout).toContain(`${host.address} is paused since `);
  expect((await run('queue', 'resume', host.address)).stdout).toMatch(/ is resumed: /);
  expect((await run('queue', 'resume', host.address)).stdout).toMatch(/ is not paused\.\n$/);
  expect((await run('queue', 'pause', 'relay')).code).toBe(2);

  // The audit log names the person, also behind sudo.
  const acts = ['retry-requested', 'hop-paused', 'hop-resumed'];
  const actors = () =>
    test.sql<{ actor: string }>('SELECT DISTINCT actor FROM audit_events WHERE event = ANY ($1)', [acts]);
  expect((await actors()).map(({ actor }) => actor)).toEqual([process.env['SUDO_USER'] ?? userInfo().username]);
});
