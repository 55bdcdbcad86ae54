/** Runs one set through real scan workers and keeps what its report needs; rows are read, scanned and forgotten one by one. */
import { join } from 'node:path';
import type { Config } from '../config/schema.ts';
import type { PolicyPack } from '../decide/pack-schema.ts';
import { createScanPool, type ScanPool } from '../workers/scan-pool.ts';
import type { ScanRequest, ScanResult } from '../workers/scan-result.ts';
import type { ScanSettings } from '../workers/scan-settings.ts';
import { scanFailureOf, unscanned } from '../pipeline/unscanned.ts';
import { outcomeOf, type RowOutcome } from './outcome.ts';
import { rowsOf, type EvalSet, type Row, type SetDescription } from './read-set.ts';
import { plainDistrict, requestOf } from './row-request.ts';
import { reportOf, type SetReport } from './set-report.ts';
import { createSpanCounter } from './spans.ts';

export interface EvaluateOptions {
  /** Detectors, limits and threads; district and roster are the set's own. */
  readonly config: Omit<ScanSettings, 'roster'>;
  readonly pack: PolicyPack;
  /** False leaves the set's roster out. */
  readonly roster: boolean;
  /** Only rows of this split, where rows say theirs. */
  readonly split?: string | undefined;
  /** At most so many rows. */
  readonly limit?: number | undefined;
  /** Called with rows that have an error of a label or an action, while their text is at hand. */
  readonly onRow?: (row: Row, outcome: RowOutcome) => void;
}

/** Scans in work at once for each thread: enough that none waits for the reader. */
const perThread = 4;

/**
 * @throws HallpassError `cli.usage` for a row that cannot be read, `roster.not-readable`, `roster.no-students`,
 *   `detectors.*`, `scan.worker-died` where a worker cannot start; a message that kills its worker is an outcome
 */
export async function evaluate(set: EvalSet, options: EvaluateOptions): Promise<SetReport> {
  const settings = settingsOf(set, options);
  const spans = createSpanCounter();
  const outcomes: RowOutcome[] = [];
  const pool = createScanPool(settings);
  try {
    await pool.ready();
    const running: Promise<void>[] = [];
    for await (const row of wantedRows(set, options)) {
      spans.add(row);
      const judged = scanRow(requestOf(row, set.description), pool).then(({ scan, sender }) => {
        const outcome = outcomeOf(row, scan, sender, options.pack);
        options.onRow?.(row, outcome);
        outcomes.push(outcome);
      });
      judged.catch(() => undefined); // whoever awaits it is told; until then it is not unhandled
      running.push(judged);
      if (running.length >= perThread * pool.stats().threads) await running.shift();
    }
    await Promise.all(running);
  } finally {
    await pool.close();
  }
  outcomes.sort((a, b) => (a.id < b.id ? -1 : 1));
  return reportOf(set, outcomes, options.pack.minScore, settings.roster !== undefined, spans.report());
}

function settingsOf(set: EvalSet, { config, roster }: EvaluateOptions): ScanSettings {
  const { roster: folder } = set.description;
  return {
    ...config,
    district: districtOf(set.description, config.district),
    roster: roster && folder !== undefined ? join(set.folder, folder) : undefined,
  };
}

/** The district whose mail a set is. */
export function districtOf({ domains, lists }: SetDescription, district: Config['district']): Config['district'] {
  return {
    ...district,
    domains: domains?.staff ?? [...plainDistrict.domains],
    studentDomains: domains?.students ?? [],
    lists: [
      ...lists.map(({ address, kind = 'staff' as const }) => ({ address, kind })),
      { address: plainDistrict.list, kind: 'staff' as const },
    ],
  };
}

async function* wantedRows(set: EvalSet, { split, limit = Infinity }: EvaluateOptions): AsyncGenerator<Row> {
  let taken = 0;
  for await (const row of rowsOf(set)) {
    if (split !== undefined && row.split !== undefined && row.split !== split) continue;
    if ((taken += 1) > limit) return;
    yield row;
  }
}

/** A message that cannot be scanned is judged by that alone: every pack holds it, whoever its recipients are. */
async function scanRow(
  request: ScanRequest,
  pool: ScanPool,
): Promise<{ scan: Omit<ScanResult, 'parts'>; sender: string }> {
  const startedAt = performance.now();
  const { sender, recipients } = request;
  try {
    return { scan: await pool.run(request), sender };
  } catch (error) {
    const code = scanFailureOf(error);
    if (code === undefined) throw error;
    const scan = unscanned(recipients, { code }, (address) => ({ address, inside: false, entitledTo: [] }));
    return { scan: { ...scan, ms: performance.now() - startedAt }, sender };
  }
}
