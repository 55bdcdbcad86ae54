/**
 * `npm run bench:console`: how long the console's API takes over 100,000 held messages, and its first view in a browser, on an
 * embedded database of its own that is thrown away, or kept in a folder for another run.
 *
 *   npm run bench:console -- [--count 100000] [--rounds 40] [--data FOLDER] [--no-browser]
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadPack } from '../src/decide/load-pack.ts';
import { hashPassword } from '../src/passwords/password-hash.ts';
import { createAccountStore } from '../src/store/accounts/account-store.ts';
import { openDatabase } from '../src/store/database.ts';
import { generateKey, parseKeys } from '../src/store/keys.ts';
import { runningEmbeddedPostgres } from '../src/store/postmaster.ts';
import { seedQuarantine } from '../scripts/seed/seed-quarantine.ts';
import { measuredCalls, type Who } from './console-calls.ts';
import { startConsoleGateway } from './console-gateway.ts';
import { firstViews, type FirstView } from './first-view.ts';
import { percentile } from './timings.ts';

const { values } = parseArgs({
  allowNegative: true,
  options: {
    count: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '40' },
    data: { type: 'string' },
    browser: { type: 'boolean', default: true },
  },
});
const [count, rounds] = [Number(values.count), Number(values.rounds)];
const data = values.data ?? mkdtempSync(join(tmpdir(), 'hallpass-bench-'));
const keyFile = join(data, 'bench.key');
const isSeeded = existsSync(keyFile);
const key = isSeeded ? readFileSync(keyFile, 'utf8') : generateKey();
const gateway = await startConsoleGateway(data, key);
try {
  if (!isSeeded) await prepare();
  const callers = { all: await signIn('all@school.example'), one: await signIn('one@school.example') };
  const rows = await measureAll(callers);
  console.log(`${count} held messages, ${rounds} calls each, one after the other, over HTTP:\n`);
  console.log(['call'.padEnd(40), 'median ms', '   p95 ms', '   max ms', '   CPU ms'].join(' '));
  for (const [name, times, cpuMs] of rows)
    console.log(
      [
        name.padEnd(40),
        ...[percentile(times, 0.5), percentile(times, 0.95), Math.max(...times), cpuMs].map((ms) =>
          ms.toFixed(1).padStart(9),
        ),
      ].join(' '),
    );
  if (values.browser) report(await firstViews(gateway.http, callers.all.cookie));
} finally {
  await gateway.stop();
  if (values.data === undefined) rmSync(data, { recursive: true, force: true });
}

interface CallAs {
  readonly cookie: string;
  (path: string): Promise<{ body: string; ms: number }>;
}

function report(views: Readonly<Record<'cold' | 'warm', readonly FirstView[]>>): void {
  console.log('\nFirst view in Chromium, from the navigation to the first row, five visits each:\n');
  for (const [which, list] of Object.entries(views)) {
    const first = list.map(({ firstRowMs }) => firstRowMs);
    const paint = percentile(
      list.map(({ largestPaintMs }) => largestPaintMs),
      0.5,
    );
    console.log(
      `${which}: median ${percentile(first, 0.5).toFixed(0)} ms, max ${Math.max(...first).toFixed(0)} ms; largest paint median ${paint.toFixed(0)} ms; layout shift max ${Math.max(...list.map(({ shift }) => shift)).toFixed(4)}`,
    );
  }
}

async function prepare(): Promise<void> {
  const keys = parseKeys(key);
  const database = await openDatabase(runningEmbeddedPostgres(data), keys, { poolSize: 2, onError: () => undefined });
  const startedAt = Date.now();
  await seedQuarantine(database, keys, { count, days: 60, pack: loadPack('default'), now: new Date() });
  console.log(`Seeded in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
  const options = {
    limits: { maxMs: 3_600_000, idleMs: 3_600_000 },
    lockOut: { attempts: 100, firstMinutes: 1, maxMinutes: 1 },
  };
  const { accounts } = createAccountStore(database.db, keys, options);
  const passwordHash = await hashPassword('seven green kayaks');
  for (const [email, schools] of [
    ['all@school.example', []],
    ['one@school.example', ['Lincoln Elementary School']],
  ] as const)
    await accounts.create(
      { name: 'Some Reviewer', email, role: 'manager', schools, passwordHash },
      'bench',
      new Date(),
    );
  await database.close();
  writeFileSync(keyFile, key, { mode: 0o600 });
}

async function signIn(email: string): Promise<CallAs> {
  const answer = await fetch(`${gateway.http}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: 'seven green kayaks' }),
  });
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0]!)
    .join('; ');
  const call = async (path: string) => {
    const startedAt = performance.now();
    const response = await fetch(`${gateway.http}/api${path}`, { headers: { cookie } });
    const body = await response.text();
    if (response.status !== 200) throw new Error(`${path} was answered ${response.status}`);
    return { body, ms: performance.now() - startedAt };
  };
  return Object.assign(call, { cookie });
}

async function measureAll(callers: Readonly<Record<Who, CallAs>>): Promise<[string, number[], number][]> {
  const first = await callers.all('/messages?q=is%3Aopen&limit=200');
  const page = JSON.parse(first.body) as { rows: { id: string }[]; next: string };
  const measured: [string, number[], number][] = [];
  for (const { name, path, who } of measuredCalls(page, { count, rounds })) {
    const call = callers[who];
    for (let round = 0; round < 3; round += 1) await call(path(round));
    const times: number[] = [];
    const before = cpuMsSoFar();
    for (let round = 0; round < rounds; round += 1) times.push((await call(path(round))).ms);
    measured.push([name, times, (cpuMsSoFar() - before) / rounds]);
  }
  return measured;
}

/** Of this process, the client in it, and the database: what a busy machine does not change. Linux only. */
function cpuMsSoFar(): number {
  const postmaster = readFileSync(join(data, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0];
  const ticks = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
          .replace(/^.*\) /, '')
          .split(' ');
        return fields[1] === postmaster ? [Number(fields[11]) + Number(fields[12])] : [];
      } catch {
        return []; // it has ended
      }
    });
  const { user, system } = process.cpuUsage();
  return ticks.reduce((sum, n) => sum + n * 10, 0) + (user + system) / 1000;
}
