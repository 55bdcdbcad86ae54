/**
 * `npm run bench:replay`: how long a replay of a draft over stored verdict inputs takes, as the policy workshop and
 * `hallpass replay` run it, on an embedded database of its own that is thrown away.
 *
 *   npm run bench:replay -- [--count 10000] [--rounds 5]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadPack } from '../src/decide/load-pack.ts';
import { createReplay } from '../src/decide/replay.ts';
import { openDatabase } from '../src/store/database.ts';
import { generateKey, parseKeys } from '../src/store/keys.ts';
import { pastVerdicts } from '../src/store/past-verdicts.ts';
import { runningEmbeddedPostgres } from '../src/store/postmaster.ts';
import { seedQuarantine } from '../scripts/seed/seed-quarantine.ts';
import { startConsoleGateway } from './console-gateway.ts';
import { describeMachine, today } from './relay/report/machine.ts';
import { percentile } from './timings.ts';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '5' } },
});
const [count, rounds] = [Number(values.count), Number(values.rounds)];
const DAYS = 60;
const DAY_MS = 86_400_000;
/** Another pack than the default policy, of which the stored verdicts are. */
const draft = loadPack('milwaukee-6.34');

const data = mkdtempSync(join(tmpdir(), 'hallpass-bench-'));
const key = generateKey();
const gateway = await startConsoleGateway(data, key);
try {
  const database = await openDatabase(runningEmbeddedPostgres(data), parseKeys(key), {
    poolSize: 2,
    onError: () => undefined,
  });
  const now = new Date();
  // A quarter as many messages with a decision are added to those that wait.
  const waiting = Math.ceil(count / 1.25);
  await seedQuarantine(database, parseKeys(key), { count: waiting, days: DAYS, pack: loadPack('default'), now });
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const replay = createReplay(draft, false);
    const startedAt = performance.now();
    const since = new Date(now.getTime() - (DAYS + 1) * DAY_MS);
    for await (const past of pastVerdicts(database.db, { since, until: now })) replay.add(past);
    times.push(performance.now() - startedAt);
    const { messages, changed } = replay.report();
    console.log(`${messages} stored inputs, another decision for ${changed}: ${times.at(-1)!.toFixed(0)} ms`);
  }
  console.log(
    `Median ${percentile(times, 0.5).toFixed(0)} ms, max ${Math.max(...times).toFixed(0)} ms; ${today()}, ${describeMachine(data)}`,
  );
  await database.close();
} finally {
  await gateway.stop();
  rmSync(data, { recursive: true, force: true });
}
