/**
 * `npm run bench:relay`: relays side by side. Each is started, loaded and stopped in turn, round after round, so that what
 * else the machine does falls on all of them alike. The table goes to docs/performance.md.
 */
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '../../test/harness/redis.ts';
import { makeMails } from './mail/make-mails.ts';
import { measure, type Measured, type Plan } from './measure.ts';
import { parseOptions, usage, type RelayOptions } from './options.ts';
import type { Peer, PeerPlace, RunningPeer } from './peers/peer.ts';
import { describeMachine, today } from './report/machine.ts';
import { writeSection } from './report/page.ts';
import { renderReport, type PeerResults } from './report/relay-report.ts';

interface Entrant {
  readonly peer: Peer;
  readonly versions: string;
  readonly measured: Measured[];
  failed: number;
}

const options = readOptions();
const work = options.work === undefined ? mkdtempSync(join(tmpdir(), 'hallpass-relay-')) : resolve(options.work);
const cache = join(work, 'cache');
const mailFolder = join(work, 'mail');
const { rate, burst, outage, messages, sessions, warmUp } = options;
const plan: Plan = { mailFolder, messages, sessions, warmUp, rate, burst, outage };
let running: RunningPeer | undefined;

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    console.error('Stopping …');
    void (running?.stop() ?? Promise.resolve()).finally(() => {
      removeWork();
      process.exit(130);
    });
  });

try {
  mkdirSync(cache, { recursive: true });
  chmodSync(work, 0o755);
  await compare();
} finally {
  removeWork();
}

function removeWork(): void {
  if (options.work === undefined) rmSync(work, { recursive: true, force: true });
}

function readOptions(): RelayOptions {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`);
    process.exit(2);
  }
}

async function compare(): Promise<void> {
  writeMails();
  const entrants: Entrant[] = [];
  const leftOut: { title: string; reason: string }[] = [];
  for (const peer of options.peers) {
    const found = await peer.prepare(cache);
    if ('missing' in found) leftOut.push({ title: peer.title, reason: found.missing });
    else entrants.push({ peer, versions: found.versions, measured: [], failed: 0 });
  }
  for (const { title, reason } of leftOut) console.error(`${title} is left out: ${reason}`);
  const [date, machine] = [today(), describeMachine(work)];
  for (let round = 1; round <= options.rounds; round += 1)
    for (const entrant of entrants) await runOnce(entrant, round);

  const results: PeerResults[] = entrants.map(({ peer, versions, measured, failed }) => ({
    ...{ title: peer.title, versions, rounds: measured, failed },
  }));
  const command = ['npm run bench:relay', ...withoutPlaces(process.argv.slice(2))]
    .join(' ')
    .replace('relay ', 'relay -- ');
  const { mails: count, seed, rounds } = options;
  const report = renderReport({ plan, rounds, date, machine, command, mails: { count, seed }, results, leftOut });
  console.log(report);
  if (options.page !== undefined) writeSection(options.page, 'relay', report);
}

function writeMails(): void {
  rmSync(mailFolder, { recursive: true, force: true });
  mkdirSync(mailFolder);
  for (const [at, { kind, withStudents, raw }] of makeMails(options.mails, options.seed).entries()) {
    const name = `${String(at + 1).padStart(4, '0')}-${kind}${withStudents ? '-students' : ''}.eml`;
    writeFileSync(join(mailFolder, name), raw);
  }
}

async function runOnce(entrant: Entrant, round: number): Promise<void> {
  const { peer } = entrant;
  const folder = join(work, peer.id);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const [port, sinkPort, first, second] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const place: PeerPlace = { folder, cache, port, sinkPort, otherPorts: [first, second] };
  try {
    running = await peer.start(place);
    const measured = await measure(running, place, plan);
    entrant.measured.push(measured);
    appendFileSync(join(work, 'runs.jsonl'), `${JSON.stringify({ peer: peer.id, round, ...measured })}\n`);
    const { acceptedPerS, deliveredPerS } = measured.closed;
    console.error(
      `${round} ${peer.id}: accepted ${acceptedPerS.toFixed(1)}/s, delivered ${deliveredPerS.toFixed(1)}/s`,
    );
  } catch (error) {
    entrant.failed += 1;
    console.error(`${round} ${peer.id}: ${(error as Error).message}`);
  } finally {
    await running?.stop();
    running = undefined;
  }
}

/** The arguments without folders of this machine. */
function withoutPlaces(args: readonly string[]): string[] {
  return args.filter((arg, at) => !/^--(work|page)/.test(arg) && !/^--(work|page)$/.test(args[at - 1] ?? ''));
}
