/** Actions of reviewers on held messages, undo, and two actions at once, with a real gateway and a real next hop. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { letter, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';
import type { BulkResult } from '../../src/review/contract/actions.ts';
import type { MessageHistory } from '../../src/review/contract/message.ts';
import { openReviewers, type Reviewer, type Reviewers } from './reviewers.ts';

let host: SmartHost;
let test: TestGateway;
let reviewers: Reviewers;
let mia: Reviewer;
let noor: Reviewer;

beforeAll(async () => {
  host = await startSmartHost();
  test = await startTestGateway({
    smarthost: host,
    config: { review: { undoSeconds: 0 }, notices: { languages: ['en', 'es'] } },
  });
  reviewers = await openReviewers(test);
  mia = await reviewers.add('reviewer', { name: 'Mia Ortiz' });
  noor = await reviewers.add('manager', { name: 'Noor Haddad' });
});
afterAll(async () => {
  await reviewers.close();
  await test.stop();
  await host.down();
});

let count = 0;
async function held(recipients = 1, text = 'please-hold'): Promise<{ id: string; from: string; to: string[] }> {
  count += 1;
  const from = `writer${count}@school.example`;
  const to = Array.from({ length: recipients }, (_, n) => `partner${count}-${n}@museum.example`);
  const id = await test.accepted({
    sender: from,
    recipients: to,
    raw: letter({ from, to: 'list@museum.example', text, subject: `Trip number${count}` }),
  });
  await test.reaches(id, /^please-(hold|agree)/.test(text) ? 'quarantined' : 'warned');
  return { id, from, to };
}
/** Keeps decisions pending, so that they can be undone. */
async function slowly<T>(run: () => Promise<T>): Promise<T> {
  const due = new Date(Date.now() + 3_600_000);
  await test.sql(`CREATE OR REPLACE FUNCTION wait_to_undo() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN NEW.pending_due = '${due.toISOString()}'; RETURN NEW; END $$`);
  await test.sql(`CREATE TRIGGER wait_to_undo BEFORE UPDATE ON review_items FOR EACH ROW
    WHEN (NEW.pending IS NOT NULL AND OLD.pending IS NULL) EXECUTE FUNCTION wait_to_undo()`);
  try {
    return await run();
  } finally {
    await test.sql('DROP TRIGGER wait_to_undo ON review_items');
  }
}

