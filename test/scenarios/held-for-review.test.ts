/** Quarantined messages: released or rejected by a reviewer at the command line, or returned by the clock. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hallpassCommand, run, type Finished } from '../harness/command.ts';
import { letter, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';
import { openReviewers, type Reviewer, type Reviewers } from '../review/reviewers.ts';

let host: SmartHost;
let test: TestGateway;
let reviewers: Reviewers;
let mia: Reviewer;
beforeAll(async () => {
  host = await startSmartHost();
  test = await startTestGateway({ smarthost: host });
  reviewers = await openReviewers(test);
  mia = await reviewers.add('reviewer', { name: 'Mia Ortiz' });
});
afterAll(async () => {
  await reviewers.close();
  await test.stop();
  await host.down();
});

let count = 0;

async function held(): Promise<{ id: string; to: string; from: string }> {
  count += 1;
  const to = `partner${count}@museum.example`;
  const from = `writer${count}@school.example`;
  const raw = letter({ from, to: 'another@museum.example', text: 'please-hold' });
  const id = await test.accepted({ sender: from, recipients: [to], raw });
  await test.reaches(id, 'quarantined');
  return { id, to, from };
}

const review = (choice: 'release' | 'reject', id: string, reason: string): Promise<Finished> =>
  run(
    hallpassCommand,
    ['quarantine', choice, id, '--reason', reason, '--as', mia.email],
    test.environment,
    'seven green kayaks\n',
  );

describe('a quarantined message', () => {
  it('is held, and its sender is told for how long', async () => {
    const { id, from, to } = await held();
    const notice = await host.mailFor(from);
    expect(notice.raw.toString()).toContain('X-Hallpass-Notice: quarantine-held');
    const message = await test.reaches(id, 'quarantined');
    const days = (message.expiresAt!.getTime() - message.receivedAt.getTime()) / 86_400_000;
    expect(Math.round(days)).toBe(14);
    expect(host.mails.some((mail) => mail.recipients.some(({ address }) => address === to))).toBe(false);
  });

  it('is released to the recipients of its envelope, and counts as released once the smart host has it', async () => {
    const { id, to, from } = await held();
    host.program({ rcpt: { [to]: ['450 4.2.1 Mailbox busy'] } });
    const released = await review('release', id, 'The museum may have it.');
    expect(released).toMatchObject({ code: 0, stdout: expect.stringContaining('Released to 1 recipient') });
    await test.attempted(id, 1);
    expect(await test.events(id)).toEqual(['received', 'verdict', 'notice', 'decided', 'release', 'deferred']);
    expect((await test.store.message(id))?.notices.map(({ notice }) => notice)).toEqual(['quarantine-held']);

    await test.makeDue(id);
    await test.reaches(id, 'delivered');
    const mail = await host.mailFor(to);
    expect(mail.recipients.map(({ address }) => address)).toEqual([to]);
    expect(mail.raw.toString()).toContain('please-hold');
    expect((await test.events(id)).slice(5)).toEqual(['deferred', 'delivered', 'released', 'notice']);
    const told = await host.mailFor(from, 2);
    expect(told.raw.toString()).toContain('X-Hallpass-Notice: released');
    expect(told.raw.toString()).toContain('The museum may have it.');
  });

  it('is rejected with the words of the reviewer, the original by its header only', async () => {
    const { id, to, from } = await held();
    expect(await review('reject', id, 'Ask the family first.')).toMatchObject({ code: 0 });
    const message = await test.reaches(id, 'bounced');
    expect(message.recipients).toMatchObject([{ address: to, state: 'withheld' }]);
    const notice = await host.mailFor(from, 2);
    const text = notice.raw.toString();
    expect(notice.sender).toBe('');
    expect(text).toContain('Ask the family first.');
    expect(text).toContain('Content-Type: text/rfc822-headers');
    expect(text).not.toContain('please-hold');
    expect(await test.events(id)).toEqual(['received', 'verdict', 'notice', 'decided', 'reject', 'notice']);
  });

  it('is decided on once', async () => {
    const { id } = await held();
    const [first, second] = await Promise.all([
      review('release', id, 'It is fine.'),
      review('reject', id, 'No, thank you.'),
    ]);
    expect([first.code, second.code].sort()).toEqual([0, 1]);
    const late = await review('release', id, 'It is fine.');
    expect(late.code).toBe(1);
    expect(late.stderr).toMatch(/already been made/);
    await test.reaches(id, first.code === 0 ? 'delivered' : 'bounced');
  });

  it('is decided on by a person with an account, with a reason', async () => {
    const { id } = await held();
    const without = (...more: string[]) =>
      run(hallpassCommand, ['quarantine', ...more], test.environment, 'seven green kayaks\n');
    for (const choice of ['release', 'reject']) {
      const nobody = await without(choice, id, '--reason', 'It is fine.');
      expect([nobody.code, nobody.stderr]).toEqual([2, expect.stringContaining("required option '--as <email>'")]);
      const wordless = await without(choice, id, '--as', mia.email);
      expect([wordless.code, wordless.stderr]).toEqual([2, expect.stringContaining('a reason is missing')]);
      const empty = await without(choice, id, '--as', mia.email, '--reason', ' ');
      expect([empty.code, empty.stderr]).toEqual([2, expect.stringContaining('a reason is missing')]);
    }
    expect((await test.store.message(id))?.state).toBe('quarantined');
    expect(await review('reject', id, 'Ask the family first.')).toMatchObject({ code: 0 });
    const [{ actor }] = (await test.sql<{ actor: string }>(
      `SELECT actor FROM audit_events WHERE message_id = $1 AND event = 'decided'`,
      [id],
    )) as [{ actor: string }];
    expect(actor).toBe(mia.email);
  });

  it('is returned when nobody has looked at it in time', async () => {
    const { id, from } = await held();
    await test.makeDue(id);
    const message = await test.reaches(id, 'bounced');
    expect(message.decision).toMatchObject({ by: 'expiry', choice: 'bounce' });
    const notice = await host.mailFor(from, 2);
    expect(notice.raw.toString()).toContain('X-Hallpass-Notice: expired');
    expect(notice.raw.toString()).not.toContain('please-hold');
  });

  it('stays where it is when it is woken before its time', async () => {
    const { id } = await held();
    await test.sql('UPDATE messages SET due_at = now() WHERE id = $1', [id]);
    const due = async (): Promise<Date> =>
      (await test.sql<{ due_at: Date }>('SELECT due_at FROM messages WHERE id = $1 AND lease IS NULL', [id]))[0]
        ?.due_at ?? new Date(0);
    const { expiresAt } = (await test.store.message(id))!;
    await until(async () => (await due()).getTime() === expiresAt!.getTime());
    expect((await test.store.message(id))?.state).toBe('quarantined');
  });
});

describe('a message that the policy returns', () => {
  it('comes back as a report with the null sender', async () => {
    const from = 'bouncer@school.example';
    const raw = letter({ from, text: 'please-bounce', subject: 'Back again' });
    const id = await test.accepted({ sender: from, recipients: ['partner@museum.example'], raw });
    await test.reaches(id, 'bounced');
    const notice = await host.mailFor(from);
    expect(notice.sender).toBe('');
    expect(notice.recipients).toEqual([{ address: from, parameters: [] }]);
    expect(notice.raw.toString()).not.toContain('please-bounce');
  });
});
