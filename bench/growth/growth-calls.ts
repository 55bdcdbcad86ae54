/** What the queue, the metrics and the console ask a running gateway for, timed one call after the other. */
import { hashPassword } from '../../src/passwords/password-hash.ts';
import { createAccountStore } from '../../src/store/accounts/account-store.ts';
import { loadKeys } from '../../src/store/key-file.ts';
import type { GatewayProcess } from '../../test/harness/process.ts';
import { measuredCalls } from '../console-calls.ts';
import { percentile } from '../timings.ts';

/** Of the calls in console-calls.ts. */
export const consoleCalls: readonly string[] = [
  'list: is:open, by severity',
  'list: is:open, newest',
  'filter: school',
  'search: sender',
  'search: common words',
  'counts: is:open',
  'open: message',
  'open: history',
  'overview, 14 days',
  'audit',
];
const EMAIL = 'growth@school.example';
const PASSWORD = 'seven green kayaks';
const WARM_UP = 3;
const SWEEP_LIMIT = 500;

/** Median milliseconds by name; undefined where there is nothing to ask for. */
export type CallTimes = ReadonlyMap<string, number | undefined>;

/** Creates the account that asks. */
export async function addReviewer(gateway: GatewayProcess): Promise<void> {
  const keys = loadKeys({ data: gateway.data, database: { poolSize: 1 } }, {});
  const passwordHash = await hashPassword(PASSWORD);
  await gateway.withStore(async (_, { db }) => {
    const hour = { maxMs: 3_600_000, idleMs: 3_600_000 };
    const { accounts } = createAccountStore(db, keys, {
      limits: hour,
      lockOut: { attempts: 100, firstMinutes: 1, maxMinutes: 1 },
    });
    const account = { name: 'Some Reviewer', email: EMAIL, role: 'manager', schools: [], passwordHash } as const;
    await accounts.create(account, 'bench', new Date());
  });
}

export async function timeCalls(gateway: GatewayProcess, stored: number, rounds: number): Promise<CallTimes> {
  const times = new Map<string, number | undefined>();
  await gateway.withStore(async (store) => {
    times.set('queue: what is due', await medianOf(rounds, () => store.takeDue(new Date(), SWEEP_LIMIT)));
  });
  times.set('metrics', await medianOf(rounds, () => textOf(`${gateway.http}/metrics`)));
  const cookie = await signIn(gateway.http);
  const ask = (path: string): Promise<string> => textOf(`${gateway.http}/api${path}`, cookie);
  const page = JSON.parse(await ask('/messages?q=is%3Aopen&limit=200')) as { rows: { id: string }[]; next: string };
  const calls = measuredCalls(page, { count: stored, rounds });
  for (const name of consoleCalls) {
    const call = calls.find((one) => one.name === name);
    if (!call) throw new Error(`console-calls.ts has no ${name}`);
    const hasRows = page.rows.length > 0 || !name.startsWith('open:');
    times.set(`console: ${name}`, hasRows ? await medianOf(rounds, (round) => ask(call.path(round))) : undefined);
  }
  return times;
}

async function medianOf(rounds: number, call: (round: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = -WARM_UP; round < rounds; round += 1) {
    const startedMs = performance.now();
    await call(Math.max(0, round));
    if (round >= 0) times.push(performance.now() - startedMs);
  }
  return percentile(times, 0.5);
}

async function textOf(url: string, cookie = ''): Promise<string> {
  const response = await fetch(url, { headers: { cookie } });
  if (!response.ok) throw new Error(`${url} was answered ${response.status}`);
  return response.text();
}

async function signIn(http: string): Promise<string> {
  const response = await fetch(`${http}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
  });
  if (!response.ok) throw new Error(`the sign-in was answered ${response.status}`);
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0]!)
    .join('; ');
}
