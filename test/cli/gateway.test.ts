/** Commands beside a running gateway: the demo, quarantine, audit; and which key opens the data. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashPassword } from '../../src/passwords/password-hash.ts';
import { createAccountStore } from '../../src/store/accounts/account-store.ts';
import { loadKeys } from '../../src/store/key-file.ts';
import { installGateway, runHallpass, type GatewayProcess } from '../harness/process.ts';
import { until } from '../harness/wait.ts';

const LIMIT_MS = 600_000;
let gateway: GatewayProcess;
let table: string;

interface Held {
  readonly id: string;
  readonly state: string;
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly action: string;
  readonly codes: readonly string[];
  readonly rules: readonly string[];
}
const held = async (...args: string[]): Promise<Held[]> => {
  const { code, stdout } = await gateway.cli('quarantine', 'list', '--json', ...args);
  expect(code).toBe(0);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Held);
};

beforeAll(async () => {
  gateway = await installGateway();
  await gateway.start();
  const { code, stdout, stderr } = await gateway.cli('demo');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  table = stdout;
  await addReviewer();
}, LIMIT_MS);
afterAll(() => gateway.remove(), LIMIT_MS);

const [reviewer, password] = ['mia.ortiz@school.example', 'seven green kayaks'];

async function addReviewer(): Promise<void> {
  const passwordHash = await hashPassword(password);
  await gateway.withStore(async (_store, { db }) => {
    const { accounts } = createAccountStore(db, loadKeys({ data: gateway.data, database: { poolSize: 2 } }, {}), {
      limits: { maxMs: 3_600_000, idleMs: 3_600_000 },
      lockOut: { attempts: 1000, firstMinutes: 1, maxMinutes: 1 },
    });
    const account = { name: 'Mia Ortiz', email: reviewer, role: 'manager', schools: [], passwordHash } as const;
    await accounts.create(account, 'test', new Date());
  });
}
const decide = (choice: 'release' | 'reject', id: string, reason: string) =>
  gateway.cliWithInput(
    `${password}\n`,
    'quarantine',
    choice,
    id,
    '--reason',
    reason,
    '--as',
    reviewer,
    ...unread(choice),
  );
const unread = (choice: string): string[] => (choice === 'release' ? ['--without-reading'] : []);

it('demo shows what happened to each of twelve messages, and why', () => {
  const lines = table.split('\n');
  const from = lines.findIndex((line) => line.startsWith('─'));
  // A long reason continues on the next line.
  const text = lines.slice(from + 1, lines.indexOf('', from)).join('\n');
  const rows = text.replace(/\n +/g, ' ').split('\n');
  expect(rows).toHaveLength(12);
  for (const row of rows)
    expect(row).toMatch(/ (● delivered|▲ waiting for sender|■ held for review|■ returned|■ refused)/);
  const classList = rows.find((row) => row.startsWith('Class list'));
  expect(classList).toMatch(/■ held for review {2,}the names and /);
  for (const data of ['phone numbers', 'home addresses'])
    expect(classList).toContain(`the names and ${data} of 3 students`);
  const counts = /(\d+) delivered, (\d+) waiting for sender, (\d+) held for review, (\d+) returned, (\d+) refused/.exec(
    table,
  );
  expect(counts?.slice(1).reduce((sum, count) => sum + Number(count), 0)).toBe(12);
});

describe('quarantine', () => {
  it('lists what is held, for people and as JSON', async () => {
    const messages = await held();
    expect(messages.length).toBeGreaterThanOrEqual(2);
    const list = messages.find(({ subject }) => subject.startsWith('Class list'));
    expect(list).toMatchObject({ state: 'quarantined', action: 'quarantine', recipients: ['orders@printco.example'] });
    expect(list?.rules).toContain('student-location');
    const { stdout } = await gateway.cli('quarantine', 'list');
    for (const { id, subject } of messages) {
      expect(stdout).toContain(`${id}  ■ held for review`);
      expect(stdout).toContain(subject);
    }
    expect(stdout).toContain(`${messages.length} held.`);
    expect((await held('--limit', '1')).map(({ id }) => id)).toEqual([messages[0]?.id]);
    const all = await held('--all');
    expect(new Set(all.map(({ state }) => state))).toEqual(new Set(['quarantined', 'warned']));
  });

  it('shows one by its id or the beginning of it', async () => {
    const [first] = (await held()) as [Held];
    const shown = await gateway.cli('quarantine', 'show', first.id);
    expect(shown.stdout).toMatch(/^Why: ./m);
    expect(shown.stdout).toContain('received by gateway');
    const asJson = await gateway.cli('quarantine', 'show', first.id.slice(0, 35), '--json');
    const detail = JSON.parse(asJson.stdout) as { id: string; findings: object[]; events: { event: string }[] };
    expect(detail.id).toBe(first.id);
    expect(detail.findings.length).toBeGreaterThan(0);
    expect(detail.events.map(({ event }) => event)).toEqual(expect.arrayContaining(['received', 'verdict', 'notice']));
  });

  it('says so when the beginning fits several, or none', async () => {
    const [first] = (await held()) as [Held];
    const several = await gateway.cli('quarantine', 'show', first.id.slice(0, 8));
    expect(several.stderr).toMatch(/ids begin with these characters; give more characters/);
    expect(several.code).toBe(2);
    for (const id of ['0123456789ab', 'not-an-id', "' OR 1=1"]) {
      const none = await gateway.cli('quarantine', 'show', id);
      expect(none.stderr).toContain('There is no such message: see "hallpass quarantine list" for the ids');
      expect(none.code).toBe(1);
    }
  });

  it('releases to the envelope, once', async () => {
    const list = (await held()).find(({ subject }) => subject.startsWith('Class list'))!;
    const before = await held();
    const released = await decide('release', list.id, 'The printer has a contract.');
    expect(released.code).toBe(0);
    expect(released.stdout).toMatch(/^Released to 1 recipient;/);
    const file = join(gateway.data, 'outbox', `${list.id}.eml`);
    const delivered = await until(() => readIfThere(file));
    expect(delivered).toContain('X-Hallpass-Envelope-To: <orders@printco.example>');
    expect(delivered).toContain('1420 Willow Creek Road');
    expect(await held()).toHaveLength(before.length - 1);
    const again = await decide('release', list.id, 'Once more.');
    expect(again.code).toBe(1);
    expect(again.stderr).toMatch(/has already been made: it is deliver(ing|ed), not held for review/);
  });

  it('returns a message with the reason that the sender reads', async () => {
    const [first] = (await held()) as [Held];
    const rejected = await decide('reject', first.id, 'Please use the portal for this.');
    expect(rejected).toMatchObject({
      code: 0,
      stdout: 'The gateway is returning it to its sender, with your reason.\n',
    });
    const detail = await until(async () => {
      const { stdout } = await gateway.cli('quarantine', 'show', first.id, '--json');
      const shown = JSON.parse(stdout) as { state: string; notices: { id: string; notice: string }[] };
      return shown.state === 'bounced' ? shown : undefined;
    });
    const notice = detail.notices.find((entry) => entry.notice === 'rejected');
    const text = await until(() => readIfThere(join(gateway.data, 'outbox', `${notice?.id}.eml`)));
    expect(text).toContain('Please use the portal for this.');
  });
});

it('audit verifies the chain of hashes and finds an altered event', async () => {
  const whole = await gateway.cli('audit');
  expect(whole.stdout).toMatch(/^The audit log is intact: all \d+ events match the chain of hashes\.\n$/);
  expect(whole.code).toBe(0);
  await gateway.withStore(async (_store, { pool }) => {
    // Anyone with the password of the database could do this.
    await pool.query('ALTER TABLE audit_events DISABLE TRIGGER audit_append_only');
    await pool.query(`UPDATE audit_events SET actor = 'somebody' WHERE seq = 3`);
  });
  const broken = await gateway.cli('audit');
  expect(broken.stdout).toMatch(/breaks at event 3 of \d+/);
  expect(broken.code).toBe(1);
});

describe('keys', () => {
  it('refuses the wrong one, and takes the right one from the environment or a file', async () => {
    const keyFile = join(gateway.data, 'hallpass.key');
    const key = readFileSync(keyFile, 'utf8').trim();
    const audit = (env: Record<string, string>) =>
      runHallpass(['quarantine', 'list', '--json'], { env: { HALLPASS_DATA: gateway.data, ...env } });
    const wrong = await audit({ HALLPASS_KEY: Buffer.alloc(32, 7).toString('base64') });
    expect(wrong.stderr).toContain('The database was created with a different key');
    expect([wrong.code, wrong.stdout]).toEqual([1, '']);
    const malformed = await audit({ HALLPASS_KEY: 'c2hvcnQ=' });
    expect(malformed.stderr).toContain('The key is not 32 bytes in base64 or hex');
    expect(malformed.stderr).not.toContain('c2hvcnQ');
    expect(malformed.code).not.toBe(0);
    expect((await audit({ HALLPASS_KEY: key })).code).toBe(0);
    const elsewhere = join(gateway.data, '../key-elsewhere');
    writeFileSync(elsewhere, `${key}\n`, { mode: 0o600 });
    expect((await audit({ HALLPASS_KEY_FILE: elsewhere })).code).toBe(0);
    const missing = await audit({ HALLPASS_KEY_FILE: '/nowhere/key' });
    expect(missing.stderr).toContain('HALLPASS_KEY_FILE: expected a readable file (ENOENT)');
    expect(missing.code).toBe(2);
  });
});

it('a second start on the same folder is refused', async () => {
  const { code, stderr } = await runHallpass(['start'], {
    env: { HALLPASS_DATA: gateway.data, HALLPASS_SMTP_PORT: '0', HALLPASS_HTTP_PORT: '0' },
  });
  expect(stderr).toContain('Another Hallpass is using this data folder');
  expect(code).toBe(1);
  expect(await gateway.isReady()).toBe(true);
});

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
