/** Import, load and look-ups of a large invented roster: `scripts/node bench/roster.ts [students] [guardians]`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { configSchema } from '../src/config/schema.ts';
import { openDirectory } from '../src/directory/directory.ts';
import { importRoster } from '../src/directory/import-roster.ts';
import { followRoster } from '../src/directory/follow-roster.ts';
import { openDatabase } from '../src/store/database.ts';
import { startEmbeddedPostgres } from '../src/store/embedded-postgres.ts';
import { generateKey, parseKeys } from '../src/store/keys.ts';
import { createRosterStore } from '../src/store/rosters.ts';
import { writeBundle } from './roster-bundle.ts';

const [students = 100_000, guardians = 180_000] = process.argv.slice(2).map(Number);
const workers = 4;
const folder = mkdtempSync(join(tmpdir(), 'bench-roster-'));
const bundle = join(folder, 'bundle');
const config = configSchema.parse({ data: folder });
const mb = (bytes: number): string => `${(bytes / 1_048_576).toFixed(0)} MB`;
const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

writeBundle(bundle, { students, guardians, staff: Math.ceil(students / 15), schools: 160, enrollmentsPerStudent: 6 });
const postgres = await startEmbeddedPostgres(folder);
const open = () => openDatabase(postgres.connection, keys, { poolSize: 3, onError: () => undefined });
const keys = parseKeys(generateKey());
try {
  const database = await open();
  const rosters = createRosterStore(database.db, database.pool, keys);
  const importing = performance.now();
  const cpu = process.cpuUsage();
  const outcome = await importRoster(rosters, config, {
    from: bundle,
    mode: 'manifest',
    force: false,
    dryRun: false,
    source: 'command',
    actor: 'bench',
  });
  if (outcome === 'unchanged') throw new Error('nothing was imported');
  const { user, system } = process.cpuUsage(cpu);
  console.log(
    `import   ${seconds(importing)} (${((user + system) / 1e6).toFixed(1)} s of processor time)   ${JSON.stringify(outcome.report.counts)}`,
  );
  console.log(`         peak of the importing process: ${mb(process.resourceUsage().maxRSS * 1024)}`);

  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const loading = performance.now();
  let image: SharedArrayBuffer | undefined;
  const onRoster = (roster: { image: SharedArrayBuffer }): void => {
    image = roster.image;
  };
  const follower = await followRoster({ rosters, config, onRoster, onError: (error) => console.error(error) });
  await follower.stop();
  console.log(`load     ${seconds(loading)}   image ${mb(image!.byteLength)}`);

  // What a scan worker does with it: opens it and looks people up.
  const threads = await Promise.all(Array.from({ length: workers }, () => startWorker(image!)));
  globalThis.gc?.();
  console.log(
    `memory   ${mb(process.memoryUsage.rss() - before)} more for the image and ${workers} threads that read it`,
  );
  for (const thread of threads) await thread.terminate();
  lookUps(image!);
  await database.close();
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

function startWorker(image: SharedArrayBuffer): Promise<Worker> {
  const source = `
    const { workerData, parentPort } = require('node:worker_threads');
    void import(workerData.module).then(({ openDirectory }) => {
      globalThis.directory = openDirectory(workerData.image, workerData.config);
      parentPort.postMessage(globalThis.directory.size);
    });
    setInterval(() => undefined, 1000);`;
  const module = new URL('../src/directory/directory.ts', import.meta.url).href;
  const worker = new Worker(source, { eval: true, workerData: { module, image, config } });
  return new Promise((resolve, reject) => {
    worker.once('message', () => resolve(worker));
    worker.once('error', reject);
  });
}

function lookUps(image: SharedArrayBuffer): void {
  const directory = openDirectory(image, config);
  const rate = (name: string, count: number, ask: (at: number) => unknown): void => {
    const start = performance.now();
    for (let at = 0; at < count; at += 1) ask(at);
    const each = (performance.now() - start) / count;
    console.log(
      `look-up  ${name.padEnd(34)} ${Math.round(1000 / each)
        .toLocaleString('en')
        .padStart(12)} a second`,
    );
  };
  const words = ['the', 'school', 'may', 'bus', 'noor', 'tran', 'please', 'and'];
  rate('is a word a given name', 2_000_000, (at) => directory.isGivenName(words[at % words.length]!));
  rate(
    'a recipient',
    200_000,
    (at) => directory.recipientFacts(`p${(at * 7919) % guardians}@home.example`).entitledTo.length,
  );
  rate(
    'a student by name',
    50_000,
    (at) => directory.peopleNamed('student', ['noor', 'ada', 'zeke'][at % 3]!, ['tran', 'shaw'][at % 2]!).length,
  );
  rate(
    'a person by id, with a phone',
    200_000,
    (at) => directory.personById(`s-${(at * 7919) % students}`)!.phones.length,
  );
}
