/** `hallpass scan`: scans messages from files or stdin and applies the policy without a server or a database; one JSON line each. */
import { processEnvironment } from '../config/environment.ts';
import { loadConfig } from '../config/load-config.ts';
import { loadDistrictPack } from '../decide/load-pack.ts';
import type { RecipientFacts } from '../../detectors/detector.ts';
import type { Config } from '../config/schema.ts';
import type { PolicyPack } from '../decide/pack-schema.ts';
import { countedRules } from '../decide/verdict.ts';
import { createScanPool, type ScanPool } from '../workers/scan-pool.ts';
import type { ScanResult } from '../workers/scan-result.ts';
import type { SharedRoster } from '../workers/scan-settings.ts';
import { assess } from '../pipeline/assess.ts';
import { scanFailureOf, unscanned } from '../pipeline/unscanned.ts';
import { readHeader, valuesOf } from '../message/header.ts';
import { parseMailboxes } from '../message/mailboxes.ts';
import { describeScan } from './describe-scan.ts';
import { readMessages, type FileMessage } from './message-files.ts';

export interface ScanOptions {
  readonly config?: string;
  readonly policy?: string;
  readonly roster?: string;
  readonly from?: string;
  readonly to: readonly string[];
  readonly pretty: boolean;
}

export interface ScanLine {
  readonly file: string;
  readonly messageId: string | null;
  readonly verdict: {
    readonly action: string;
    readonly monitored: string;
    readonly codes: readonly string[];
    readonly rules: readonly string[];
    readonly clauses: readonly object[];
  };
  readonly findings: readonly object[];
  readonly unread: readonly object[];
  readonly ms: number;
}

/** @throws HallpassError cli.usage, config.*, policy.*, roster.not-readable, detectors.* */
export async function scan(paths: readonly string[], options: ScanOptions): Promise<void> {
  const messages = readMessages(paths); // a missing path is a usage error, reported before anything is started
  const overrides = {
    ...(options.policy === undefined ? {} : { policy: options.policy }),
    ...(options.roster === undefined ? {} : { roster: options.roster }),
  };
  const { config } = loadConfig({
    ...(options.config === undefined ? {} : { file: options.config }),
    env: processEnvironment(),
    overrides,
  });
  // The workers load while the rest is read here; they share the roster.
  const pool = createScanPool({ ...config, roster: undefined });
  try {
    const pack = loadDistrictPack(config.policy, config.district);
    const roster = await sharedRoster(config);
    if (roster) pool.useRoster(roster);
    const recipientFacts = factsWithoutScan(config, roster);
    await pool.ready();
    const atOnce = 2 * pool.stats().threads;
    const running: Promise<ScanLine & { pretty: string }>[] = [];
    const print = async (): Promise<void> => {
      const { pretty, ...line } = await running.shift()!;
      process.stdout.write(options.pretty ? pretty : `${JSON.stringify(line)}\n`);
    };
    for await (const message of messages) {
      running.push(scanOne(message, options, pool, pack, recipientFacts));
      if (running.length >= atOnce) await print();
    }
    while (running.length > 0) await print();
  } finally {
    await pool.close();
  }
}

/** What the directory has costs a tenth of a second to load: most calls have no roster, and no message whose scan fails. */
async function sharedRoster(config: Config): Promise<SharedRoster | undefined> {
  if (config.roster === undefined) return undefined;
  const { readSharedRoster } = await import('./read-shared-roster.ts');
  return readSharedRoster(config.roster, config);
}

type FactsWithoutScan = () => Promise<(address: string) => RecipientFacts>;

function factsWithoutScan(config: Config, roster: SharedRoster | undefined): FactsWithoutScan {
  return async () => {
    const { openDirectory } = await import('../directory/directory.ts');
    const directory = openDirectory(roster?.image, config);
    return (address) => directory.recipientFacts(address);
  };
}

async function scanOne(
  { file, raw }: FileMessage,
  options: ScanOptions,
  pool: ScanPool,
  pack: PolicyPack,
  recipientFacts: FactsWithoutScan,
): Promise<ScanLine & { pretty: string }> {
  const header = readHeader(raw);
  const addresses = (...names: string[]): string[] =>
    names.flatMap((name) => valuesOf(header, name)).flatMap((value) => parseMailboxes(value).map((box) => box.address));
  const sender = options.from ?? addresses('from')[0] ?? '';
  const recipients = options.to.length > 0 ? options.to : [...new Set(addresses('to', 'cc', 'bcc'))];
  const startedMs = performance.now();
  const result: Omit<ScanResult, 'parts'> = await pool
    .run({ raw: new Uint8Array(raw), sender, recipients })
    .catch(async (error: unknown) => {
      const code = scanFailureOf(error);
      if (code === undefined) throw error;
      return { ...unscanned(recipients, { code }, await recipientFacts()), ms: performance.now() - startedMs };
    });
  const { verdict } = assess(result, sender, new Date(), pack);
  const counted = countedRules(verdict);
  return {
    file,
    messageId: result.messageId ?? null,
    verdict: {
      action: verdict.action,
      monitored: verdict.monitored,
      codes: verdict.codes,
      rules: counted.map((rule) => rule.id),
      clauses: verdict.clauses,
    },
    findings: result.findings.map(({ code, detector, part, file, place, start, end, score, because }) => ({
      code,
      detector,
      part,
      ...(file === undefined ? {} : { file }),
      ...(place === undefined ? {} : { place }),
      start,
      end,
      score,
      because,
    })),
    unread: result.unread,
    ms: Math.round(result.ms * 10) / 10,
    pretty: describeScan(file, result, verdict),
  };
}
