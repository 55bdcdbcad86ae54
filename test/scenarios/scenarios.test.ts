/**
 * The folders beside this file, each a message and what becomes of it, through a real gateway and a programmed smart host.
 * UPDATE_GOLDENS=1 writes expected.json anew.
 */
import { afterAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost, type TakenMail } from '../harness/smarthost.ts';
import { queueId } from '../harness/smtp-session.ts';
import { until } from '../harness/wait.ts';
import { readScenarios, type Scenario } from './read-scenario.ts';

interface Running {
  readonly host: SmartHost;
  readonly test: TestGateway;
}

const scenarios = readScenarios(import.meta.dirname);

/** Scenarios with the same configuration share a gateway; pooled connections know the extensions of their smart host. */
const keyOf = ({ config, program }: Scenario): string => JSON.stringify([config, program.extensions]);
const running = new Map<string, Promise<Running>>();

/** Each gateway has connections of its own to the one database server: those that no scenario needs any more go. */
async function stopAll(isWanted: (key: string) => boolean): Promise<void> {
  for (const [key, started] of [...running]) {
    if (isWanted(key)) continue;
    running.delete(key);
    const { host, test } = await started;
    await test.stop();
    await host.down();
  }
}

afterAll(() => stopAll(() => false));

async function start({ config, program }: Scenario): Promise<Running> {
  const host = await startSmartHost(program);
  // What one scenario leaves waiting is not tried again during the next one.
  const deliver = { retryMinutes: [600], ...(config['deliver'] as object | undefined) };
  const test = await startTestGateway({ smarthost: host, marked: false, config: { ...config, deliver } });
  return { host, test };
}

describe('one message in, one outcome', () => {
  it.each(scenarios)('$name', async (scenario) => {
    const key = keyOf(scenario);
    const left = new Set(scenarios.slice(scenarios.indexOf(scenario)).map(keyOf));
    await stopAll((other) => left.has(other));
    if (!running.has(key)) running.set(key, start(scenario));
    const { host, test } = await running.get(key)!;
    host.program(scenario.program);
    const before = host.mails.length;

    const reply = await test.send({ ...scenario.envelope, raw: scenario.raw });
    const outcome = reply.code === 250 ? await outcomeOf(test, queueId(reply)) : {};
    const taken = host.mails.slice(before);
    for (const mail of taken)
      if (mail.sender !== '' || scenario.envelope.sender === '') expectUntouched(mail, scenario.raw);

    expectGolden(join(scenario.folder, 'expected.json'), {
      reply: reply.code === 250 ? '250' : reply.text,
      ...outcome,
      // Copies and notices leave side by side: whichever is first.
      taken: taken.map(describeTaken).sort(),
    });
  });
});

/** Waits until nothing moves: the message has its outcome or its first attempt, and its notices are delivered. */
async function outcomeOf({ store }: TestGateway, id: string): Promise<object> {
  const message = await until(async () => {
    const found = await store.message(id);
    const moving =
      found === undefined ||
      ['received', 'scanning'].includes(found.state) ||
      (found.state === 'delivering' && found.recipients.every(({ status }) => status === null)) ||
      found.notices.some(({ state }) => state === 'delivering');
    return moving ? undefined : found;
  });
  return {
    state: message.state,
    codes: message.verdict?.codes,
    recipients: Object.fromEntries(
      message.recipients.map(({ address, state, status }) => [address, [state, status].filter(Boolean).join(' ')]),
    ),
    notices: message.notices.map(({ notice }) => notice),
    events: message.events.map(({ event }) => event),
  };
}

/** The original is there to its last byte, with nothing but our two trace fields in front. */
function expectUntouched(mail: TakenMail, raw: Buffer): void {
  const front = mail.raw.subarray(0, mail.raw.length - raw.length).toString();
  if (front.includes('X-Hallpass-Notice:')) return;
  expect(mail.raw.subarray(mail.raw.length - raw.length).equals(raw)).toBe(true);
  expect(front).toMatch(/^X-Hallpass-Trace: gate\.school\.example [0-9a-f-]{36}\r\nReceived: from .*\r\n(\t.*\r\n)+$/);
}

function describeTaken(mail: TakenMail): string {
  const kind = /^X-Hallpass-Notice: (\S+)/m.exec(mail.raw.toString('latin1'))?.[1] ?? 'the message';
  const from = [`<${mail.sender}>`, ...mail.parameters].join(' ');
  const to = mail.recipients.map(({ address, parameters }) => [address, ...parameters].join(' ')).join(', ');
  return `${kind} from ${from} to ${to}`;
}

function expectGolden(file: string, actual: object): void {
  if (process.env['UPDATE_GOLDENS'] === '1') writeFileSync(file, `${JSON.stringify(actual, null, 2)}\n`);
  if (!existsSync(file)) throw new Error(`${file} is missing; UPDATE_GOLDENS=1 writes it`);
  expect(JSON.parse(JSON.stringify(actual))).toEqual(JSON.parse(readFileSync(file, 'utf8')));
}
