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
import type { PolicyPack } from '../src/decide/pack-schema.ts';
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
/** The pack of the stored verdicts. */
const stored = loadPack('default');
/** Another pack, under which these messages are held as well, and one that changes the decision on most of them. */
const drafts: Readonly<Record<string, PolicyPack>> = {
  'another pack': loadPack('milwaukee-6.34'),
  'senders are asked about student data': {
    ...stored,
    rules: stored.rules.map((rule) => (rule.id.startsWith('student-') ? { ...rule, action: 'warn' } : rule)),
  },
};

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
  await seedQuarantine(database, parseKeys(key), { count: waiting, days: DAYS, pack: stored, now });
  const since = new Date(now.getTime() - (DAYS + 1) * DAY_MS);
  for (const [name, draft] of Object.entries(drafts)) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const replay = createReplay(draft, false);
      const startedAt = performance.now();
      for await (const past of pastVerdicts(database.db, { since, until: now })) replay.add(past);
      times.push(performance.now() - startedAt);
      const { messages, changed, actions } = replay.report();
      const moves = actions.map(({ from, to, messages: moved }) => `${moved} ${from} → ${to}`).join(', ');
      console.log(
        `${name}: ${messages} stored inputs, another decision for ${changed}${moves === '' ? '' : ` (${moves})`}: ${times.at(-1)!.toFixed(0)} ms`,
      );
    }
    console.log(`${name}: median ${percentile(times, 0.5).toFixed(0)} ms, max ${Math.max(...times).toFixed(0)} ms`);
  }
  console.log(`${today()}, ${describeMachine(data)}`);
  await database.close();
} finally {
  await gateway.stop();
  rmSync(data, { recursive: true, force: true });
}
