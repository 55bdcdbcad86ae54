/** The story of an exception: made from a message about one student, it never releases a class. Through the API and the command line. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ExceptionPreview } from '../../src/review/contract/actions.ts';
import type { Exception } from '../../src/review/contract/pages.ts';
import { hallpassCommand, run } from '../harness/command.ts';
import type { TestGateway } from '../harness/gateway.ts';
import type { SmartHost } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';
import { openReviewScene, type Reviewer, type Reviewers, type ReviewScene } from './reviewers.ts';

const password = 'seven green kayaks';
const printer = 'orders@printco.example';
const [roy, ana] = ['roy.tanaka@maple.example', 'ana.lopez@maple.example'];
const homes = [
  'Mai See Vang lives at 101 Quarry Rd, Maple Falls, WI 53199.',
  'Amara Okonkwo-Reyes lives at 138 N Juniper St, Maple Falls, WI 53199.',
  'Hope Brandt lives at 9 Cedar Ln, Maple Falls, WI 53199.',
];
let scene: ReviewScene;
let host: SmartHost;
let test: TestGateway;
let reviewers: Reviewers;
let mia: Reviewer;
let ben: Reviewer;

beforeAll(async () => {
  scene = await openReviewScene();
  ({ host, test, reviewers, mia, ben } = scene);
});
afterAll(() => scene.close());

async function sent(sender: string, students: number): Promise<{ id: string; state: string }> {
  const raw = [
    `From: A Teacher <${sender}>`,
    `To: ${printer}`,
    'Subject: Name tags',
    '',
    ...homes.slice(0, students),
    '',
  ];
  const id = await test.accepted({ sender, recipients: [printer], raw: raw.join('\r\n') });
  const { state } = await test.reaches(id, 'quarantined', 'delivered');
  return { id, state };
}
const expiresAt = new Date(Date.now() + 30 * 86_400_000).toISOString();
const bounds = { codes: ['student-pii.home-address', 'student-pii.location'], recipient: printer, expiresAt };
const preview = async (id: string, more: object = {}): Promise<ExceptionPreview> =>
  (await mia.call<ExceptionPreview>('POST', `/messages/${id}/exception-preview`, { ...bounds, ...more })).body;
const allow = (id: string, wouldRelease: number, more: object = {}) =>
  mia.act(id, {
    action: 'release-and-allow',
    reason: 'The printer has a contract',
    exception: { ...bounds, ...more, reason: 'The printer has a contract', wouldRelease },
  });
const listed = async (): Promise<Exception[]> => (await mia.get<{ exceptions: Exception[] }>('/exceptions')).exceptions;
const noticesTo = (address: string, words: string) =>
  host.mails.filter(
    ({ recipients, raw }) =>
      recipients.some((one) => one.address === address) && raw.toString().includes(`Subject: ${words}`),
  );
const why = ['--reason', 'The contract is signed'];
const exceptionsCommand = (...args: string[]) =>
  run(hallpassCommand, ['exceptions', ...args], test.environment, `${password}\n`);

it('shows what it would have released, waits for a manager where it is wide, and holds what is more than it was made from', async () => {
  const earlier = await sent(ana, 1);
  const { id } = await sent(roy, 1);
  const three = await sent(ana, 3);
  expect([earlier.state, three.state]).toEqual(['quarantined', 'quarantined']);

  // One sender to one recipient needs nobody else; anyone to this recipient does.
  expect(await preview(id, { sender: roy })).toMatchObject({ messages: 0, needsConsent: false, students: 1 });
  const wide = await preview(id);
  expect(wide).toMatchObject({ days: 30, messages: 1, senders: 1, needsConsent: true });
  expect(wide.examples).toEqual([expect.objectContaining({ id: earlier.id, sender: ana, students: 1 })]);
  expect(await allow(id, 0)).toMatchObject({ ok: false, code: 'conflict.preview' });
  expect((await mia.detail(id)).state).toBe('held');

  expect(await allow(id, 1)).toMatchObject({ ok: true });
  await reviewers.reaches(mia, id, 'released');
  const [exception] = await listed();
  expect(exception).toMatchObject({ students: 1, waitsForConsent: true, used: 0, by: 'Mia Ortiz', recipient: printer });
  await until(() => noticesTo(ben.email, 'Approval needed').length > 0);
  expect((await sent(ana, 1)).state).toBe('quarantined');

  // The reviewer cannot consent, neither in the console nor at the terminal.
  expect((await mia.call('POST', `/exceptions/${exception!.id}/consent`)).status).toBe(403);
  const notHers = await exceptionsCommand('consent', exception!.id.slice(0, 8), '--as', mia.email, ...why);
  expect([notHers.code, notHers.stderr]).toEqual([2, expect.stringContaining('only a manager can approve')]);
  const list = await exceptionsCommand('list');
  expect(list.stdout).toContain('waiting for a manager to approve it');
  expect(list.stdout).toContain(`anyone → ${printer}`);
  const consented = await exceptionsCommand('consent', exception!.id.slice(0, 8), '--as', ben.email, ...why);
  expect([consented.code, consented.stderr]).toEqual([0, expect.anything()]);
  expect((await ben.call('POST', `/exceptions/${exception!.id}/consent`)).status).toBe(404);

  const passed = await until(async () => {
    const one = await sent(ana, 1);
    return one.state === 'delivered' ? one : undefined;
  });
  expect((await sent(ana, 3)).state).toBe('quarantined');
  expect((await listed())[0]).toMatchObject({ waitsForConsent: false, consentedBy: 'Ben Hale', used: 1 });

  // Its maker and the manager learn of the first use, and only of that one, without content.
  await until(
    () => noticesTo(mia.email, 'Exception used').length === 1 && noticesTo(ben.email, 'Exception used').length,
  );
  expect((await sent(roy, 1)).state).toBe('delivered');
  expect((await listed())[0]!.used).toBe(2);
  const [notice] = noticesTo(mia.email, 'Exception used');
  const text = notice!.raw.toString().replaceAll('=\r\n', '');
  expect(text).toContain(passed.id);
  expect(text).not.toMatch(/Quarry|Mai See|Name tags|ana\.lopez/);
  expect(noticesTo(mia.email, 'Exception used')).toHaveLength(1);

  const ended = await exceptionsCommand('end', exception!.id, '--as', mia.email, ...why);
  expect([ended.code, ended.stdout]).toEqual([0, expect.stringContaining('has ended')]);
  await until(async () => (await sent(ana, 1)).state === 'quarantined');
  expect((await exceptionsCommand('list')).stdout).toBe('There are no exceptions.\n');
  expect(await test.sql(`SELECT actor FROM audit_events WHERE event = 'exception-consented'`)).toEqual([
    { actor: ben.email },
  ]);
}, 600_000);

it('is not made for more than its message has, nor for what is always reviewed', async () => {
  const { id } = await sent(roy, 1);
  const refusedAt = async (more: object): Promise<string[]> => {
    const answer = await mia.call<{ fields: { path: string }[] }>('POST', `/messages/${id}/exception-preview`, {
      ...bounds,
      ...more,
    });
    return [String(answer.status), ...(answer.body.fields ?? []).map(({ path }) => path)];
  };
  expect(await refusedAt({ codes: ['student-pii.*'] })).toEqual(['400', 'exception.codes.0']);
  expect(await refusedAt({ codes: ['threat.harm'] })).toEqual(['400', 'exception.codes.0']);
  expect(await refusedAt({ expiresAt: new Date(Date.now() + 300 * 86_400_000).toISOString() })).toEqual([
    '400',
    'exception.expiresAt',
  ]);
  const threat = await test.accepted({
    sender: roy,
    recipients: [printer],
    raw: `From: ${roy}\r\nTo: ${printer}\r\nSubject: x\r\n\r\nI will kill you tomorrow, and I will bring my gun to your house.\r\n`,
  });
  await test.reaches(threat, 'quarantined');
  const detail = await mia.detail(threat);
  expect(detail.codes.join()).toMatch(/threat|harassment/);
  expect(detail.actions.map(({ action }) => action)).not.toContain('release-and-allow');
  expect(
    (await mia.call('POST', `/messages/${threat}/exception-preview`, { ...bounds, codes: detail.codes })).status,
  ).toBe(400);
}, 600_000);
