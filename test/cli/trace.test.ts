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

const because = ['--reason', 'The museum has a new address'];
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
    expect(stdout).toContain(`received from 127.0.0.1 without TLS, ${raw.length} bytes\n`);
    expect(stdout).not.toMatch(/marmalade|Subject/i);
    expect(code).toBe(0);
  }
  const looks = await test.sql<{ actor: string }>("SELECT actor FROM audit_events WHERE event = 'trace-read'");
  expect(looks.map(({ actor }) => actor)).toEqual(Array(4).fill(process.env['SUDO_USER'] ?? userInfo().username));
  const nobody = await run('trace', '--sender', 'an_@school.example');
  expect(nobody).toMatchObject({ code: 1, stdout: 'No message found.\n' });
  expect((await run('trace')).code).toBe(2);

  const waiting = await run('queue', 'list');
  expect(waiting.stdout).toMatch(/^1 waiting since .*: .*450 4\.2\.1 Mailbox busy\n$/);
  host.program({});
  expect((await run('queue', 'retry', id)).stdout).toBe('1 messages will be tried now.\n');
  await test.reaches(id, 'delivered');
  expect((await run('queue', 'list')).stdout).toBe('No messages are waiting for the next hop.\n');
  expect((await run('queue', 'retry')).code).toBe(2);
});

it('finds what came at a time, whoever sent it', async () => {
  const id = await test.accepted({ sender: 'bo@school.example', recipients: ['pat@museum.example'], raw: letter() });
  await test.reaches(id, 'delivered');
  await test.sql("UPDATE messages SET received_at = '2026-11-09T14:30:30Z' WHERE id = $1", [id]);
  const at = (...words: string[]) => run('trace', ...words);
  expect((await at('--since', '2026-11-09T14:30Z', '--until', '2026-11-09T14:31Z')).stdout).toContain(id);
  expect((await at('--sender', 'bo@school.example', '--since', '2026-11-09T14:30Z')).stdout).toContain(id);
  // The end of one search is the beginning of the next one.
  expect((await at('--since', '2026-11-09T14:30Z', '--until', '2026-11-09T14:30:30Z')).stdout).not.toContain(id);
  expect((await at('--since', '2026-11-09T14:30:30Z', '--until', '2026-11-09T14:31Z')).stdout).toContain(id);
  // A day is one of this machine's clock, and two days contain it in every zone.
  expect((await at('--since', '2026-11-09', '--until', '2026-11-11')).stdout).toContain(id);
  expect((await at('--since', '2026-11-11', '--until', '2026-11-13')).stdout).not.toContain(id);
  expect(await at('--since', 'yesterday')).toMatchObject({ code: 2 });
  expect((await at('--until', '2026-11-09')).code).toBe(2);
});

it('tries and returns what waits for a reason, and nothing else', async () => {
  host.program({
    rcpt: { 'busy@museum.example': '450 4.2.1 Mailbox busy', 'full@museum.example': '452 4.2.2 Mailbox full' },
  });
  const mail = (to: string) => ({ sender: 'ana@school.example', recipients: [to], raw: letter() });
  const busy = await test.accepted(mail('busy@museum.example'));
  const full = await test.accepted(mail('full@museum.example'));
  await Promise.all([test.attempted(busy, 1), test.attempted(full, 1)]);
  expect((await run('queue', 'return', ...because, '--matching', 'Mailbox moved')).code).toBe(1);
  expect((await run('queue', 'return', ...because, '--matching', 'Mailbox full')).stdout).toMatch(
    /^1 messages were returned/,
  );
  await test.reaches(full, 'failed');
  expect((await test.store.message(busy))?.state).toBe('delivering');
  host.program({});
  expect((await run('queue', 'retry', '--matching', 'Mailbox moved')).stdout).toMatch(/^0 messages/);
  expect((await run('queue', 'retry', '--matching', host.address)).stdout).toMatch(/^1 messages/);
  await test.reaches(busy, 'delivered');
  expect((await run('queue', 'return', ...because)).code).toBe(2);
});

it('returns a waiting message to its sender, and pauses and resumes a next hop', async () => {
  host.program({ rcpt: { 'busy@museum.example': '450 4.2.1 Mailbox busy' } });
  const mail = { sender: 'ana@school.example', raw: letter({ from: 'ana@school.example' }) };
  const id = await test.accepted({ ...mail, recipients: ['busy@museum.example'] });
  await test.attempted(id, 1);
  expect((await run('queue', 'return', ...because, id.slice(0, 30))).stdout).toBe(
    '1 messages were returned to their senders.\n',
  );
  await test.reaches(id, 'failed');
  expect((await host.mailFor('ana@school.example')).raw.toString()).toContain('Status: 5.4.7');
  expect(await run('queue', 'return', ...because, id)).toMatchObject({ code: 1 });

  expect((await run('queue', 'pause', host.address)).stdout).toMatch(/ is paused: /);
  expect((await run('queue', 'pause', host.address)).stdout).toMatch(/ is already paused\.\n$/);
  expect((await run('queue', 'list')).stdout).toContain(`${host.address} has been paused since `);
  expect((await run('queue', 'resume', host.address)).stdout).toMatch(/ is resumed: /);
  expect((await run('queue', 'resume', host.address)).stdout).toMatch(/ is not paused\.\n$/);
  expect((await run('queue', 'pause', 'relay')).code).toBe(2);

  // The audit log names the person, also behind sudo.
  const acts = ['retry-requested', 'return-requested', 'hop-paused', 'hop-resumed'];
  const actors = () =>
    test.sql<{ actor: string }>('SELECT DISTINCT actor FROM audit_events WHERE event = ANY ($1)', [acts]);
  expect((await actors()).map(({ actor }) => actor)).toEqual([process.env['SUDO_USER'] ?? userInfo().username]);
});
