/** SIGHUP to a running gateway: a changed configuration file is taken over, or refused with all its mistakes. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { letter } from '../harness/gateway.ts';
import { installGateway, type GatewayProcess } from '../harness/process.ts';
import { openSmtp } from '../harness/smtp-session.ts';
import { until } from '../harness/wait.ts';

let gateway: GatewayProcess;
beforeAll(async () => {
  gateway = await installGateway({ config: { district: { domains: ['school.example'] }, scan: { reader: false } } });
  await gateway.start();
}, 130_000);
afterAll(() => gateway.remove());

async function replyTo(from: string): Promise<number> {
  const session = await openSmtp(gateway.smtpPort);
  await session.ehlo();
  const { code } = await session.send({ sender: from, recipients: ['pat@museum.example'], raw: letter({ from }) });
  await session.quit();
  return code;
}

it('takes over a good file and refuses a bad one', async () => {
  const text = readFileSync(gateway.configFile, 'utf8');
  expect(await replyTo('ana@newschool.example')).toBe(550);
  writeFileSync(gateway.configFile, text.replace('- school.example', '- school.example\n    - newschool.example'));
  gateway.hangUp();
  await until(() => gateway.output().includes('The configuration is in force.'), 60_000);
  expect(await replyTo('ana@newschool.example')).toBe(250);

  writeFileSync(gateway.configFile, `${text}\nholds: {}\nretention: { bodyDays: never }\n`);
  gateway.hangUp();
  await until(() => gateway.output().includes('The configuration was refused'), 60_000);
  expect(gateway.output()).toMatch(/2 mistakes/);
  expect(await replyTo('ana@newschool.example')).toBe(250);
}, 130_000);
