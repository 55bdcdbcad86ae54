/** Versions of the policy at the terminal: two managers with their passwords, the checks of a text, and what is in force afterwards. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { detectorIds } from '../../detectors/registry.ts';
import { hallpassCommand, run, type Finished } from '../harness/command.ts';
import { markedWords, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { until } from '../harness/wait.ts';
import { openReviewers, type Reviewer, type Reviewers } from '../review/reviewers.ts';

const LIMIT_MS = 600_000;
const password = 'seven green kayaks';
const packFile = join(import.meta.dirname, '../harness/marked-policy.yaml');
const next = readFileSync(packFile, 'utf8')
  .replace('version: 1', 'version: 2')
  .replace('Marked words\n', 'Fewer words\n')
  .replace(/^ {2}- \{ id: warn,.*\n/m, '');
const folder = mkdtempSync(join(tmpdir(), 'hallpass-policy-cli-'));
const config = join(folder, 'hallpass.yaml');
const draft = join(folder, 'draft.yaml');

let test: TestGateway;
let reviewers: Reviewers;
let mia: Reviewer;
let ben: Reviewer;
beforeAll(async () => {
  const review = { policyManagers: 2 };
  test = await startTestGateway({ config: { review } });
  const detectors = { extra: [markedWords], disabled: detectorIds };
  writeFileSync(config, stringify({ data: folder, review, policy: packFile, detectors }));
  reviewers = await openReviewers(test);
  mia = await reviewers.add('manager', { name: 'Mia Ortiz' });
  ben = await reviewers.add('manager', { name: 'Ben Hale' });
}, LIMIT_MS);
afterAll(async () => {
  await reviewers.close();
  await test.stop();
  rmSync(folder, { recursive: true, force: true });
});

const policy = (words: readonly string[], as?: Reviewer, typed = password, file = config): Promise<Finished> =>
  run(
    hallpassCommand,
    ['policy', ...words, ...(as === undefined ? [] : ['--as', as.email]), '--config', file],
    { ...test.environment },
    `${typed}\n`,
  );
const reason = ['--reason', 'The board agreed'];

it(
  'takes no text with mistakes, and none from somebody who is no manager or has no password',
  async () => {
    writeFileSync(draft, next.replace('action: bounce', 'action: nonsense'));
    const reviewer = await reviewers.add('reviewer');
    const [none, faulty, mayNot, wrong] = await Promise.all([
      policy(['list']),
      policy(['put', draft, ...reason], mia),
      policy(['put', packFile, ...reason], reviewer),
      policy(['rollback', 'configuration', ...reason], mia, 'not the password'),
    ]);
    expect(none).toMatchObject({ code: 0, stdout: `No version has been put in force: ${packFile} decides.\n` });
    expect(faulty.code).toBe(1);
    expect(faulty.stderr).toMatch(/line \d+.*expected one of deliver, warn, quarantine, bounce/s);
    expect([mayNot.code, mayNot.stderr]).toEqual([
      2,
      expect.stringContaining('only a manager with access to all schools'),
    ]);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('is incorrect')]);
    expect(await test.sql('SELECT 1 FROM policy_changes')).toEqual([]);
  },
  LIMIT_MS,
);

it(
  'proposes a version, which another manager puts in force',
  async () => {
    writeFileSync(draft, next);
    const put = await policy(['put', draft, ...reason], mia);
    expect(put).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Proposed\. Another manager has to approve it/),
    });
    const [{ id }] = (await test.sql<{ id: string }>('SELECT id FROM policy_changes')) as [{ id: string }];
    // The other manager alone is asked to agree, by a mail without a word of the policy or of the reason.
    const mails = await test.sql<{ id: string }>(`SELECT id FROM messages WHERE notice = 'policy-proposed'`);
    expect(mails.length).toBe(1);
    const mail = await test.reaches(mails[0]!.id, 'delivered');
    expect(mail.recipients.map(({ address }) => address)).toEqual([ben.email]);
    const body = (await test.store.body(mail.id)).toString();
    expect(body).toContain('Mia Ortiz has proposed a change to the policy');
    expect(body).not.toMatch(/Fewer words|The board agreed/);
    const own = await policy(['agree', id.slice(0, 8), ...reason], mia);
    expect([own.code, own.stderr]).toEqual([2, expect.stringContaining('another manager has to approve it')]);
    expect(test.gateway.policyVersion()).toBeUndefined();
    const silent = await policy(['agree', id.slice(0, 8)], ben);
    expect([silent.code, silent.stderr]).toEqual([2, expect.stringContaining('say why with --reason')]);
    const agreed = await policy(['agree', id.slice(0, 8), ...reason], ben);
    expect(agreed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^In force\./) });
    await until(() => Promise.resolve(test.gateway.policyVersion() === 2));
  },
  LIMIT_MS,
);

it(
  'puts nothing in force that lacks a rule which an archive names: its copies would end silently',
  async () => {
    const withArchive = join(folder, 'with-archive.yaml');
    const archive = {
      folders: [{ name: 'cellar', path: join(folder, 'cellar'), when: 'verdict', rules: ['warn', 'hold'] }],
    };
    writeFileSync(withArchive, `${readFileSync(config, 'utf8')}${stringify({ archive })}`);
    const changes = await test.sql('SELECT 1 FROM policy_changes');
    writeFileSync(draft, next.replace('version: 2', 'version: 3'));
    const put = await policy(['put', draft, ...reason], mia, password, withArchive);
    expect(put.code).toBe(1);
    expect(put.stderr).toMatch(/line \d+.*expected the rules that archives name: cellar: warn$/m);
    expect(await test.sql('SELECT 1 FROM policy_changes')).toEqual(changes);
  },
  LIMIT_MS,
);

it(
  'shows texts, proposes a roll-back, withdraws it, and lists who, when and why',
  async () => {
    const [shown, unknown, back] = await Promise.all([
      policy(['show']),
      policy(['show', '7']),
      policy(['rollback', 'configuration', '--reason', 'Too many words'], ben),
    ]);
    expect(shown).toMatchObject({ code: 0, stdout: next });
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('there is no such version')]);
    expect(back.stdout).toMatch(/^Proposed\./);
    const [{ id }] = (await test.sql<{ id: string }>(
      `SELECT id FROM policy_changes WHERE n IS NULL AND ended_at IS NULL`,
    )) as [{ id: string }];
    expect(await policy(['withdraw', id.slice(0, 8), ...reason], ben)).toMatchObject({
      code: 0,
      stdout: 'Withdrawn.\n',
    });
    const { stdout } = await policy(['list']);
    expect(stdout).toMatch(/ withdrawn {2}\S+Z {2}the policy of the configuration\n {10}by Ben Hale: Too many words\n/);
    expect(stdout).toMatch(
      / in-force {3}\S+Z {2}version 2, Fewer words\n {10}by Mia Ortiz and Ben Hale: The board agreed\n/,
    );
    expect(test.gateway.policyVersion()).toBe(2);
  },
  LIMIT_MS,
);
