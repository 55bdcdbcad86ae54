/** Acts at the terminal on messages, accounts and protections: none without a reason, and the console's log has person and reason. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { AuditPage } from '../../src/review/contract/pages.ts';
import { hallpassCommand, run, type Finished } from '../harness/command.ts';
import { letter, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { parseKeys } from '../../src/store/keys.ts';
import { until } from '../harness/wait.ts';
import { openReviewers, type Reviewer, type Reviewers } from '../review/reviewers.ts';

const LIMIT_MS = 600_000;
const input = 'seven green kayaks\n';
const person = process.env['SUDO_USER'] ?? userInfo().username;
const files = mkdtempSync(join(tmpdir(), 'hallpass-acts-'));
let host: SmartHost;
let test: TestGateway;
let reviewers: Reviewers;
let manager: Reviewer;
let auditor: Reviewer;

beforeAll(async () => {
  host = await startSmartHost({ rcpt: { 'busy@museum.example': '450 4.2.1 Mailbox busy' } });
  test = await startTestGateway({
    smarthost: host,
    config: { review: { undoSeconds: 0 }, archive: { folders: [{ name: 'copies', path: files }] } },
  });
  reviewers = await openReviewers(test);
  manager = await reviewers.add('manager', { name: 'Ben Hale' });
  auditor = await reviewers.add('auditor');
}, LIMIT_MS);
afterAll(async () => {
  await reviewers.close();
  await test.stop();
  await host.down();
  rmSync(files, { recursive: true });
});

const command = (words: readonly string[]): Promise<Finished> => run(hallpassCommand, words, test.environment, input);
const logOf = async (reader: Reviewer): Promise<AuditPage['rows']> =>
  (await reader.get<AuditPage>('/audit?limit=100')).rows;

/** Refused without a reason, and with an empty one; taken with one, which the console then shows. */
async function asks(words: readonly string[], event: string, actor = person): Promise<string> {
  const reason = `Because of ${event} & Dana Okafor`;
  const ofEvent = async () => (await logOf(manager)).filter((row) => row.event === event);
  const before = await ofEvent();
  for (const without of [words, [...words, '--reason', '  ']])
    expect([await command(without), words]).toEqual([
      { code: 2, stdout: '', stderr: expect.stringContaining('a reason is missing; say why with --reason "TEXT"') },
      words,
    ]);
  expect(await ofEvent()).toEqual(before);
  const { code, stdout, stderr } = await command([...words, '--reason', reason]);
  expect([code, stderr]).toEqual([0, expect.anything()]);
  const [shown] = (await ofEvent()).filter((row) => row.reason === reason);
  expect(shown).toMatchObject({ actor });
  // A reason may name a student: whoever may not read messages does not get it.
  expect((await logOf(auditor)).find(({ seq }) => seq === shown!.seq)).toMatchObject({ event, reason: '' });
  return stdout;
}

async function exception(needsConsent: boolean): Promise<string> {
  const id = randomUUID();
  await test.sql(
    `INSERT INTO exceptions (id, by_id, by_name, sealed, codes, sender, recipient, students, expires_at, needs_consent, schools, created_at)
     VALUES ($1, $2, 'Mia Ortiz', $3, '{marked.hold}', 'ana@school.example', 'pat@museum.example', 0, now() + interval '1 day', $4, '{}', now())`,
    [id, manager.id, parseKeys(test.environment['HALLPASS_KEY']!).seal('Contract', `exception:${id}`), needsConsent],
  );
  return id;
}

it(
  'asks for a reason where a waiting message is returned, a legal hold ended and copies given up',
  async () => {
    const id = await test.accepted({
      sender: 'ana@school.example',
      recipients: ['busy@museum.example'],
      raw: letter(),
    });
    await test.attempted(id, 1);
    expect(await asks(['queue', 'return', id], 'return-requested')).toContain('1 messages were returned');
    await test.reaches(id, 'failed');

    const placed = await asks(['legal-hold', 'place', 'sender', '@school.example'], 'hold-placed');
    const hold = /^Legal hold ([0-9a-f]{8})/.exec(placed)![1]!;
    expect(await asks(['legal-hold', 'end', hold], 'hold-ended')).toBe('The legal hold has ended.\n');

    expect(await asks(['archive', 'give-up', 'vendor'], 'archive-given-up')).toContain(
      'Gave up on 0 copies for vendor',
    );
    await until(() => readdirSync(files, { recursive: true }).some((name) => String(name).endsWith('.sealed')));
    const [file] = readdirSync(files, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sealed'));
    expect(await asks(['archive', 'read', join(files, file!), '--original'], 'archive-read')).toBe(letter());
  },
  LIMIT_MS,
);

it(
  'asks for a reason where an exception is approved or ended',
  async () => {
    const as = ['--as', manager.email];
    const id = await exception(true);
    expect(await asks(['exceptions', 'consent', id, ...as], 'exception-consented', manager.email)).toContain('active');
    expect(await asks(['exceptions', 'end', id, ...as], 'exception-ended', manager.email)).toContain('has ended');
    expect(await test.sql('SELECT FROM exceptions WHERE ended_at IS NULL')).toEqual([]);
  },
  LIMIT_MS,
);

it(
  'asks for a reason where accounts change, and says in the log what changed',
  async () => {
    const [leaving] = [await reviewers.add('reviewer')];
    await reviewers.add('administrator');
    await asks(['console', 'disable', leaving.email], 'account-changed');
    expect((await logOf(manager))[0]!.words).toBe(`Sign-in disabled: ${leaving.email}`);
    await asks(['console', 'enable', leaving.email], 'account-changed');
    expect((await logOf(manager))[0]!.words).toBe(`Sign-in enabled: ${leaving.email}`);
    const link = await asks(['console', 'reset-password', leaving.email, '--end-second-factor'], 'password-link');
    expect(link).toContain('/invitation#');
    expect((await logOf(manager)).find(({ event }) => event === 'second-factor-off')!.reason).not.toBe('');
    expect(await asks(['console', 'setup-link'], 'set-up-link')).toContain('/set-up#');
  },
  LIMIT_MS,
);

it('keeps reasons encrypted and outside of the chain, which stays whole', async () => {
  const [{ text }] = (await test.sql<{ text: string }>(
    `SELECT (SELECT string_agg(e::text, '') FROM audit_events e) || (SELECT string_agg(encode(sealed, 'escape'), '') FROM audit_reasons) AS text`,
  )) as [{ text: string }];
  expect(text).not.toContain('Okafor');
  expect((await command(['audit'])).stdout).toContain('The audit log is intact');
});
