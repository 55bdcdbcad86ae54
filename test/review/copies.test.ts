/** Send without the flagged parts, by reviewers: the copy is checked again, the message is cancelled, and two people agree where a release needs two. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { CopyPreview } from '../../src/review/contract/actions.ts';
import { letter } from '../harness/gateway.ts';
import { until } from '../harness/wait.ts';
import { mapleRoster, openReviewScene, type ReviewScene } from './reviewers.ts';

let scene: ReviewScene;
beforeAll(async () => {
  scene = await openReviewScene();
});
afterAll(() => scene.close());

const address = 'our student Kou Vang, grade 7, lives at 3920 Washington Avenue, Apartment 2.';
let count = 0;

async function held(text: string): Promise<{ id: string; to: string }> {
  count += 1;
  const [from, to] = [`writer${count}@maple.example`, `coach${count}@otherclub.example`];
  const sender = from.replace('maple.example', scene.test.config.district.domains[0]!);
  const raw = letter({ from: sender, to, subject: 'Ride', text });
  const id = await scene.test.accepted({ sender, recipients: [to], raw });
  await scene.test.reaches(id, 'quarantined');
  return { id, to };
}

it('shows what would change, sends the copy at once, and tells the sender', async () => {
  const { test, host, mia, ben } = scene;
  const { id, to } = await held(`Hello,\r\n\r\n${address}\r\n\r\nThanks`);
  const before = await test.store.body(id);
  const preview = await mia.get<CopyPreview>(`/messages/${id}/copy`);
  expect(preview).toMatchObject({ isPossible: true, leftOut: [], keptFiles: 0, recipients: [to] });
  expect(preview.changed[0]!.after).toContain('[removed]');
  expect(JSON.stringify(preview)).not.toMatch(/Kou|Vang|3920|Washington/);
  expect((await mia.detail(id)).state).toBe('held');

  expect(await mia.act(id, { action: 'send-copy', words: 'The coach needs the name only.' })).toMatchObject({
    ok: true,
    undoUntil: null,
  });
  const original = await test.reaches(id, 'cancelled');
  const copy = String(original.events.find(({ event }) => event === 'copy')!.detail['copy']);
  await test.reaches(copy, 'delivered');
  expect(await test.events(copy)).toEqual(expect.arrayContaining(['received', 'copied', 'verdict', 'delivered']));
  const taken = await host.mailFor(to);
  expect(taken.raw.toString()).toContain('[removed]');
  expect(taken.raw.toString()).not.toContain('Washington');
  expect((await test.store.body(id)).equals(before)).toBe(true);
  const notice = await until(() => host.mails.find(({ raw }) => raw.includes(`copy-sent.${id}`)));
  const words = notice.raw.toString().replace(/=\r\n/g, '');
  expect(words).toContain('The coach needs the name only.');
  expect(words).toContain('A reviewer sent a copy');

  expect(await ben.detail(id)).toMatchObject({ state: 'cancelled', decision: { action: 'copy', by: 'Mia Ortiz' } });
  const history = await ben.get<{ events: { words: string; actor: string }[] }>(`/messages/${id}/history`);
  expect(history.events).toContainEqual(
    expect.objectContaining({
      actor: mia.email,
      words: `Cancelled: a copy without the flagged parts was sent instead (message ${copy})`,
    }),
  );
  expect(await mia.act(id, { action: 'send-copy', words: '' })).toMatchObject({ ok: false });
});

it('is not possible for a threat', async () => {
  const { id } = await held('I know where you live. I will break your legs when I see you, you worthless idiot.');
  const { mia } = scene;
  expect((await mia.detail(id)).actions.map(({ action }) => action)).not.toContain('send-copy');
  expect(await mia.get<CopyPreview>(`/messages/${id}/copy`)).toMatchObject({ isPossible: false });
  expect(await mia.act(id, { action: 'send-copy', words: '' })).toMatchObject({ ok: false, code: 'conflict.no-copy' });
});

it('needs two people where a release does, and their approvals count for the copy alone', async () => {
  const { test, host, mia, ben } = scene;
  const read = (name: string): string[] => readFileSync(join(mapleRoster, name), 'utf8').split('\n');
  const homes = new Map(read('addresses.csv').map((line) => [line.split(',')[0], line.split(',').slice(1).join(', ')]));
  const lines = read('users.csv')
    .filter((line) => line.startsWith('s-'))
    .map((line) => line.split(','))
    .map((cells) => `${cells[8]} ${cells[9]}, ${homes.get(cells[0]) ?? ''}`);
  const { id, to } = await held(`The list for the bus:\r\n\r\n${lines.join('\r\n')}\r\n\r\nThanks`);
  expect((await mia.detail(id)).approvals).toEqual({ given: 0, needed: 2 });
  expect(await mia.act(id, { action: 'send-copy', words: 'Names only, please.' })).toMatchObject({
    ok: true,
    words: expect.stringContaining('1 of 2'),
  });
  expect((await test.store.message(id))!.state).toBe('quarantined');
  // It is no approval of the release: the release still lacks two people.
  expect(await mia.detail(id)).toMatchObject({ approvals: { given: 0, needed: 2 }, approvers: [{ forCopy: true }] });
  expect(await mia.act(id, { action: 'send-copy', words: 'Names only, please.' })).toMatchObject({
    ok: false,
    code: 'conflict.already-agreed',
  });
  expect(await ben.act(id, { action: 'release', reason: 'Bus company', withoutReading: true })).toMatchObject({
    ok: true,
    words: expect.stringContaining('1 of 2'),
  });
  expect((await test.store.message(id))!.state).toBe('quarantined');

  // The second person agrees to the copy instead; what stands in it is checked again.
  expect(await ben.act(id, { action: 'send-copy', words: '' })).toMatchObject({ ok: true });
  const original = await test.reaches(id, 'cancelled');
  const copy = String(original.events.find(({ event }) => event === 'copy')!.detail['copy']);
  const { state } = await test.reaches(copy, 'delivered', 'quarantined');
  const left = host.mails.filter(({ recipients }) => recipients.some((one) => one.address === to));
  expect(left).toHaveLength(state === 'delivered' ? 1 : 0);
  for (const { raw } of left) for (const home of homes.values()) if (home) expect(raw.toString()).not.toContain(home);
});
