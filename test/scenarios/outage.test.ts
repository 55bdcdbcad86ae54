/** An outage of the next hop: mail waits without attempts of its own, and leaves at once, each message once, when a probe finds the hop back. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { letter, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';

/** Messages of one sender that wait while the hop is away. */
const BURST = 120;

let host: SmartHost;
let test: TestGateway;
beforeAll(async () => {
  host = await startSmartHost();
  test = await startTestGateway({
    smarthost: host,
    config: { smtp: { listen: [{ host: '127.0.0.1', port: 0 }], limits: { messagesPerSenderPerMinute: 1000 } } },
  });
});
afterAll(async () => {
  await test.stop();
  await host.down();
});

let count = 0;
async function accepted(name: string): Promise<string> {
  const from = `${name}@school.example`;
  return test.accepted({ sender: from, recipients: [`guest${(count += 1)}@museum.example`], raw: letter({ from }) });
}

interface Waiting extends Record<string, unknown> {
  readonly id: string;
  readonly attempts: number;
  readonly status: string | null;
}

async function recipients(ids: readonly string[]): Promise<Waiting[]> {
  return test.sql<Waiting>(
    `SELECT message_id AS id, attempts, status FROM recipients WHERE message_id = ANY ($1::uuid[]) ORDER BY message_id`,
    [ids],
  );
}

const outages = () => test.sql<{ hop: string; condition: string }>('SELECT hop, condition FROM hop_outages');
const readyz = async (gateway = test) =>
  ((await (await fetch(`${gateway.http}/readyz`)).json()) as { delivery?: string }).delivery;

/** Takes the hop away and lets one message find out. @returns its id */
async function startOutage(): Promise<string> {
  await host.down();
  const first = await accepted('first');
  await test.attempted(first, 1);
  await until(async () => (await outages()).length === 1);
  return first;
}

it('mail of an outage waits without attempts, and is delivered once when the hop is back; what the hop itself put off keeps its time', async () => {
  host.program({ rcpt: { 'guest1@museum.example': '450 4.2.1 Mailbox busy' } });
  const busy = await accepted('busy');
  await test.attempted(busy, 1);

  const first = await startOutage();
  expect(await outages()).toEqual([{ hop: host.address, condition: 'down' }]);
  const waiting: string[] = [];
  for (let n = 0; n < BURST; n += 1) waiting.push(await accepted('burst'));
  waiting.push(await accepted('single'));
  await until(async () => (await recipients(waiting)).every(({ status }) => status === '4.4.1'));
  expect((await recipients(waiting)).map(({ attempts }) => attempts)).toEqual(waiting.map(() => 0));
  expect(await test.events(waiting[0]!)).toEqual(['received', 'verdict', 'deferred']);
  // Looked at again during the outage: still no attempt, and no second event.
  await test.makeDue(waiting[0]!);
  await until(
    async () =>
      (await test.sql("SELECT 1 FROM messages WHERE id = $1 AND due_at > now() + interval '30 s'", [waiting[0]]))
        .length === 1,
  );
  expect(await test.events(waiting[0]!)).toEqual(['received', 'verdict', 'deferred']);
  expect(await readyz()).toBe('down');

  await host.up();
  for (const id of [first, ...waiting]) await test.reaches(id, 'delivered');
  expect(await outages()).toEqual([]);
  expect((await recipients(waiting)).map(({ attempts }) => attempts)).toEqual(waiting.map(() => 1));
  expect((await recipients([first]))[0]!.attempts).toBe(2);
  const taken = host.mails.map((mail) => mail.recipients[0]!.address);
  expect(taken).toHaveLength(BURST + 2);
  expect(new Set(taken).size).toBe(BURST + 2);
  // Senders take turns: the single message passes most of the burst that came before it. A connection that is slow to open may
  // let some of the burst pass it in turn.
  const senders = host.mails.map((mail) => mail.sender);
  expect(senders.indexOf('single@school.example')).toBeLessThan(BURST / 2);
  await until(async () => (await readyz()) === 'up');
  expect(await recipients([busy])).toEqual([{ id: busy, attempts: 1, status: '4.2.1' }]);
  const metrics = await (await fetch(`${test.http}/metrics`)).text();
  expect(metrics).toMatch(/hallpass_deliveries_total\{result="deferred"\} 2\n/);
});

it('during an outage senders still learn that their mail is late, and that its time is over', async () => {
  await startOutage();
  const late = await accepted('late');
  const over = await accepted('over');
  await until(async () => (await recipients([late, over])).every(({ status }) => status === '4.4.1'));
  await test.age(late, 4.1);
  await test.noticeOf(late, 'delay');
  await test.age(over, 73);
  await test.reaches(over, 'failed');
  const notice = await test.noticeOf(over, 'failure.1');
  expect(await recipients([over])).toEqual([{ id: over, attempts: 0, status: '4.4.7' }]);
  await host.up();
  await test.reaches(notice.id, 'delivered');
  await test.reaches(late, 'delivered');
  expect(host.mails.some((mail) => mail.sender === 'over@school.example')).toBe(false);
});

it('all processes know of an outage and of its end', async () => {
  const other = await startTestGateway({
    smarthost: host,
    databaseUrl: test.environment['DATABASE_URL']!,
    key: test.environment['HALLPASS_KEY']!,
    roles: ['deliver'],
  });
  try {
    await startOutage();
    await until(async () => (await readyz(other)) === 'down');
    await host.up();
    await until(async () => (await readyz(other)) === 'up' && (await readyz()) === 'up');
    expect(await outages()).toEqual([]);
  } finally {
    await other.stop();
  }
});

it('a message that makes the hop hang up starts no outage for others', async () => {
  host.program({ mail: { 'odd@school.example': 'drop' } });
  const odd = await accepted('odd');
  await test.attempted(odd, 1);
  const next = await accepted('next');
  await test.reaches(next, 'delivered');
  expect((await recipients([next]))[0]!.attempts).toBe(1);
  expect(await outages()).toEqual([]);
});
