/**
 * `npm run bench:detect -- FOLDER`: what reading and each detector cost per message on one core, and how that grows with size.
 *
 * The kernel counts a thread's CPU time in steps of some milliseconds, too coarse for most messages. So a stage is measured by
 * the clock while it is short, and by CPU time from where the steps no longer matter; the least of several passes counts, since
 * what another process took in between is not in the least.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { readMessages } from '../src/bin/message-files.ts';
import { processEnvironment } from '../src/config/environment.ts';
import { loadConfig } from '../src/config/load-config.ts';
import { loadDetectors, type LoadedDetectors } from '../src/detect/detectors.ts';
import { loadDirectory } from '../src/directory/directory.ts';
import { composeMime } from '../src/eval/compose-mime.ts';
import { mean, quantile } from '../src/eval/metrics.ts';
import { asText } from '../src/eval/table.ts';
import { extract } from '../src/extract/extract.ts';
import { readHeader, valuesOf } from '../src/message/header.ts';
import { parseMailboxes } from '../src/message/mailboxes.ts';

const usage = `usage: npm run bench:detect -- [--config FILE] PATH...
  PATH     .eml files, folders of them, mbox files: messages as they go out
  --config configuration with the roster and lists to measure with (default: the defaults)
`;
/** Messages scanned before the clock counts: the compiler has seen every path by then. */
const warmUp = 200;
const passes = 3;
/** From here on CPU time is used: its steps are a tenth of this or less. */
const longMs = 40;

const { values, positionals } = parseArgs({ options: { config: { type: 'string' } }, allowPositionals: true });
if (positionals.length === 0) {
  process.stderr.write(usage);
  process.exit(2);
}
const { config } = loadConfig({
  ...(values.config === undefined ? {} : { file: values.config }),
  env: processEnvironment(),
});
const directory = loadDirectory({ ...config, rosterDir: config.roster });
const detectors = await oneByOne();
const stages = ['extract', ...detectors.map(([id]) => id), 'together'];

const messages: Buffer[] = [];
for await (const { raw } of readMessages(positionals)) messages.push(raw);
for (let done = 0; done < warmUp; done += 1) await measure(messages[done % messages.length]!);
const times = new Map(stages.map((stage) => [stage, [] as number[]]));
const cpuBefore = process.threadCpuUsage();
for (const raw of messages) {
  for (const [stage, ms] of await leastOf(raw)) times.get(stage)!.push(ms);
}
const { user, system } = process.threadCpuUsage(cpuBefore);
const cpuMs = (user + system) / 1000 / (passes * messages.length);

const bytes = messages.reduce((sum, raw) => sum + raw.length, 0);
console.log(
  `${messages.length} messages, ${(bytes / 1e6).toFixed(1)} MB; one thread (${cpus()[0]?.model.trim() ?? 'unknown processor'}), Node.js ${process.versions.node}; ${warmUp} scans of warm-up not counted; ${directory.hasRoster ? 'with' : 'without'} a roster`,
);
console.log(
  asText({
    head: ['ms a message', 'median', 'mean', 'p99', 'most'],
    rows: stages.map((stage) => {
      const ms = times.get(stage)!;
      return [stage, quantile(ms, 0.5), mean(ms), quantile(ms, 0.99), Math.max(...ms)].map(figure);
    }),
  }),
);
console.log(`CPU time a message, mean of ${passes} passes: ${cpuMs.toFixed(2)} ms`);

const [small, large] = [await leastOf(sheet(1)), await leastOf(sheet(5))];
console.log('\nA csv attachment made in memory: names, streets and phones of invented people');
console.log(
  asText({
    head: ['ms', '1 MB', '5 MB', 'ratio'],
    rows: stages.map((stage) => {
      const [a, b] = [small.get(stage)!, large.get(stage)!];
      return [stage, figure(a), figure(b), figure(b / a)];
    }),
  }),
);
console.log('Linear is a ratio near 5.');

/**
 * Each detector on its own. What they share about a message is computed once, by the first that asks: its time holds that.
 */
async function oneByOne(): Promise<[id: string, LoadedDetectors][]> {
  const { ids } = await loadDetectors(config.detectors, { directory });
  return Promise.all(
    ids.map(async (id) => {
      const disabled = [...config.detectors.disabled, ...ids.filter((other) => other !== id)];
      return [id, await loadDetectors({ ...config.detectors, disabled }, { directory })] as [string, LoadedDetectors];
    }),
  );
}

async function leastOf(raw: Buffer): Promise<Map<string, number>> {
  const least = await measure(raw);
  for (let pass = 1; pass < passes; pass += 1) {
    for (const [stage, ms] of await measure(raw)) least.set(stage, Math.min(ms, least.get(stage)!));
  }
  return least;
}

async function measure(raw: Buffer): Promise<Map<string, number>> {
  const header = readHeader(raw);
  const addresses = (...fields: string[]): string[] =>
    fields
      .flatMap((name) => valuesOf(header, name))
      .flatMap((value) => parseMailboxes(value).map((box) => box.address));
  const recipients = [...new Set(addresses('to', 'cc', 'bcc'))].map((address) => directory.recipientFacts(address));
  const ms = new Map<string, number>();
  const begun = watch();
  const message = await extract(raw, { sender: addresses('from')[0] ?? '', recipients }, config.scan);
  ms.set('extract', begun());
  for (const [id, detector] of detectors) {
    const started = watch();
    detector.detect(message);
    ms.set(id, started());
  }
  ms.set('together', begun());
  return ms;
}

function watch(): () => number {
  const at = performance.now();
  const cpu = process.threadCpuUsage();
  return () => {
    const elapsed = performance.now() - at;
    if (elapsed < longMs) return elapsed;
    const { user, system } = process.threadCpuUsage(cpu);
    return Math.min(elapsed, (user + system) / 1000);
  };
}

function sheet(megabytes: number): Buffer {
  const rows = ['Last,First,Grade,Street,Phone,Note'];
  const given = ['Ana', 'Bao', 'Carl', 'Dua', 'Elif', 'Finn', 'Gita', 'Hana', 'Ivo', 'Juno', 'Kia'];
  const family = ['Abel', 'Brandt', 'Castro', 'Dietz', 'Egan', 'Farah', 'Gunder', 'Hegg', 'Ibarra', 'Jensen'];
  for (let at = 0, size = 0; size < megabytes * 1e6; at += 1) {
    const row = `${family[at % family.length]}${at % 97},${given[at % given.length]},${at % 12},${100 + (at % 900)} Quarry St,(262) 555-01${String(at % 100).padStart(2, '0')},returns the form on Friday`;
    rows.push(row);
    size += row.length + 2;
  }
  return composeMime({
    from: { name: '', address: 'staff@school.example' },
    to: [{ name: '', address: 'orders@elsewhere.example' }],
    cc: [],
    subject: 'The list',
    text: 'Attached is the list of students.\n',
    attachments: [{ filename: 'list.csv', contentType: 'text/csv', text: rows.join('\n') }],
  });
}

function figure(value: number | string): string {
  return typeof value === 'string' ? value : value < 10 ? value.toFixed(2) : value.toFixed(1);
}
