/** Archives at the terminal: what waits, trying again, giving up, and reading a file; and what check-config refuses. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKey } from '../../src/store/keys.ts';
import { letter, sender, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { runHallpass } from '../harness/process.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';

const folder = mkdtempSync(join(tmpdir(), 'hallpass-archive-cli-'));
const files = join(folder, 'copies');
const config = join(folder, 'hallpass.yaml');
const down = { name: 'vendor', address: 'journal@archive.example', smarthost: { address: '127.0.0.1:1', tls: 'none' } };

let host: SmartHost;
let test: TestGateway;
let id: string;
beforeAll(async () => {
  host = await startSmartHost();
  test = await startTestGateway({
    smarthost: host,
    config: { archive: { journals: [down], folders: [{ name: 'folder', path: files }] } },
  });
  writeFileSync(config, `archive: { folders: [{ name: folder, path: ${files} }] }\n`);
  id = await test.accepted({ sender, recipients: ['pat@museum.example'], raw: letter() });
  await until(async () => {
    const rows = await test.sql<{ archive: string; code: string | null; copied: boolean }>(
      'SELECT archive, code, copied_at IS NOT NULL AS copied FROM archive_copies ORDER BY archive',
    );
    return rows[0]?.copied && rows[1]?.code === 'archive.not-reached';
  });
});
afterAll(async () => {
  await test.stop();
  await host.down();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...words: string[]) => runHallpass([...words, '--config', config], { env: { ...test.environment } });

it('shows what waits, also for an archive that is not configured any more, and in the trace', async () => {
  const { stdout } = await run('archive', 'status');
  expect(stdout).toMatch(/^folder {2}accepting copies; 0 waiting$/m);
  expect(stdout).toMatch(/^vendor {2}is no longer configured; 1 waiting, the oldest since /m);
  const json = (await run('archive', 'status', '--json')).stdout.trim().split('\n');
  expect(json.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { archive: 'folder', waiting: 0, failingSince: null },
    { archive: 'vendor', waiting: 1, code: 'archive.not-reached' },
  ]);
  const trace = (await run('trace', id)).stdout;
  expect(trace).toMatch(/^ {2}archive folder {2}copied \S+, 1 attempts$/m);
  expect(trace).toMatch(/^ {2}archive vendor {2}waits, \d+ attempts {2}archive\.not-reached /m);
  expect(trace).not.toContain('Field trip');
});

it('decrypts a file of a folder, which the audit log has where the database runs', async () => {
  const name = readdirSync(files, { recursive: true, encoding: 'utf8' }).find((one) => one.endsWith('.sealed'))!;
  const file = join(files, name);
  expect((await run('archive', 'read', file)).stderr).toContain('say why with --reason');
  const because = ['--reason', 'Request of the counsel'];
  const report = await run('archive', 'read', file, ...because);
  expect(report.stdout).toContain('Sender: teacher@school.example\r\n');
  expect(await run('archive', 'read', file, '--original', ...because)).toEqual({
    code: 0,
    stdout: letter(),
    stderr: '',
  });
  expect((await test.events(id)).filter((event) => event === 'archive-read').length).toBe(2);

  const alone = { ...test.environment, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
  const without = await runHallpass(['archive', 'read', file, '--original', ...because, '--config', config], {
    env: alone,
  });
  expect([without.code, without.stdout]).toEqual([0, letter()]);
  expect(without.stderr).toContain('the audit log does not have this');
  const otherKey = { ...test.environment, HALLPASS_KEY: generateKey() };
  const refused = await runHallpass(['archive', 'read', file, ...because, '--config', config], { env: otherKey });
  expect([refused.code, refused.stdout]).toEqual([1, '']);
  expect((await run('archive', 'read', config, ...because)).stderr).toContain('This is not an archive file');
});

it('tries again, and gives up what waits for an archive that is in use only where that is meant', async () => {
  expect((await run('archive', 'retry', 'vendor')).stdout).toBe('1 copies will be tried now.\n');
  const because = ['--reason', 'The contract has ended'];
  expect((await run('archive', 'give-up', 'folder', ...because)).stderr).toContain('is still configured');
  expect((await run('archive', 'give-up', 'vendor')).stderr).toContain('say why with --reason');
  expect((await run('archive', 'give-up', 'vendor', ...because)).stdout).toContain('Gave up on 1 copies for vendor');
  expect((await run('archive', 'status')).stdout).not.toContain('vendor');
  expect((await run('archive', 'give-up', 'folder', '--configured', ...because)).stdout).toContain(
    '0 copies for folder',
  );
});

it('check-config lists what is wrong with archives at once, and the rules that the policy does not have', async () => {
  const file = join(folder, 'wrong.yaml');
  writeFileSync(
    file,
    `archive:
  journals:
    - { name: one, address: j@archive.example, smarthost: { address: 'relay.example:0' } }
    - { name: two, address: j@archive.example, rules: [mass-disclosure] }
    - { name: two, address: j@archive.example, smarthost: { address: 'relay.example:25', user: x } }
  buckets:
    - { name: b, endpoint: 'http://s3.example', bucket: mail, accessKeyIdFile: none, secretAccessKeyFile: none }
  folders:
    - { name: f, path: /proc/none/copies }
`,
  );
  const { code, stderr } = await runHallpass(['check-config', file]);
  expect(code).toBe(1);
  for (const path of [
    'archive.journals[0].smarthost.address',
    'archive.journals[1].when',
    'archive.journals[2].name',
    'archive.journals[2].smarthost.user',
    'archive.buckets[0].endpoint',
    'archive.buckets[0].accessKeyIdFile',
    'archive.buckets[0].secretAccessKeyFile',
    'archive.folders[0].path',
  ])
    expect(stderr).toContain(path);
  writeFileSync(file, 'archive: { folders: [{ name: f, path: copies, when: verdict, rules: [hodl] }] }\n');
  const unknown = await runHallpass(['check-config', file]);
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toContain('f: hodl');
});