describe('a held message', () => {
  it('is listed with its facts, and can be searched', async () => {
    const { id, from, to } = await held(2);
    const page = await mia.list(`is:open from:${from}`);
    expect(page).toMatchObject({ total: 1, next: null });
    expect(page.rows[0]).toMatchObject({
      id,
      state: 'held',
      severity: 'medium',
      subject: `Trip number${count}`,
      from: { address: from, name: 'A Teacher' },
      recipients: { count: 2, first: to[0], outside: 2, unentitled: 0 },
      codes: ['marked.hold'],
      rules: ['hold'],
      assignee: null,
      approvals: { given: 0, needed: 1 },
    });
    for (const q of [
      `subject:number${count}`,
      `to:${to[1]}`,
      `number${count} detector:marked`,
      `code:marked.hold from:writer${count}`,
      `rule:hold severity:medium score:>=0.9 to:${to[0]} after:today`,
    ])
      expect((await mia.list(q)).rows.map((row) => row.id)).toEqual([id]);
    for (const q of [
      `from:${from} -is:held`,
      `from:${from} is:released`,
      `from:${from} -subject:trip`,
      `from:${from} severity:high`,
      `from:${from} is:mine`,
    ])
      expect((await mia.list(q)).rows).toEqual([]);
  });

  it('says why it is held, masks its content until it is revealed, and records who read it', async () => {
    const { id } = await held();
    const detail = await mia.detail(id);
    expect(detail.why).toEqual([
      expect.objectContaining({ rule: 'hold', clause: 'Policy of the tests, 1', findings: [0] }),
    ]);
    expect(detail.findings[0]).toMatchObject({ code: 'marked.hold', because: [{ rule: 'marked', words: 'Marked.' }] });
    expect(detail.revealed).toBe(false);
    const masked = await mia.content(id);
    const body = masked.parts.find(({ kind }) => kind === 'body' && true && masked.masked);
    expect(masked.parts.map(({ text }) => text).join()).not.toContain('please-hold');
    expect(body).toBeDefined();
    expect((await mia.call('GET', `/messages/${id}/rendered`)).status).toBe(403);
    expect((await mia.call('POST', `/messages/${id}/reveal`, { reason: 'x' })).status).toBe(400);
    expect((await mia.call('POST', `/messages/${id}/reveal`, { reason: 'To see what the museum asked' })).status).toBe(
      204,
    );
    expect((await mia.call('POST', `/messages/${id}/reveal`, { reason: 'Once more' })).status).toBe(204);
    const shown = await mia.content(id);
    const part = shown.parts.find(({ text }) => text.includes('please-hold'))!;
    const mark = part.marks.find(({ kind }) => kind === 'finding')!;
    expect(part.text.slice(mark.start, mark.end)).toBe('please-hold');
    expect((await noor.content(id)).masked).toBe(true);
    expect((await mia.get<{ html: string }>(`/messages/${id}/rendered`)).html).toContain('please-hold');
    expect(await mia.get<string>(`/messages/${id}/raw`)).toContain('Message-ID: <trip@school.example>');
    const events = await test.events(id);
    expect(events.filter((event) => event === 'revealed')).toHaveLength(1);
    expect(events).toContain('raw-read');
  });

  it('is released, counts as released once the next hop accepts it, and its history says so', async () => {
    const { id, to, from } = await held();
    host.program({ rcpt: { [to[0]!]: ['450 4.2.1 Mailbox busy'] } });
    expect(await mia.act(id, { action: 'release', reason: 'The museum may have it.' })).toMatchObject({
      ok: true,
      words: 'Releasing to 1 recipient.',
    });
    await reviewers.reaches(mia, id, 'releasing');
    await test.attempted(id, 1);
    expect((await mia.detail(id)).state).toBe('releasing');
    await test.makeDue(id);
    const detail = await reviewers.reaches(mia, id, 'released');
    expect(detail.decision).toMatchObject({ action: 'release', by: 'Mia Ortiz', words: 'The museum may have it.' });
    expect(detail.recipientList[0]).toMatchObject({ address: to[0], delivery: 'delivered' });
    const history = await mia.get<MessageHistory>(`/messages/${id}/history`);
    expect(history.events.map(({ words }) => words)).toEqual([
      'Received for 1 recipient',
      'Checked: held for review',
      'The sender was notified that the message is held',
      'Decided: release',
      'Released to all recipients',
      expect.stringContaining('Delayed for 1 recipient'),
      expect.stringContaining('for 1 recipient'),
      'Released: accepted by the next mail server',
      'The sender was notified of the delivery',
    ]);
    expect(history.events[3]!.actor).toBe(mia.email);
    await host.mailFor(from, 2);
  });

  it('goes to some recipients only, and the sender is notified who did not get it', async () => {
    const { id, to, from } = await held(3);
    await mia.act(id, { action: 'release', recipients: [2, 0], reason: '' });
    const detail = await reviewers.reaches(mia, id, 'released');
    expect(detail.recipientList.map(({ delivery }) => delivery)).toEqual(['delivered', 'withheld', 'delivered']);
    expect((await host.mailFor(to[0]!)).recipients.map(({ address }) => address)).toEqual([to[0], to[2]]);
    const notice = (await host.mailFor(from, 2)).raw.toString().replaceAll('=\r\n', '');
    expect(notice).toContain(`It was not sent to this recipient: ${to[1]}.`);
    expect(host.mails.some(({ recipients }) => recipients.some(({ address }) => address === to[1]))).toBe(false);
  });

  it('is returned to its sender, finally or for correction, with the text of a template', async () => {
    for (const [action, kind] of [
      ['reject', 'rejected'],
      ['return', 'returned'],
    ] as const) {
      const { id, from } = await held();
      const wordless = await mia.call('POST', `/messages/${id}/actions`, { action, words: '' });
      expect(wordless.status).toBe(400);
      await mia.act(id, { action, template: 'use-the-portal', words: 'Thank you!' });
      await reviewers.reaches(mia, id, 'returned');
      const notice = (await host.mailFor(from, 2)).raw.toString().replaceAll('=\r\n', '');
      expect(notice).toContain(`X-Hallpass-Notice: ${kind}`);
      expect(notice).toContain('through the family portal');
      expect(notice).toContain('Thank you!');
    }
  });

  it('can be undone before the decision is carried out, and stays held', async () => {
    const { id, to } = await held();
    const decided = await slowly(() => mia.act(id, { action: 'release', reason: '' }));
    expect(decided.undoUntil).not.toBeNull();
    const waiting = await mia.detail(id);
    expect(waiting).toMatchObject({ state: 'deciding', decision: { action: 'release', by: 'Mia Ortiz' } });
    expect(waiting.actions.map(({ action }) => action)).toContain('undo');
    expect(await noor.act(id, { action: 'undo' })).toMatchObject({ ok: true });
    expect(await noor.act(id, { action: 'undo' })).toMatchObject({ ok: false });
    expect(await mia.detail(id)).toMatchObject({ state: 'held', decision: null });
    const [row] = await test.sql<{ due: boolean }>('SELECT due_at = expires_at AS due FROM messages WHERE id = $1', [
      id,
    ]);
    expect(row).toEqual({ due: true });
    expect(host.mails.some(({ recipients }) => recipients.some(({ address }) => address === to[0]))).toBe(false);
  });

  it('lets one of two reviewers win and tells the other who decided', async () => {
    const { id } = await held();
    const [a, b] = await slowly(() =>
      Promise.all([mia.act(id, { action: 'release', reason: '' }), noor.act(id, { action: 'reject', words: 'No.' })]),
    );
    const [won, lost] = a.ok ? [a, b] : [b, a];
    expect(won.ok).toBe(true);
    expect(lost).toMatchObject({ ok: false, code: 'conflict.already-decided' });
    expect(lost.words).toMatch(/^(Mia Ortiz released|Noor Haddad returned) it \d+ seconds? before you\.$/);
    await (a.ok ? mia : noor).act(id, { action: 'undo' });
  });

  it('can be assigned, reassigned, escalated and annotated', async () => {
    const { id } = await held();
    expect((await mia.act(id, { action: 'claim' })).ok).toBe(true);
    expect(await noor.act(id, { action: 'claim' })).toMatchObject({ ok: false, words: 'It is assigned to Mia Ortiz.' });
    expect((await mia.list('is:mine')).rows.map((row) => row.id)).toContain(id);
    expect((await mia.act(id, { action: 'assign', to: noor.id })).ok).toBe(true);
    expect((await mia.act(id, { action: 'unclaim' })).ok).toBe(false);
    await mia.act(id, { action: 'escalate', note: 'Ask the principal' });
    await noor.act(id, { action: 'note', text: 'Called her.' });
    const detail = await noor.detail(id);
    expect(detail).toMatchObject({ escalated: true, assignee: { name: 'Noor Haddad' } });
    expect(detail.notes.map(({ by, text }) => [by, text])).toEqual([
      ['Mia Ortiz', 'Ask the principal'],
      ['Noor Haddad', 'Called her.'],
    ]);
    expect((await noor.list('is:escalated')).rows.map((row) => row.id)).toContain(id);
    expect((await noor.act(id, { action: 'unclaim' })).ok).toBe(true);
    expect((await noor.list('is:unassigned is:escalated')).rows.map((row) => row.id)).toContain(id);
  });

  it('has single findings judged', async () => {
    const { id } = await held();
    expect((await mia.call('PUT', `/messages/${id}/findings/0/judgement`, { judgement: 'false-alarm' })).status).toBe(
      204,
    );
    expect((await mia.detail(id)).findings[0]!.judgement).toBe('false-alarm');
    expect((await mia.call('PUT', `/messages/${id}/findings/7/judgement`, { judgement: 'confirmed' })).status).toBe(
      404,
    );
    expect((await mia.call('PUT', `/messages/${id}/findings/0/judgement`, { judgement: null })).status).toBe(204);
    expect((await mia.detail(id)).findings[0]!.judgement).toBeNull();
  });

  it('takes a false alarm back when it is undone, and nothing that was judged before or since', async () => {
    const { id } = await held(1, 'please-hold, and please-hold, and please-hold');
    const judged = async () => (await mia.detail(id)).findings.map(({ judgement }) => judgement);
    const judge = (findings: number[], judgement: string) =>
      mia.call('PUT', `/messages/${id}/judgements`, { findings, judgement });
    await judge([0], 'false-alarm');
    await slowly(() => mia.act(id, { action: 'false-alarm', reason: '' }));
    expect(await judged()).toEqual(['false-alarm', 'false-alarm', 'false-alarm']);
    await noor.call('PUT', `/messages/${id}/judgements`, { findings: [2], judgement: 'confirmed' });
    expect(await noor.act(id, { action: 'undo' })).toMatchObject({ ok: true });
    expect(await judged()).toEqual(['false-alarm', null, 'confirmed']);
  });

  it('takes a false alarm back with the approval of the first of two people', async () => {
    const { id } = await held(1, 'please-agree, and please-agree');
    const judged = async () => (await mia.detail(id)).findings.map(({ judgement }) => judgement);
    const release = { action: 'false-alarm', reason: 'A word of the play', withoutReading: true } as const;
    expect(await mia.act(id, release)).toMatchObject({ ok: true, words: expect.stringContaining('1 of 2') });
    expect(await judged()).toEqual(['false-alarm', 'false-alarm']);
    expect(await mia.act(id, release)).toMatchObject({ ok: false, code: 'conflict.already-agreed' });
    expect(await mia.act(id, { action: 'undo' })).toMatchObject({ ok: true });
    expect(await judged()).toEqual([null, null]);
    expect((await mia.detail(id)).approvals.given).toBe(0);
  });

  it('has many findings judged at once, with a result for each', async () => {
    const { id } = await held(1, 'please-hold, and please-hold, and please-hold');
    const judge = (findings: number[], judgement: string | null) =>
      mia.call<{ results: { n: number; ok: boolean }[] }>('PUT', `/messages/${id}/judgements`, { findings, judgement });
    const { status, body } = await judge([2, 0, 2, 1, 9], 'false-alarm');
    expect([status, body.results.map(({ n, ok }) => [n, ok])]).toEqual([
      200,
      [
        [2, true],
        [0, true],
        [1, true],
        [9, false],
      ],
    ]);
    const judged = async () => (await mia.detail(id)).findings.map(({ judgement }) => judgement);
    expect(await judged()).toEqual(['false-alarm', 'false-alarm', 'false-alarm']);
    await Promise.all([judge([0, 1, 2], 'confirmed'), judge([2, 1, 0], 'confirmed')]);
    expect(await judged()).toEqual(['confirmed', 'confirmed', 'confirmed']);
    await judge([0, 1], null);
    expect(await judged()).toEqual([null, null, 'confirmed']);
    const { events } = await mia.get<{ events: { words: string; actor: string }[] }>(`/messages/${id}/history`);
    expect(events.filter(({ words }) => words === '3 findings were marked as false alarms')).toMatchObject([
      { actor: mia.email },
    ]);
    expect((await judge([], 'confirmed')).status).toBe(400);
    expect((await judge([-1], 'confirmed')).status).toBe(400);
  });

  it('can be part of a bulk action, with its own result', async () => {
    const [a, b] = [await held(), await held()];
    await mia.act(b.id, { action: 'reject', words: 'No.' });
    await reviewers.reaches(mia, b.id, 'returned');
    const missing = '01900000-0000-7000-8000-000000000000';
    const { body } = await mia.call<BulkResult>('POST', '/messages/actions', {
      ids: [a.id, b.id, missing, a.id],
      action: { action: 'release', reason: 'Agreed' },
    });
    expect(body.results.map(({ id, ok, code }) => [id, ok, code])).toEqual([
      [a.id, true, undefined],
      [b.id, false, 'conflict.already-decided'],
      [missing, false, 'message.not-found'],
    ]);
    await reviewers.reaches(mia, a.id, 'released');
  });

  it('can be decided by a reviewer while it is waiting for its sender', async () => {
    const { id } = await held(1, 'please-warn');
    expect((await mia.list('is:held-by-sender')).rows.map((row) => row.id)).toContain(id);
    await mia.act(id, { action: 'release', reason: '' });
    await reviewers.reaches(mia, id, 'released');
  });

  it('expires, and says so', async () => {
    const { id } = await held();
    await test.makeDue(id);
    expect((await reviewers.reaches(mia, id, 'expired')).decision).toMatchObject({ action: 'bounce', by: 'expiry' });
  });
});

