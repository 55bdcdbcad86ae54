/** `hallpass replay` beside a running gateway: a draft policy over the verdicts of messages that came by SMTP. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Change, ReplayReport } from '../../src/decide/replay.ts';
import { letter, sender, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { runHallpass, type Ran } from '../harness/process.ts';

let test: TestGateway;
let made: string;
let draft: string;
const ids: Record<'clean' | 'warned' | 'held' | 'old', string> = { clean: '', warned: '', held: '', old: '' };

beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), 'replay-cli-'));
  draft = join(made, 'draft.yaml');
  writeFileSync(
    draft,
    `name: draft
title: A stricter draft
version: 1
groups: { trusted: [] }
rules:
  - { id: warn, title: A word to think about, when: { codes: [marked.warn] }, action: quarantine }
  - { id: hold, title: A word to look at, when: { codes: [marked.hold], notSenderGroups: [trusted] }, action: quarantine }
`,
  );
  test = await startTestGateway({ config: { district: { groups: { trusted: ['nobody@school.example'] } } } });
  const send = (text: string) =>
    test.accepted({ sender, recipients: ['partner@museum.example'], raw: letter({ text }) });
  [ids.clean, ids.warned, ids.held, ids.old] = await Promise.all(
    ['See you.', 'please-warn', 'please-hold', 'please-warn'].map(send) as [
      Promise<string>,
      Promise<string>,
      Promise<string>,
      Promise<string>,
    ],
  );
  await test.reaches(ids.clean, 'delivered');
  for (const id of [ids.warned, ids.old]) await test.reaches(id, 'warned');
  await test.reaches(ids.held, 'quarantined');
  await test.sql(`UPDATE messages SET received_at = received_at - interval '40 days' WHERE id = $1`, [ids.old]);
});
afterAll(async () => {
  await test.stop();
  rmSync(made, { recursive: true });
});

const replay = (...args: string[]): Promise<Ran> => runHallpass(['replay', ...args], { env: test.environment });
const report = async (...args: string[]): Promise<{ changes: Change[]; last: ReplayReport }> => {
  const { code, stdout, stderr } = await replay(...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  return { changes: lines.slice(0, -1) as Change[], last: lines.at(-1) as ReplayReport };
};

it('counts what would change among the messages of the last days', async () => {
  const { changes, last } = await report(draft);
  expect(changes).toEqual([]);
  expect(last).toMatchObject({
    messages: 3,
    changed: 1,
    actions: [{ from: 'warn', to: 'quarantine', messages: 1 }],
    rules: [
      { id: 'hold', before: 1, after: 1 },
      { id: 'warn', before: 1, after: 1 },
    ],
  });
  expect((await report(draft, '--days', '60')).last).toMatchObject({ messages: 4, changed: 2 });
});

it('names the messages on request', async () => {
  const { changes } = await report(draft, '--ids');
  expect(changes).toEqual([{ id: ids.warned, from: 'warn', to: 'quarantine', added: [], dropped: [] }]);
  const { stdout } = await replay(draft, '--ids');
  expect(stdout).toContain(`${ids.warned}  warn → quarantine`);
  expect(stdout).toMatch(/over 3 messages of the last 30 days/);
  expect(stdout).toMatch(/The action would change for 1 message:\n +1 {2}▲ \S.* → ■ \S/);
});

it('says so where nothing would change, and changes nothing itself', async () => {
  const { stdout } = await replay(test.config.policy);
  expect(stdout).toContain('No action would change.');
  expect((await test.store.message(ids.warned))?.state).toBe('warned');
  expect((await test.store.message(ids.held))?.verdict?.pack.name).toBe('marked');
});

it('takes the groups of the configuration', async () => {
  const config = join(made, 'hallpass.yaml');
  writeFileSync(config, `district: { domains: [school.example], groups: { trusted: [${sender}] } }\n`);
  const { last } = await report(draft, '--config', config);
  expect(last.actions).toContainEqual({ from: 'quarantine', to: 'deliver', messages: 1 });
});

it('refuses a draft with mistakes', async () => {
  const broken = join(made, 'broken.yaml');
  writeFileSync(
    broken,
    'name: broken\ntitle: Broken\nversion: 1\nrules: [{ id: r, title: R, when: { codes: [x] }, action: warn }]\n',
  );
  const { code, stderr } = await replay(broken);
  expect(code).toBe(1);
  expect(stderr).toContain('The policy pack is not valid');
});
