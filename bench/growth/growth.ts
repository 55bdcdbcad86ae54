/**
 * `npm run bench:growth`: what a message, the queue and the console cost as the number of stored messages grows. One
 * gateway with a database of its own is filled step by step and loaded at each step. The table goes to docs/performance.md.
 *
 *   npm run bench:growth -- [--sizes 0,20000,100000] [--messages 300] [--sessions 20] [--calls 20] [--page FILE] [--no-page]
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadPack } from '../../src/decide/load-pack.ts';
import { loadKeys } from '../../src/store/key-file.ts';
import { seedQuarantine } from '../../scripts/seed/seed-quarantine.ts';
import { childrenOf, titleOf } from '../../test/harness/process-table.ts';
import { installGateway, type GatewayProcess } from '../../test/harness/process.ts';
import { freePort } from '../../test/harness/redis.ts';
import { openLoad } from '../relay/load/load.ts';
import { watchTrees } from '../relay/load/process-cost.ts';
import { makeMails } from '../relay/mail/make-mails.ts';
import { hallpassVersion } from '../relay/peers/hallpass.ts';
import { describeMachine, today } from '../relay/report/machine.ts';
import { performancePage, writeSection } from '../relay/report/page.ts';
import { addReviewer, timeCalls } from './growth-calls.ts';
import { renderGrowth, type GrowthStep } from './growth-report.ts';
import { meanBetween, readStages, type StageSums } from './stage-seconds.ts';

const text = (value: string) => ({ type: 'string', default: value }) as const;
const { values } = parseArgs({
  options: {
    ...{ sizes: text('0,20000,100000'), messages: text('300'), sessions: text('20'), calls: text('20') },
    ...{ page: text(performancePage), 'no-page': { type: 'boolean' } },
  },
});
const sizes = values.sizes
  .split(',')
  .map(Number)
  .sort((a, b) => a - b);
const [messages, sessions, rounds] = [Number(values.messages), Number(values.sessions), Number(values.calls)];
if (![...sizes, messages, sessions, rounds].every(Number.isInteger)) {
  console.error('--sizes, --messages, --sessions and --calls are whole numbers');
  process.exit(2);
}
/** Sent first at each step, and not counted. */
const WARM_UP = 40;
/** Of five stored messages, four wait for a decision; seedQuarantine adds a fifth that has one. */
const WAITING_SHARE = 0.8;
const DAYS = 60;
const MAILS = 200;

const folder = mkdtempSync(join(tmpdir(), 'hallpass-growth-'));
const mailFolder = join(folder, 'mail');
mkdirSync(mailFolder);
for (const [at, { raw }] of makeMails(MAILS).entries())
  writeFileSync(join(mailFolder, `${String(at + 1).padStart(4, '0')}.eml`), raw);
const sinkPort = await freePort();
const gateway = await installGateway({
  folder,
  smarthost: `127.0.0.1:${sinkPort}`,
  config: {
    policy: 'monitor',
    smtp: { limits: { messagesPerSenderPerMinute: 100_000_000 } },
    scan: { reader: false, ocr: { read: 'off' } },
  },
});
const [date, machine] = [today(), describeMachine(folder)];
try {
  await gateway.start();
  await addReviewer(gateway);
  const steps: GrowthStep[] = [];
  for (const [at, size] of sizes.entries()) {
    await fill(size - (sizes[at - 1] ?? 0));
    steps.push(await measureStep(size));
    console.error(`${size} stored messages: measured`);
  }
  const given = process.argv.slice(2).filter((arg) => !/^--(no-)?page/.test(arg));
  const command = `npm run bench:growth${given.length > 0 ? ` -- ${given.join(' ')}` : ''}`;
  const report = renderGrowth({
    date,
    machine,
    command,
    version: hallpassVersion(),
    messages,
    sessions,
    rounds,
    steps,
  });
  console.log(report);
  if (!values['no-page']) writeSection(values.page, 'growth', report);
} finally {
  await gateway.stop();
  await gateway.remove();
}

/** Adds stored messages as the gateway would have written them. */
async function fill(count: number): Promise<void> {
  if (count === 0) return;
  const keys = loadKeys({ data: gateway.data, database: { poolSize: 2 } }, {});
  await gateway.withStore((_, database) =>
    seedQuarantine(database, keys, {
      count: Math.round(count * WAITING_SHARE),
      days: DAYS,
      pack: loadPack('default'),
      now: new Date(),
    }),
  );
}

async function measureStep(stored: number): Promise<GrowthStep> {
  const load = await openLoad({ port: gateway.smtpPort, sinkPort, mailFolder, messages: messages + WARM_UP });
  try {
    await load.send({ messages: WARM_UP, sessions });
    await load.arrivals();
    const from = load.next();
    const before = await stages(gateway);
    const finish = watchTrees(roots());
    await load.send({ messages, sessions });
    await load.arrivals();
    const cost = finish();
    await load.settle();
    return {
      ...{ stored, cost, outcome: load.outcome(from) },
      stageMs: meanBetween(before, await stages(gateway)),
      callMs: await timeCalls(gateway, stored, rounds),
    };
  } finally {
    await load.close();
  }
}

async function stages({ http }: GatewayProcess): Promise<StageSums> {
  return readStages(await (await fetch(`${http}/metrics`)).text());
}

/** The gateway's process, which PostgreSQL and all others belong to. */
function roots(): number[] {
  return childrenOf(process.pid).filter((pid) => titleOf(pid).includes(gateway.configFile));
}
