/** `hallpass roster`: import a roster, show the active one, list past imports. */
import { resolve } from 'node:path';
import { processEnvironment } from '../config/environment.ts';
import { loadConfig } from '../config/load-config.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import { importRoster, type ImportRequest } from '../directory/import-roster.ts';
import { syncNow } from '../directory/sync/sync-roster.ts';
import { describeImport, describePast, describeReport, describeSync, importJson, syncJson } from './describe-roster.ts';
import { withStore } from './open-store.ts';
import { operator } from './operator.ts';
import { givenReason } from './reason.ts';

const shownSyncs = 5;

interface Common {
  readonly config?: string;
  readonly json: boolean;
}

export interface ImportOptions extends Common {
  readonly supplement?: string;
  readonly delta: boolean;
  readonly full: boolean;
  readonly dryRun: boolean;
  readonly force: boolean;
  readonly reason?: string;
}

/** Progress goes to stderr, the report to stdout. */
export async function importCommand(path: string, options: ImportOptions): Promise<void> {
  if (options.delta && options.full) throw new HallpassError('cli.usage', 'use only one of --delta and --full');
  // Without a person at a terminal, imports have no reason: only an import in spite of objections asks for one.
  const reason = options.force && !options.dryRun ? givenReason(options.reason) : options.reason;
  const request: ImportRequest = {
    from: resolve(path),
    supplementFile: options.supplement === undefined ? undefined : resolve(options.supplement),
    mode: options.delta ? 'delta' : options.full ? 'full' : 'manifest',
    force: options.force,
    dryRun: options.dryRun,
    source: 'command',
    actor: operator(),
    ...(reason !== undefined && { reason }),
    onProgress: (file, rows) => process.stderr.write(`  ${file}: ${rows.toLocaleString('en')} rows\n`),
  };
  const outcome = await run(request, options.config);
  if (outcome === 'unchanged') return;
  const { report, objections, id } = outcome;
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ roster: id ?? null, objections, ...report })}\n`
      : `${describeReport(report, objections)}${describeImport(id, objections, report)}`,
  );
  if (options.dryRun && objections.length > 0) process.exitCode = 1;
}

/** A dry run compares with the active roster where a database can be reached; a complete bundle needs none. */
async function run(request: ImportRequest, configFile: string | undefined): ReturnType<typeof importRoster> {
  if (!request.dryRun) return withStore(configFile, ({ rosters, config }) => importRoster(rosters, config, request));
  const file = configFile === undefined ? {} : { file: configFile };
  const { config } = loadConfig({ ...file, env: processEnvironment() });
  try {
    return await withStore(configFile, ({ rosters }) => importRoster(rosters, config, request));
  } catch (error) {
    if (!(error instanceof HallpassError) || error.code !== 'store.unreachable') throw error;
    process.stderr.write('  There is no database, so the roster is not compared with the active one.\n');
    return importRoster(undefined, config, request);
  }
}

/** Takes over what the configured source has, now; the gateway does the same by itself. */
export async function sync(options: Common & { complete: boolean }): Promise<void> {
  await withStore(options.config, async ({ rosters, config, secrets }) => {
    const done = await syncNow(
      { rosters, config, secret: secrets.roster },
      {
        complete: options.complete,
        actor: operator(),
        onWaiting: (exports) =>
          process.stderr.write(
            `  Waiting until the files of ${exports === 1 ? '1 export' : `${exports} exports`} stop changing …\n`,
          ),
      },
    );
    if (options.json) process.stdout.write(done.map((one) => `${JSON.stringify(syncJson(one))}\n`).join(''));
    else if (done.length === 0) process.stdout.write('There is nothing new to import.\n');
    else for (const one of done) process.stdout.write(`${describeSync(one)}\n`);
    if (done.some(({ outcome }) => outcome === 'failed')) process.exitCode = 1;
  });
}

export async function status(options: Common): Promise<void> {
  await withStore(options.config, async ({ rosters }) => {
    const active = await rosters.active();
    const syncs = await rosters.syncs.list(shownSyncs);
    if (options.json) {
      const json = active ? { ...importJson(active), syncs: syncs.map(syncJson) } : null;
      process.stdout.write(`${JSON.stringify(json)}\n`);
    } else if (!active) {
      process.stdout.write(
        'There is no active roster: students are recognized only by the words around their names.\nNext: hallpass roster import PATH\n',
      );
    } else {
      process.stdout.write(`${describePast(active)}\n${describeReport(active.report, [])}`);
    }
    if (!options.json && syncs.length > 0)
      process.stdout.write(
        `\nSynchronization, newest first:\n${syncs.map((one) => `  ${describeSync(one)}\n`).join('')}`,
      );
  });
}

export async function list(options: Common & { limit: number }): Promise<void> {
  await withStore(options.config, async ({ rosters }) => {
    const past = await rosters.list(options.limit);
    if (options.json) process.stdout.write(past.map((entry) => `${JSON.stringify(importJson(entry))}\n`).join(''));
    else if (past.length === 0) process.stdout.write('No roster has been imported yet.\n');
    else process.stdout.write(past.map((entry, at) => `${at === 0 ? '●' : ' '} ${describePast(entry)}\n`).join(''));
  });
}
