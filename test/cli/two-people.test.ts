/** A release that the policy wants two people for, agreed to at the terminal and in the console: one count, by account. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { hallpassCommand, run, type Finished } from '../harness/command.ts';
import { letter, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { openReviewers, type Reviewer, type Reviewers } from '../review/reviewers.ts';

const LIMIT_MS = 600_000;
const password = 'seven green kayaks';
let host: SmartHost;
let test: TestGateway;
let reviewers: Reviewers;
let mia: Reviewer;
let ben: Reviewer;

beforeAll(async () => {
  host = await startSmartHost();
  test = await startTestGateway({ smarthost: host, config: { review: { undoSeconds: 0 } } });
  reviewers = await openReviewers(test);
  mia = await reviewers.add('reviewer', { name: 'Mia Ortiz' });
  ben = await reviewers.add('manager', { name: 'Ben Hale' });
}, LIMIT_MS);
afterAll(async () => {
  await reviewers.close();
  await test.stop();
  await host.down();
});

async function held(): Promise<string> {
  const [from, to] = ['a.moore@school.example', 'orders@printco.example'];
  const id = await test.accepted({ sender: from, recipients: [to], raw: letter({ from, to, text: 'please-agree' }) });
  await test.reaches(id, 'quarantined');
  return id;
}
const release = (id: string, as?: string, input = `${password}\n`): Promise<Finished> =>
  run(
    hallpassCommand,
    [
      ...['quarantine', 'release', id, '--reason', 'The printer has a contract', '--without-reading'],
      ...(as === undefined ? [] : ['--as', as]),
    ],
    test.environment,
    input,
  );
const agree = (reviewer: Reviewer, id: string, reason: string) =>
  reviewer.act(id, { action: 'release', reason, withoutReading: true });

it(
  'is not released by whoever has the shell, nor by one person twice',
  async () => {
    const id = await held();
    const nobody = await release(id);
    expect([nobody.code, nobody.stderr]).toEqual([2, expect.stringContaining("required option '--as <email>'")]);
    const wrong = await release(id, mia.email, 'not the password\n');
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('is incorrect')]);
    expect(wrong.stderr).not.toContain('not the password');
    expect((await mia.detail(id)).approvals).toEqual({ given: 0, needed: 2 });

    const agreed = await release(id, mia.email);
    expect(agreed).toMatchObject({ code: 0, stdout: expect.stringContaining('1 of 2 people have approved it') });
    const again = await release(id, mia.email);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('you have already approved it')]);
    expect(await agree(mia, id, 'In the console too')).toMatchObject({ ok: false, code: 'conflict.already-agreed' });
    expect((await test.store.message(id))!.state).toBe('quarantined');

    // The second person sees who agreed, when and why; the first has only the withdrawal.
    const seen = await ben.detail(id);
    expect(seen.approvers).toEqual([
      {
        name: 'Mia Ortiz',
        at: expect.stringMatching(/^20/),
        reason: 'The printer has a contract',
        isYou: false,
        forCopy: false,
      },
    ]);
    expect(seen.actions[0]).toMatchObject({ label: 'Approve release to orders@printco.example (2 of 2)' });
    const own = await mia.detail(id);
    expect(own.approvers).toMatchObject([{ isYou: true }]);
    expect(own.actions.map(({ action }) => action)).toContain('undo');
    expect(own.actions.map(({ action }) => action)).not.toContain('release');

    expect(await agree(ben, id, 'Agreed')).toMatchObject({ words: 'Releasing to 1 recipient.' });
    await reviewers.reaches(ben, id, 'released');
  },
  LIMIT_MS,
);

it(
  'is released by the second person at the terminal, after the first in the console',
  async () => {
    const id = await held();
    expect((await agree(mia, id, 'Yearbook')).words).toContain('1 of 2');
    const auditor = await reviewers.add('auditor');
    const mayNot = await release(id, auditor.email);
    expect([mayNot.code, mayNot.stderr]).toEqual([2, expect.stringContaining('is not allowed to decide on messages')]);
    const elsewhere = await reviewers.add('reviewer', { schools: ['Elsewhere'] });
    const notTheirs = await release(id, elsewhere.email);
    expect([notTheirs.code, notTheirs.stderr]).toEqual([1, expect.stringContaining('does not review the schools')]);
    const second = await release(id, ben.email);
    expect(second).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Released to 1 recipient;/) });
    const released = await reviewers.reaches(ben, id, 'released');
    expect(released.decision).toMatchObject({ by: 'Ben Hale', words: 'The printer has a contract' });
  },
  LIMIT_MS,
);

it('does not count the agreement of an account that has been disabled since', async () => {
  const id = await held();
  const leaving = await reviewers.add('reviewer', { name: 'Lea Leaving' });
  await agree(leaving, id, 'Yearbook');
  await test.sql('UPDATE accounts SET disabled = true WHERE id = $1', [leaving.id]);
  expect((await agree(mia, id, 'Yearbook')).words).toContain('1 of 2');
  expect((await agree(ben, id, 'Yearbook')).words).toBe('Releasing to 1 recipient.');
});

it('counts two accounts of one person once', async () => {
  const id = await held();
  const again = await reviewers.add('reviewer', { name: ' mia  ORTIZ' });
  const tagged = await reviewers.add('reviewer', { name: 'Someone Else' });
  await test.sql('UPDATE accounts SET email = $2 WHERE id = $1', [tagged.id, mia.email.replace('@', '+second@')]);
  const provider = await reviewers.add('reviewer', { name: 'Third Account' });
  await test.sql(`UPDATE accounts SET issuer = 'https://one.example', subject = 'mia' WHERE id = $1`, [mia.id]);
  await test.sql(`UPDATE accounts SET issuer = 'https://two.example', subject = 'mia' WHERE id = $1`, [provider.id]);
  await agree(mia, id, 'Yearbook');
  for (const account of [again, tagged, provider])
    expect(await agree(account, id, 'Yearbook')).toMatchObject({ ok: false, code: 'conflict.same-person' });
  expect((await ben.detail(id)).approvals).toEqual({ given: 1, needed: 2 });
  const refused = await release(id, again.email);
  expect([refused.code, refused.stderr]).toEqual([
    2,
    expect.stringContaining('another account with your name or mailbox'),
  ]);
  expect((await test.store.message(id))!.state).toBe('quarantined');
});

it('needs a new last approval after the decision was undone', async () => {
  const id = await held();
  await agree(mia, id, 'Yearbook');
  await test.sql(`CREATE OR REPLACE FUNCTION wait_to_undo() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN NEW.pending_due = now() + interval '1 hour'; RETURN NEW; END $$`);
  await test.sql(`CREATE TRIGGER wait_to_undo BEFORE UPDATE ON review_items FOR EACH ROW
    WHEN (NEW.pending IS NOT NULL AND OLD.pending IS NULL) EXECUTE FUNCTION wait_to_undo()`);
  await agree(ben, id, 'Yearbook');
  await test.sql('DROP TRIGGER wait_to_undo ON review_items');
  expect(await mia.act(id, { action: 'undo' })).toMatchObject({ ok: true });
  expect((await mia.detail(id)).state).toBe('held');
  expect((await mia.detail(id)).approvals.given).toBeLessThan(2);
});
