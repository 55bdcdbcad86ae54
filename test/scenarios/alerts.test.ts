/** Each alert made for real, as mail, webhooks, settings page and metrics show it, when it is raised and when it ends. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlertKind } from '../../src/alerts/alert.ts';
import { letter, sender, startTestGateway, type ConfigInput, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';
import { startWebhookSink, type Posted, type WebhookSink } from '../harness/webhook-sink.ts';

const tls = join(import.meta.dirname, '../../fixtures/tls');
const secret = 'a-key-of-more-than-24-characters';
const admin = 'admin@school.example';

let sink: WebhookSink;
let host: SmartHost;
beforeAll(async () => {
  [sink, host] = await Promise.all([startWebhookSink(), startSmartHost()]);
});
afterAll(async () => {
  await sink.stop();
  await host.down();
});

/** Nothing is alarming by itself, so that each test names what it makes. */
function alertsOf(name: string, settings: ConfigInput = {}): ConfigInput {
  return {
    mail: [admin],
    webhooks: [{ name, url: `${sink.url}/${name}`, format: 'json', secret }],
    everySeconds: 1,
    diskFreePercent: 0,
    ...settings,
  };
}

interface Body {
  readonly type: string;
  readonly timestamp: string;
  readonly data: { readonly id: string; readonly kind: string; readonly summary: string; readonly messageId: string };
}
const bodyOf = ({ body }: Posted): Body => JSON.parse(body) as Body;

async function posted(name: string, kind: AlertKind, status: 'raised' | 'ended'): Promise<Body> {
  const is = (post: Posted): boolean =>
    post.path === `/${name}` && bodyOf(post).data.kind === kind && bodyOf(post).type === `hallpass.alert.${status}`;
  return bodyOf(await sink.post(is));
}

const mailed = (smarthost: SmartHost, subject: string) =>
  until(() => smarthost.mails.find(({ raw }) => raw.toString().includes(`Subject: [Hallpass] ${subject}\r\n`)));

async function metric(test: TestGateway, kind: AlertKind): Promise<number> {
  const text = await (await fetch(`${test.http}/metrics`)).text();
  return Number(new RegExp(`^hallpass_alerts\\{kind="${kind}"\\} (\\d+)$`, 'm').exec(text)?.[1]);
}

it('of a threat, a mass disclosure and many held messages, which end with the decision, without content', async () => {
  const config = { alerts: alertsOf('held', { heldMessages: 1, disclosureStudents: 10 }) };
  const test = await startTestGateway({ smarthost: host, marked: false, config });
  const recipients = ['partner@museum.example'];
  const students = Array.from({ length: 12 }, (_, n) => `Student Ana Reed${'abcdefghijkl'[n]}, SSN 219-09-${1000 + n}`);
  const threat = await test.accepted({
    sender,
    recipients,
    raw: letter({ subject: 'Marmalade', text: 'Say one more word and I will hurt you. I know where you park.' }),
  });
  await test.reaches(threat, 'quarantined');
  const raised = await posted('held', 'threat', 'raised');
  expect(raised.data).toMatchObject({ messageId: threat, summary: 'A message with a possible threat is held.' });
  const mass = await test.accepted({ sender, recipients, raw: letter({ text: students.join('\r\n') }) });
  const { verdict } = await test.reaches(mass, 'quarantined');
  const disclosure = await posted('held', 'mass-disclosure', 'raised');
  expect(disclosure.data.messageId).toBe(mass);
  expect(disclosure.data.summary).toBe(`A message with data about ${verdict?.students} students is held.`);
  expect(verdict?.students).toBeGreaterThanOrEqual(10);
  expect((await posted('held', 'held-messages', 'raised')).data.summary).toContain('2 messages are held');
  expect(await metric(test, 'threat')).toBe(1);

  const mail = (await mailed(host, 'Possible threat')).raw.toString();
  expect(mail).toContain(`${test.http}/messages/${threat}`);
  expect(mail).toContain('Auto-Submitted: auto-generated');
  await test.makeDue(threat);
  await test.makeDue(mass);
  expect((await posted('held', 'threat', 'ended')).data.id).toBe(raised.data.id);
  await posted('held', 'mass-disclosure', 'ended');
  await posted('held', 'held-messages', 'ended');
  expect((await mailed(host, 'Ended: Possible threat')).raw.toString()).toContain(
    `In-Reply-To:\r\n <alert.${raised.data.id}@gate.school.example>`,
  );
  expect(await metric(test, 'threat')).toBe(0);
  expect(await test.events(threat)).toEqual(expect.arrayContaining(['alert-raised', 'alert-ended']));

  const everything = [
    ...sink.posts.map(({ body }) => body),
    ...host.mails.filter(({ raw }) => raw.includes('X-Hallpass-Notice: alert')).map(({ raw }) => raw.toString()),
  ].join('\n');
  expect(everything).not.toMatch(/marmalade|hurt you|219-09|Reed|teacher@|museum\.example/i);
  await test.stop();
});

