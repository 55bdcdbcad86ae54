/** Versions of the policy at running gateways: what decides at the start and in every process, two people, roll-back, and a version that no longer passes. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckedPolicy, PolicyDraft, PolicyVersions } from '../../src/review/contract/policy-versions.ts';
import type { Settings } from '../../src/review/contract/pages.ts';
import type { PackComparison } from '../../src/review/contract/policy.ts';
import { letter, sender, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';
import { openReviewers, type Reviewer, type Reviewers } from '../review/reviewers.ts';

const marked = readFileSync(join(import.meta.dirname, '../harness/marked-policy.yaml'), 'utf8');
/** What is to be thought about is delivered. */
const milder = (version: number): string =>
  marked.replace('version: 1', `version: ${version}`).replace('action: warn', 'action: deliver');

let host: SmartHost;
let test: TestGateway;
let second: TestGateway;
let reviewers: Reviewers;
let mia: Reviewer;
let admin: Reviewer;
beforeAll(async () => {
  host = await startSmartHost();
  test = await startTestGateway({ smarthost: host });
  second = await startTestGateway({
    smarthost: host,
    databaseUrl: test.environment['DATABASE_URL']!,
    key: test.environment['HALLPASS_KEY']!,
  });
  reviewers = await openReviewers(test);
  mia = await reviewers.add('manager', { name: 'Mia Ortiz' });
  admin = await reviewers.add('administrator');
});
afterAll(async () => {
  await reviewers.close();
  await second.stop();
  await test.stop();
  await host.down();
});

const versions = (who = mia) => who.get<PolicyVersions>('/policy/versions');
const change = (body: object, who = mia) =>
  who.call<{ outcome?: string; code?: string; fields?: { path: string; message: string }[] }>(
    'POST',
    '/policy/changes',
    body,
  );
const putText = async (text: string, reason = 'Agreed with the board') =>
  change({ target: 'text', text, reason, after: (await versions()).change });
const check = async (text: string) => (await mia.call<CheckedPolicy>('POST', '/policy/check', { text })).body;

/** The state of a message that is sent through a gateway; any of them scans it. */
async function decidedBy(gateway: TestGateway): Promise<string> {
  count += 1;
  const from = `writer${count}@school.example`;
  const id = await gateway.accepted({
    sender: from,
    recipients: ['pat@museum.example'],
    raw: letter({ from, text: 'please-warn' }),
  });
  return (await gateway.reaches(id, 'warned', 'delivered', 'quarantined')).state;
}
let count = 0;
const everywhere = (version: number | undefined) =>
  until(async () => [test, second].every(({ gateway }) => gateway.policyVersion() === version));

it('begins with the pack of the configuration, and says so', async () => {
  expect(await decidedBy(test)).toBe('warned');
  expect(await versions()).toMatchObject({
    change: 0,
    version: null,
    source: 'versions',
    managers: 1,
    configured: { name: 'marked-policy.yaml', isFile: true, title: 'Marked words', version: 1 },
    changes: [],
  });
  const draft = await mia.get<PolicyDraft>('/policy/draft');
  expect(draft).toMatchObject({ revision: 0, text: marked.replace('version: 1', 'version: 2') });
  expect(draft.vocabulary.codes.map(({ code }) => code)).toContain('marked.hold');
});

it('shows mistakes with their lines, what to do, and no value', async () => {
  const wrong = marked
    .replace('action: bounce', 'action: hold-it')
    .replace('codes: [marked.hold]', 'codes: [marked.holt]')
    .replace('clauses: [one],\n    tell', 'clauses: [two],\n    tell');
  const { problems, passes, pack } = await check(wrong);
  expect({ passes, pack }).toEqual({ passes: false, pack: null });
  expect(problems).toEqual([
    { line: 25, where: 'rules[3].action', expected: 'expected one of deliver, warn, quarantine, bounce' },
  ]);
  expect(JSON.stringify(problems)).not.toContain('hold-it');
  const second = await check(milder(1).replace('codes: [marked.hold]', 'codes: [marked.holt]'));
  expect(second.problems).toEqual([
    { line: 4, where: 'version', expected: expect.stringContaining('expected a number above 1') },
    { line: 13, where: 'rules[1].when.codes', expected: expect.stringContaining('did you mean "marked.hold"?') },
  ]);
  expect((await check('name: [')).problems[0]).toMatchObject({ expected: expect.stringContaining('YAML') });
});

