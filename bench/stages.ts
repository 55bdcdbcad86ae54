/** `npm run bench -- FOLDER`: how long reading, detecting and deciding take per message, in this process, without a server. */
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { readMessages } from '../src/bin/message-files.ts';
import { processEnvironment } from '../src/config/environment.ts';
import { loadConfig } from '../src/config/load-config.ts';
import { loadPack } from '../src/decide/load-pack.ts';
import { loadDetectors } from '../src/detect/detectors.ts';
import { loadDirectory } from '../src/directory/directory.ts';
import { codeOf, type HallpassError } from '../src/errors/hallpass-error.ts';
import { extract } from '../src/extract/extract.ts';
import { assess } from '../src/pipeline/assess.ts';
import { readHeader, valuesOf } from '../src/message/header.ts';
import { parseMailboxes } from '../src/message/mailboxes.ts';
import { renderTable, type Timings } from './timings.ts';

const USAGE = `usage: npm run bench -- [--config FILE] PATH...
  PATH     .eml files, folders of them, mbox files: messages as they go out
  --config configuration with the roster, lists and policy to measure with (default: the defaults)
`;
/** Messages scanned before the clock counts: the compiler has seen every path by then. */
const WARM_UP = 200;

const { values, positionals } = parseArgs({ options: { config: { type: 'string' } }, allowPositionals: true });
if (positionals.length === 0) stop(USAGE);
const { config } = loadConfig({
  ...(values.config === undefined ? {} : { file: values.config }),
  env: processEnvironment(),
});
const directory = loadDirectory({ rosterDir: config.roster, district: config.district });
const detectors = await loadDetectors(config.detectors, { directory });
const pack = loadPack(config.policy);

const messages: Buffer[] = [];
try {
  for await (const { raw } of readMessages(positionals)) messages.push(raw);
} catch (error) {
  if (codeOf(error) !== 'cli.usage') throw error;
  stop(`${(error as HallpassError).message}\n${USAGE}`);
}
for (const raw of messages.slice(0, WARM_UP)) await measure(raw);

const timings: Timings = { extract: [], detect: [], decide: [], together: [] };
const failures = { unread: 0, failed: 0 };
for (const raw of messages) {
  const { ms, unread, failed } = await measure(raw);
  for (const stage of ['extract', 'detect', 'decide'] as const) timings[stage].push(ms[stage]);
  timings.together.push(ms.extract + ms.detect + ms.decide);
  failures.unread += unread;
  failures.failed += failed;
}

const bytes = messages.reduce((sum, raw) => sum + raw.length, 0);
console.log(
  [
    `${messages.length} messages, ${(bytes / 1e6).toFixed(1)} MB; one thread of ${availableParallelism()} (${cpus()[0]?.model.trim() ?? 'unknown processor'}), Node.js ${process.versions.node}`,
    `policy ${pack.name}, ${detectors.ids.length} detectors, ${config.roster === undefined ? 'no roster' : 'with a roster'}; ${Math.min(WARM_UP, messages.length)} messages of warm-up not counted`,
    '',
    renderTable(timings, bytes),
    '',
    `${failures.unread} parts were not read, ${failures.failed} detectors failed.`,
  ].join('\n'),
);

function stop(text: string): never {
  process.stderr.write(text);
  process.exit(2);
}

async function measure(raw: Buffer): Promise<{
  ms: Record<'extract' | 'detect' | 'decide', number>;
  unread: number;
  failed: number;
}> {
  const header = readHeader(raw);
  const addresses = (...fields: string[]): string[] =>
    fields
      .flatMap((name) => valuesOf(header, name))
      .flatMap((value) => parseMailboxes(value).map((box) => box.address));
  const sender = addresses('from')[0] ?? '';
  const recipients = [...new Set(addresses('to', 'cc', 'bcc'))].map((address) => directory.recipientFacts(address));

  const startedMs = performance.now();
  const message = await extract(raw, { sender, recipients }, config.scan);
  const extractedMs = performance.now();
  const { findings, failures: failed } = detectors.detect(message);
  const detectedMs = performance.now();
  assess({ ...message, findings, failures: failed }, sender, new Date(), pack);
  const decidedMs = performance.now();
  return {
    ms: {
      extract: extractedMs - startedMs,
      detect: detectedMs - extractedMs,
      decide: decidedMs - detectedMs,
    },
    unread: message.unread.length,
    failed: failed.length,
  };
}