it('of a next hop that is down and of a queue that waits; the webhook tells it at once, the mail when the hop is back', async () => {
  const own = await startSmartHost();
  const alerts = alertsOf('hop', { nextHopMinutes: 0, queueMinutes: 30 });
  const test = await startTestGateway({ smarthost: own, config: { alerts } });
  await own.down();
  const id = await test.accepted({ sender, recipients: ['partner@museum.example'], raw: letter() });
  await test.attempted(id, 1);
  const { data } = await posted('hop', 'next-hop', 'raised');
  expect(data.summary).toContain(`${own.address} has not accepted mail since`);
  expect(data.summary).toContain('(deliver.hop-down)');
  expect(sink.posts.some((post) => post.path === '/hop' && bodyOf(post).data.kind === 'queue-age')).toBe(false);
  await test.age(id, 1);
  expect((await posted('hop', 'queue-age', 'raised')).data.summary).toContain('has been waiting for 60 minutes');
  await own.up();
  await test.sql("UPDATE messages SET due_at = now(), lease = NULL WHERE state = 'delivering'");
  await test.reaches(id, 'delivered');
  await posted('hop', 'next-hop', 'ended');
  await posted('hop', 'queue-age', 'ended');
  await test.sql("UPDATE messages SET due_at = now() WHERE state = 'delivering' AND lease IS NULL");
  await mailed(own, 'Next hop is not accepting mail');
  await test.stop();
  await own.down();
});

it('of an old roster and a certificate that ends within the time set', async () => {
  const config = {
    alerts: alertsOf('age', { rosterDays: 14, certificateDays: 40_000 }),
    smtp: { tls: { certFile: join(tls, 'cert.pem'), keyFile: join(tls, 'key.pem') } },
    roster: join(import.meta.dirname, '../../fixtures/rosters/maple'),
  };
  const test = await startTestGateway({ smarthost: host, config });
  expect((await posted('age', 'certificate', 'raised')).data.summary).toMatch(
    /cert\.pem on .* expires on 2126-10-28\.$/,
  );
  const rows = await test.sql("UPDATE rosters SET imported_at = now() - interval '15 days' RETURNING id");
  expect(rows).toHaveLength(1);
  expect((await posted('age', 'roster-age', 'raised')).data.summary).toContain('the threshold is 14 days');
  await test.sql('UPDATE rosters SET imported_at = now()');
  await posted('age', 'roster-age', 'ended');
  await test.stop();
});

const command = (name: string, ...args: string[]): boolean => spawnSync(name, args).status === 0;
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-small-'));
  if (command('mount', '-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder)) return folder;
  rmSync(folder, { recursive: true });
  return undefined;
}
const disk = smallDisk();
afterAll(() => {
  if (disk === undefined) return;
  command('umount', disk);
  rmSync(disk, { recursive: true });
});

// Where nothing can be mounted, the threshold of 100 % in the tests below stands for a full disk.
const disks = disk === undefined ? [] : [disk];
it.each(disks)('of the disk %s that is almost full, until there is space again', async (folder) => {
  const config = { data: folder, alerts: alertsOf('disk', { diskFreePercent: 10 }) };
  const test = await startTestGateway({ smarthost: host, config });
  const file = openSync(join(folder, 'filler'), 'w');
  writeSync(file, Buffer.alloc(7_900_000));
  closeSync(file);
  expect((await posted('disk', 'disk', 'raised')).data.summary).toMatch(/^Only \d% of the disk that holds .* is free/);
  rmSync(join(folder, 'filler'));
  await posted('disk', 'disk', 'ended');
  await test.stop();
});

it('of a data folder that is gone, until it is there again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-gone-'));
  const config = { data: folder, alerts: alertsOf('gone', { diskFreePercent: 0 }) };
  const test = await startTestGateway({ smarthost: host, config });
  renameSync(folder, `${folder}-away`);
  expect((await posted('gone', 'disk', 'raised')).data.summary).toMatch(/^The folder .* cannot be read \(ENOENT\)/);
  renameSync(`${folder}-away`, folder);
  await posted('gone', 'disk', 'ended');
  await test.stop();
  rmSync(folder, { recursive: true });
});