it('reads no other file for a draft', async () => {
  for (const base of ['/etc/passwd', '../../test/harness/marked-policy.yaml', './default.yaml', 'nowhere'])
    expect((await check(`extends: ${base}\nname: a\ntitle: A\nversion: 9\n`)).problems).toEqual([
      { line: 1, where: 'extends', expected: expect.stringContaining('the name of an included pack') },
    ]);
});

it('a text that fails its checks or its cases is not put in force', async () => {
  const failing = `${milder(2)}cases:\n  - name: A word\n    input: { findings: [{ code: marked.warn }] }\n    expect: { action: warn }\n`;
  const { cases, passes, problems } = await check(failing);
  expect({ passes, problems }).toEqual({ passes: false, problems: [] });
  expect(cases).toEqual([{ name: 'A word', line: 28, ok: false, expected: 'action: warn', got: 'action: deliver' }]);
  expect(await putText(failing)).toMatchObject({
    status: 422,
    body: { code: 'policy.refused', fields: [{ path: 'text, line 28' }] },
  });
  expect((await putText(marked)).status).toBe(422);
  expect((await versions()).changes).toEqual([]);
});

it('a draft is saved, and a second person does not overwrite it unseen', async () => {
  const save = (who: Reviewer, text: string, revision: number) =>
    who.call<{ revision: number }>('PUT', '/policy/draft', { text, revision });
  expect(await save(admin, milder(2), 0)).toMatchObject({ status: 200, body: { revision: 1 } });
  expect(await save(mia, 'name: other', 0)).toMatchObject({ status: 409 });
  expect(await mia.get<PolicyDraft>('/policy/draft')).toMatchObject({ text: milder(2), savedBy: 'Some administrator' });
  expect((await mia.call('DELETE', '/policy/draft/7')).status).toBe(409);
});

it('is in force in every process within seconds, with who, when and why; the draft has become its text', async () => {
  expect(await putText(milder(2), 'Words to think about go out')).toMatchObject({
    status: 200,
    body: { outcome: 'in-force' },
  });
  await everywhere(2);
  expect(await decidedBy(second)).toBe('delivered');
  const { version, changes } = await versions(admin);
  expect(version).toBe(2);
  expect(changes).toEqual([
    expect.objectContaining({ state: 'in-force', version: 2, by: 'Mia Ortiz', reason: 'Words to think about go out' }),
  ]);
  expect(await mia.get('/policy/versions/2')).toEqual({ version: 2, title: 'Marked words', text: milder(2) });
  expect(await mia.get<PolicyDraft>('/policy/draft')).toMatchObject({ revision: 0, text: milder(3) });
  const events = await test.sql(`SELECT actor, detail FROM audit_events WHERE event = 'policy-put'`);
  expect(events).toEqual([{ actor: mia.email, detail: expect.objectContaining({ version: 2 }) }]);
  expect(JSON.stringify(events)).not.toContain('think about');
});

it('whoever decided on what is no longer in force is told', async () => {
  const stale = await change({ target: 'text', text: milder(3), reason: 'Late', after: 0 });
  expect(stale).toMatchObject({ status: 409, body: { code: 'conflict.policy-changed' } });
  const same = await change({ target: 'version', version: 2, reason: 'Again', after: 1 });
  expect(same).toMatchObject({ status: 409 });
});

it('is still in force after a reload and in a process that starts later', async () => {
  expect((await admin.call<{ outcome: string }>('POST', '/settings/reload')).body.outcome).toBe('reloaded');
  expect(await decidedBy(test)).toBe('delivered');
  const third = await startTestGateway({
    smarthost: host,
    databaseUrl: test.environment['DATABASE_URL']!,
    key: test.environment['HALLPASS_KEY']!,
  });
  try {
    expect(third.gateway.policyVersion()).toBe(2);
  } finally {
    await third.stop();
  }
});

