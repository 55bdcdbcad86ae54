/**
 * `npm run bench:console`: how long the console's API takes over 100,000 held messages, on an embedded database of its own
 * that is thrown away.
 *
 *   npm run bench:console -- [--count 100000] [--rounds 40]
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { configSchema } from '../src/config/schema.ts';
import { loadPack } from '../src/decide/load-pack.ts';
import { startGateway } from '../src/gateway.ts';
import { createLogger } from '../src/log/logger.ts';
import { hashPassword } from '../src/passwords/password-hash.ts';
import { createAccountStore } from '../src/store/accounts/account-store.ts';
import { openDatabase } from '../src/store/database.ts';
import { generateKey, parseKeys } from '../src/store/keys.ts';
import { runningEmbeddedPostgres } from '../src/store/postmaster.ts';
import { seedQuarantine } from '../scripts/seed/seed-quarantine.ts';
import { heldMail } from '../scripts/seed/held-mail.ts';
import { percentile } from './timings.ts';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '40' } },
});
const [count, rounds] = [Number(values.count), Number(values.rounds)];
const data = mkdtempSync(join(tmpdir(), 'hallpass-bench-'));
const key = generateKey();
const config = configSchema.parse({
  data,
  http: { port: 0 },
  smtp: { listen: [{ port: 0 }] },
  log: { level: 'error' },
});
const gateway = await startGateway({
  config,
  secrets: { key },
  roles: new Set(['console'] as const),
  log: createLogger(config.log),
});
try {
  await prepare();
  const call = await signIn();
  const rows = await measureAll(call);
  console.log(`${count} held messages, ${rounds} calls each, one after the other, over HTTP:\n`);
  console.log(['call'.padEnd(58), 'median ms', '   p95 ms', '   max ms', '   CPU ms'].join(' '));
  for (const [name, times, cpuMs] of rows)
    console.log(
      [
        name.padEnd(58),
        ...[percentile(times, 0.5), percentile(times, 0.95), Math.max(...times), cpuMs].map((ms) =>
          ms.toFixed(1).padStart(9),
        ),
      ].join(' '),
    );
} finally {
  await gateway.stop();
  rmSync(data, { recursive: true, force: true });
}

type Call = (path: string) => Promise<{ body: string; ms: number }>;

async function prepare(): Promise<void> {
  const keys = parseKeys(key);
  const database = await openDatabase(runningEmbeddedPostgres(data), keys, { poolSize: 2, onError: () => undefined });
  const startedAt = Date.now();
  await seedQuarantine(database, keys, { count, days: 13, pack: loadPack('default'), now: new Date() });
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
}

async function signIn(): Promise<(email: string) => Promise<Call>> {
  return async (email) => {
    const answer = await fetch(`${gateway.http}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: 'seven green kayaks' }),
    });
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0]!)
      .join('; ');
    return async (path) => {
      const startedAt = performance.now();
      const response = await fetch(`${gateway.http}/api${path}`, { headers: { cookie } });
      const body = await response.text();
      if (response.status !== 200) throw new Error(`${path} was answered ${response.status}`);
      return { body, ms: performance.now() - startedAt };
    };
  };
}

async function measureAll(open: (email: string) => Promise<Call>): Promise<[string, number[], number][]> {
  const all = await open('all@school.example');
  const one = await open('one@school.example');
  const list = (q: string, more = '') => `/messages?q=${encodeURIComponent(q)}${more}`;
  const page = JSON.parse((await all(list('is:open', '&limit=200'))).body) as { rows: { id: string }[]; next: string };
  const mail = (round: number) => heldMail(Math.floor((round / rounds) * count));
  const rows: [string, (round: number) => string, Call][] = [
    ['list: is:open, by severity', () => list('is:open'), all],
    ['list: is:open, second page', () => list('is:open', `&cursor=${page.next}&limit=200`), all],
    ['list: is:open, newest', () => list('is:open', '&sort=newest'), all],
    ['list: is:open, by score', () => list('is:open', '&sort=score'), all],
    ['list: one school only (account)', () => list('is:open'), one],
    ['filter: rule', () => list('is:open rule:threats'), all],
    ['filter: code family, score, severity', () => list('is:open code:student-pii.* score:>=0.9 severity:high'), all],
    ['filter: code and not detector', () => list('is:open code:student-pii.phone -detector:threat'), all],
    ['filter: school', () => list('is:open school:lincoln'), all],
    ['filter: days', () => list('is:open after:3d before:1d'), all],
    ['filter: nothing found', () => list('is:open is:escalated severity:low'), all],
    ['search: sender', (n) => list(`from:${mail(n).sender}`), all],
    ['search: recipient', (n) => list(`to:${mail(n).recipients[0]}`), all],
    ['search: common words', () => list('class list'), all],
    ['search: word and -word', () => list('is:open field -again'), all],
    ['search: student', (n) => list(`student:"${mail(n).findings[0]?.subject?.name ?? 'Maya Reyes'}"`), all],
    ['search: nobody of that name', (n) => list(`from:nobody${n}`), all],
    ['counts: is:open', () => `/messages/counts?q=is%3Aopen`, all],
    ['counts: a filter', () => `/messages/counts?q=${encodeURIComponent('is:open code:student-pii.*')}`, all],
    ['counts: one school only (account)', () => `/messages/counts?q=is%3Aopen`, one],
    ['open: message', (n) => `/messages/${page.rows[n % page.rows.length]!.id}`, all],
    ['open: content, masked', (n) => `/messages/${page.rows[n % page.rows.length]!.id}/content`, all],
    ['open: history', (n) => `/messages/${page.rows[n % page.rows.length]!.id}/history`, all],
    ['overview, 14 days', () => '/overview?days=14', all],
    ['policy', () => '/policy', all],
    ['audit', () => '/audit', all],
  ];
  const measured: [string, number[], number][] = [];
  for (const [name, path, call] of rows) {
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