it('signed, tried again with the same id, and never sent to where a redirect points', async () => {
  sink.answer(500, 302);
  const config = { alerts: alertsOf('signed', { diskFreePercent: 100 }) };
  const test = await startTestGateway({ smarthost: host, config });
  const posts = await until(() => {
    const own = sink.posts.filter(({ path }) => path === '/signed');
    return own.length >= 3 ? own : undefined;
  });
  expect(new Set(posts.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  for (const { headers, body } of posts) {
    const signed = `${headers['webhook-id'] as string}.${headers['webhook-timestamp'] as string}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', secret).update(signed).digest('base64')}`);
  }
  expect(sink.posts.some(({ path }) => path === '/elsewhere')).toBe(false);
  await until(async () => (await test.sql('SELECT 1 FROM alert_posts')).length === 0);
  expect(test.log.filter((line) => line.includes('alerts.webhook-failed'))).toHaveLength(2);
  expect(test.log.join('')).not.toMatch(new RegExp(`${secret}|${sink.url}`));
  await test.stop();
});

it('in the shapes of Slack and Teams, with what has a meaning there escaped', async () => {
  const webhooks = ['slack', 'teams'].map((format) => ({ name: format, format, url: `${sink.url}/${format}` }));
  const config = { hostname: 'gate_1.school.example', alerts: { ...alertsOf('none'), webhooks, diskFreePercent: 100 } };
  const test = await startTestGateway({ smarthost: host, config });
  const slack = JSON.parse((await sink.post(({ path }) => path === '/slack')).body) as {
    text: string;
    blocks: { text: { type: string; text: string } }[];
  };
  expect(slack.text).toMatch(/^The disk is almost full: Only \d+% of the disk/);
  expect(slack.blocks[0]?.text.text).toContain('*The disk is almost full*\n');
  const teams = JSON.parse((await sink.post(({ path }) => path === '/teams')).body) as {
    type: string;
    attachments: { contentType: string; content: { type: string; body: { text: string }[] } }[];
  };
  expect(teams.type).toBe('message');
  expect(teams.attachments[0]?.contentType).toBe('application/vnd.microsoft.card.adaptive');
  expect(teams.attachments[0]?.content.body.map(({ text }) => text)).toEqual([
    'The disk is almost full',
    expect.stringContaining('% of the disk'),
    'gate\\_1.school.example',
  ]);
  await test.stop();
});

it('no more than so many an hour: the others wait, and those that end meanwhile are never sent', async () => {
  const config = {
    alerts: alertsOf('rate', { perHour: 1, disclosureStudents: 1000, diskFreePercent: 100, rosterDays: 14 }),
  };
  const test = await startTestGateway({
    smarthost: host,
    config: { ...config, roster: join(import.meta.dirname, '../../fixtures/rosters/maple') },
  });
  await posted('rate', 'disk', 'raised');
  await test.sql("UPDATE rosters SET imported_at = now() - interval '15 days'");
  await until(async () => (await metric(test, 'roster-age')) === 1);
  await test.sql('UPDATE rosters SET imported_at = now()');
  await until(async () => (await metric(test, 'roster-age')) === 0);
  await test.sql("UPDATE alerts SET sent_at = sent_at - interval '2 hours'");
  await test.sql("UPDATE rosters SET imported_at = now() - interval '15 days'");
  await posted('rate', 'roster-age', 'raised');
  const own = sink.posts
    .filter(({ path }) => path === '/rate')
    .map((post) => `${bodyOf(post).data.kind} ${bodyOf(post).type}`);
  expect(own).toEqual(['disk hallpass.alert.raised', 'roster-age hallpass.alert.raised']);
  await test.stop();
});