it('a replay of the next draft gives the results of a live scan', async () => {
  const stricter = marked
    .replace('version: 1', 'version: 3')
    .replace('action: warn', 'action: quarantine')
    .replace('action: bounce', 'action: warn');
  const texts = [
    'See you.',
    'please-warn',
    'please-hold',
    'please-agree',
    'please-bounce',
    'please-warn please-bounce',
  ];
  const send = async (text: string): Promise<string> => {
    const mail = { sender, recipients: ['pat@museum.example'], raw: letter({ text, subject: 'Replayed' }) };
    const id = await test.accepted(mail);
    await test.reaches(id, 'warned', 'delivered', 'quarantined', 'bounced');
    return id;
  };
  const actionOf = async (id: string) => (await test.store.message(id))!.verdict!.action;
  const before = await Promise.all(texts.map(send));
  const was = await Promise.all(before.map(actionOf));
  const { body } = await mia.call<PackComparison>('POST', '/policy/compare', { text: stricter, days: 1 });
  const predicted = before.map((id, at) => body.changes.find((one) => one.id === id)?.to ?? was[at]);
  await putText(stricter);
  await everywhere(3);
  const live = await Promise.all((await Promise.all(texts.map(send))).map(actionOf));
  expect(live).toEqual(predicted);
  expect(live).toEqual(['deliver', 'quarantine', 'quarantine', 'quarantine', 'warn', 'quarantine']);
  const tampering = await admin.call<PackComparison>('POST', '/policy/compare', {
    text: stricter,
    pack: 'default',
    days: 1,
  });
  expect(tampering.status).toBe(400);
});

it('rolls back to an earlier version, and to the pack of the configuration', async () => {
  const rolled = await change({ target: 'version', version: 2, reason: 'Too much was held', after: 2 });
  expect(rolled).toMatchObject({ status: 200, body: { outcome: 'in-force' } });
  await everywhere(2);
  const back = await change({ target: 'configuration', reason: 'Back to the file', after: 3 });
  expect(back).toMatchObject({ status: 200 });
  await everywhere(undefined);
  expect(await decidedBy(test)).toBe('warned');
  expect((await versions()).changes.map(({ state, version }) => [state, version])).toEqual([
    ['in-force', null],
    ['earlier', 2],
    ['earlier', 3],
    ['earlier', 2],
  ]);
});

it('managers of some schools and other roles change nothing', async () => {
  const local = await reviewers.add('manager', { schools: ['Lincoln'] });
  for (const who of [local, admin, await reviewers.add('reviewer'), await reviewers.add('auditor')])
    expect((await change({ target: 'version', version: 2, reason: 'Mine', after: 4 }, who)).status).toBe(403);
  const auditor = await reviewers.add('auditor');
  expect((await auditor.call('POST', '/policy/compare', { text: marked, days: 1 })).status).toBe(403);
});

it('a version that this program refuses does not start, and the way out works', async () => {
  expect((await change({ target: 'version', version: 3, reason: 'Again', after: 4 })).status).toBe(200);
  const start = (config: object) =>
    startTestGateway({
      smarthost: host,
      databaseUrl: test.environment['DATABASE_URL']!,
      key: test.environment['HALLPASS_KEY']!,
      config: { ...config },
    });
  // As a later version of the program that no longer has the codes of the detector.
  const without = { detectors: { extra: [] }, policy: 'default' };
  await expect(start(without)).rejects.toMatchObject({
    code: 'policy.stored-refused',
    message: expect.stringMatching(/version 3[^]*line 13 {2}rules\[1\].when.codes[^]*HALLPASS_POLICY_SOURCE=file/),
  });
  const rescued = await start({ ...without, policySource: 'file' });
  try {
    expect(rescued.gateway.policyVersion()).toBeUndefined();
    // Choosing another one takes effect when the setting is gone.
    const there = await reviewers.add('manager', { name: 'Ben Hale' });
    const { source, version, change: after } = await there.get<PolicyVersions>('/policy/versions');
    expect({ source, version }).toEqual({ source: 'versions', version: 3 });
    expect((await change({ target: 'configuration', reason: 'Way out', after }, there)).status).toBe(200);
  } finally {
    await rescued.stop();
  }
  // A running process refuses such a version: the one before stays, and the settings of every process say so until that is over.
  const older = await start({ ...without, alerts: { everySeconds: 1 } });
  try {
    const refusal = async () =>
      (await admin.get<Settings>('/settings')).checks.find(({ id }) => id.startsWith('alert policy-refused '));
    expect(await refusal()).toBeUndefined();
    const { change: after } = await versions();
    expect((await change({ target: 'version', version: 3, reason: 'Again', after })).status).toBe(200);
    expect(await until(refusal)).toMatchObject({
      state: 'bad',
      title: 'A process is not using the policy in force',
      detail: expect.stringContaining('is still using the previous one'),
    });
    expect(older.gateway.policyVersion()).toBeUndefined();
    expect(older.log.join('')).toContain('policy.stored-refused');
    const back = { target: 'configuration', reason: 'Back to what all can use', after: after + 1 };
    expect((await change(back)).status).toBe(200);
    await until(async () => (await refusal()) === undefined);
  } finally {
    await older.stop();
  }
}, 120_000);
