/** Retention and legal holds at the terminal. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { letter, sender, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { runHallpass } from '../harness/process.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';

let host: SmartHost;
let test: TestGateway;
const folder = mkdtempSync(join(tmpdir(), 'hallpass-retention-'));
const config = join(folder, 'hallpass.yaml');
beforeAll(async () => {
  host = await startSmartHost();
  test = await startTestGateway({ smarthost: host });
  writeFileSync(config, 'retention: { bodyDays: 30, recordDays: 60 }\n');
});
afterAll(async () => {
  await test.stop();
  await host.down();
  rmSync(folder, { recursive: true });
});

const run = (...words: string[]) => runHallpass([...words, '--config', config], { env: { ...test.environment } });

it('deletes records past their days, except under a legal hold', async () => {
  const deliver = async (): Promise<string> => {
    const id = await test.accepted({ sender, recipients: ['pat@museum.example'], raw: letter() });
    await test.reaches(id, 'delivered');
    const past = "now() - interval '61 days'";
    await test.sql(`UPDATE messages SET received_at = ${past}, finished_at = ${past} WHERE id = $1`, [id]);
    return id;
  };
  const [kept, gone] = [await deliver(), await deliver()];
  const placed = await run('legal-hold', 'place', 'message', kept, '--reason', 'Case 26-114');
  const hold = /^Legal hold ([0-9a-f]{8}) has been placed/.exec(placed.stdout)?.[1];
  expect((await run('legal-hold', 'list')).stdout).toContain(`message ${kept}`);
  expect((await run('retention')).stdout).toContain('the records of 1 messages');
  expect(await test.store.message(gone)).toBeUndefined();
  expect((await test.store.message(kept))?.state).toBe('delivered');

  expect((await run('legal-hold', 'end', hold!, '--reason', 'Case closed')).stdout).toBe('The legal hold has ended.\n');
  expect((await run('legal-hold', 'list')).stdout).toBe('There are no legal holds.\n');
  expect((await run('retention')).stdout).toContain('the records of 1 messages');
  expect(await test.store.message(kept)).toBeUndefined();
  expect((await run('audit')).stdout).toContain('The audit log is intact');
});

it('names what there is not, and says where it is listed', async () => {
  const hold = await run('legal-hold', 'end', '12345678', '--reason', 'Case closed');
  expect(hold).toMatchObject({ code: 2, stderr: expect.stringContaining('no legal hold has this id') });
  const output = await run('events', 'repeat', 'siem', '--after', '3');
  expect(output).toMatchObject({ code: 2, stderr: expect.stringContaining('no output has this name') });
});

it('refuses a hold that could cover nothing', async () => {
  for (const [kind, value] of [
    ['message', '0123'],
    ['sender', 'ana'],
    ['school', 'Lincoln'],
  ] as const)
    expect((await run('legal-hold', 'place', kind, value, '--reason', 'x')).code).toBe(2);
});
