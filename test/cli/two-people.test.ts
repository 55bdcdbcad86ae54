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
    ['quarantine', 'release', id, '--reason', 'The printer has a contract', ...(as === undefined ? [] : ['--as', as])],
    test.environment,
    input,
  );

it(
  'is not released by whoever has the shell, nor by one person twice',
  async () => {
    const id = await held();
    const nobody = await release(id);
    expect([nobody.code, nobody.stderr]).toEqual([2, expect.stringContaining('the policy wants 2 people to agree')]);
    const wrong = await release(id, mia.email, 'not the password\n');
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('is incorrect')]);
    expect(wrong.stderr).not.toContain('not the password');
    expect((await mia.detail(id)).approvals).toEqual({ given: 0, needed: 2 });

    for (const _ of ['once', 'twice']) {
      const agreed = await release(id, mia.email);
      expect(agreed).toMatchObject({ code: 0, stdout: expect.stringContaining('1 of 2 people have agreed') });
    }
    expect(await mia.act(id, { action: 'release', reason: 'In the console too' })).toMatchObject({
      words: expect.stringContaining('1 of 2 approvals'),
    });
    expect((await test.store.message(id))!.state).toBe('quarantined');

    expect(await ben.act(id, { action: 'release', reason: 'Agreed' })).toMatchObject({
      words: 'Releasing to 1 recipient.',
    });
    await reviewers.reaches(ben, id, 'released');
  },
  LIMIT_MS,
);

it(
  'is released by the second person at the terminal, after the first in the console',
  async () => {
    const id = await held();
    expect((await mia.act(id, { action: 'release', reason: 'Yearbook' })).words).toContain('1 of 2 approvals');
    const auditor = await reviewers.add('auditor');
    const mayNot = await release(id, auditor.email);
    expect([mayNot.code, mayNot.stderr]).toEqual([2, expect.stringContaining('may not decide on messages')]);
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
  await leaving.act(id, { action: 'release', reason: 'Yearbook' });
  await test.sql('UPDATE accounts SET disabled = true WHERE id = $1', [leaving.id]);
  expect((await mia.act(id, { action: 'release', reason: 'Yearbook' })).words).toContain('1 of 2 approvals');
  expect((await ben.act(id, { action: 'release', reason: 'Yearbook' })).words).toBe('Releasing to 1 recipient.');
});