describe('an exception', () => {
  it('cannot be made with a message that needs two approvals', async () => {
    const { id, from } = await held(1, 'please-agree');
    expect((await mia.detail(id)).actions.map(({ action }) => action)).not.toContain('release-and-allow');
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const exception = { codes: ['marked.agree'], sender: from, expiresAt, reason: 'x', wouldRelease: 0 };
    expect(await mia.act(id, { action: 'release-and-allow', reason: 'x', exception })).toMatchObject({
      ok: false,
      code: 'conflict.several-people',
    });
    expect((await mia.detail(id)).approvals.given).toBe(0);
  });

  it('lets similar messages pass, is listed with its uses, and ends', async () => {
    const { id, from, to } = await held();
    const exception = {
      codes: ['marked.hold'],
      sender: from,
      recipient: to[0]!,
      wouldRelease: 0,
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
      reason: 'Museum week',
    };
    const wide = await mia.call('POST', `/messages/${id}/actions`, {
      action: 'release-and-allow',
      reason: 'ok',
      exception: { ...exception, sender: undefined, recipient: undefined },
    });
    expect(wide.status).toBe(400);
    expect((await mia.act(id, { action: 'release-and-allow', reason: 'Museum week', exception })).ok).toBe(true);
    await reviewers.reaches(mia, id, 'released');
    const listed = () =>
      mia.get<{ exceptions: { id: string; sender: string; used: number; by: string }[] }>('/exceptions');
    const one = (await listed()).exceptions.find((candidate) => candidate.sender === from)!;
    expect(one).toMatchObject({ used: 0, by: 'Mia Ortiz' });

    const raw = letter({ from, to: to[0]!, text: 'please-hold' });
    const states = await until(async () => {
      const next = await test.accepted({ sender: from, recipients: to, raw });
      const { state } = await test.reaches(next, 'quarantined', 'delivered');
      return state === 'delivered' ? next : undefined;
    });
    expect(await test.events(states)).toContain('verdict');
    expect((await listed()).exceptions.find((candidate) => candidate.id === one.id)!.used).toBe(1);

    expect((await mia.call('DELETE', `/exceptions/${one.id}`)).status).toBe(204);
    expect((await mia.call('DELETE', `/exceptions/${one.id}`)).status).toBe(404);
    await until(async () => {
      const next = await test.accepted({ sender: from, recipients: to, raw });
      return (await test.reaches(next, 'quarantined', 'delivered')).state === 'quarantined';
    });
  });
});
