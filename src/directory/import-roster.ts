/** Imports a roster from a bundle on disk into the store: whole or not at all, one import at a time. */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '../config/schema.ts';
import type { ApplyOptions } from './apply-bundle.ts';
import { buildRosterImage } from './build-image.ts';
import { readFile, type Bundle } from './bundle.ts';
import { dayIn } from './directory.ts';
import { readManifest } from './manifest.ts';
import { isDeltaBundle, openRosterBundle, readBundle, type SupplementConfig } from './read-roster.ts';
import { requireStudents } from './require-students.ts';
import { objections, reportOf, type RosterReport } from './roster-report.ts';
import { emptyTables, packTables, unpackTables } from './roster-tables.ts';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import type { PastImport, RosterStore } from '../store/rosters.ts';

export interface ImportRequest {
  /** Folder or zip file; or a bundle that has been read already. */
  readonly from: string | Bundle;
  /** Goes over the configured one. */
  readonly supplementFile?: string | undefined;
  readonly mode: ApplyOptions['mode'];
  /** Import it despite all objections but one: a roster without students is never imported. */
  readonly force: boolean;
  /** Read and report only. */
  readonly dryRun: boolean;
  readonly source: PastImport['source'];
  readonly actor: string;
  /** Why it is imported in spite of objections. */
  readonly reason?: string;
  readonly onProgress?: ApplyOptions['onProgress'];
}

export type ImportOutcome =
  /** `id` is absent where it was a dry run. */
  | { readonly report: RosterReport; readonly objections: readonly string[]; readonly id?: string }
  /** The bundle is the one that was last imported at a start; or, of the folder, on the same day. */
  | 'unchanged';

/**
 * @param rosters absent where there is no database: then only a dry run of a complete bundle is possible
 * @throws HallpassError `roster.not-readable`, `roster.no-students`, `roster.refused`, `roster.busy`, `cli.usage`
 */
export async function importRoster(
  rosters: RosterStore | undefined,
  config: Pick<Config, 'directory' | 'district'>,
  request: ImportRequest,
): Promise<ImportOutcome> {
  if (!rosters || request.dryRun) return readAndSave(rosters, config, request);
  return rosters.alone(request.source === 'start' ? 'wait' : 'refuse', () => readAndSave(rosters, config, request));
}

/**
 * Imports the configured bundle where it has changed since the last start. A bundle that cannot be imported does not
 * keep the gateway from starting with the active roster.
 *
 * @throws HallpassError where there is none
 */
export async function importAtStart(rosters: RosterStore, config: Config, log: Logger): Promise<void> {
  if (config.roster === undefined) return;
  const request = { from: config.roster, mode: 'manifest', force: false, dryRun: false } as const;
  try {
    const outcome = await importRoster(rosters, config, { ...request, source: 'start', actor: 'gateway' });
    if (outcome !== 'unchanged') log.info({ roster: outcome.id, ...outcome.report.counts }, 'roster imported');
  } catch (error) {
    if ((await rosters.activeId()) === undefined) throw error;
    log.error({ code: codeOf(error) }, 'the configured roster was not imported; the previous one stays active');
  }
}

async function readAndSave(
  rosters: RosterStore | undefined,
  { directory, district }: Pick<Config, 'directory' | 'district'>,
  request: ImportRequest,
): Promise<ImportOutcome> {
  const supplement = { ...directory.supplement, file: request.supplementFile ?? directory.supplement.file };
  const bundle = typeof request.from === 'string' ? await openRosterBundle(request.from, supplement) : request.from;
  const bundleHash = hashOf(bundle.hash, supplement);
  if (request.source === 'start' && (await rosters?.lastFrom('start'))?.bundleHash === bundleHash) return 'unchanged';

  const active = await rosters?.active();
  const now = new Date();
  const today = dayIn(district.timeZone);
  // An import whose end could not be recorded is not repeated. On another day it is: roles are those of the day.
  if (request.source === 'folder' && active?.source === 'folder' && active.bundleHash === bundleHash)
    if (today(active.importedAt) === today(now)) return 'unchanged';
  const manifest = readManifest(bundle);
  const isDelta = isDeltaBundle(manifest, request.mode);
  if (isDelta && !active)
    throw new HallpassError(
      'roster.refused',
      'it holds changes only, and there is no active roster to change; import a complete export first',
    );
  const tables = isDelta && active ? unpackTables(await rosters!.rows(active.id)) : emptyTables();
  const roster = readBundle(bundle, {
    supplement,
    manifest,
    tables,
    mode: request.mode,
    today: today(now),
    onProgress: request.onProgress,
  });
  const report = reportOf(roster);
  const against = objections(roster, active?.report.counts);
  if (request.dryRun || !rosters) return { report, objections: against };
  requireStudents(roster);
  if (against.length > 0 && !request.force)
    throw new HallpassError(
      'roster.refused',
      `${against.join('; ')} (--dry-run shows the report, --force with --reason imports it anyway)`,
    );
  const image = buildRosterImage(
    roster.people,
    roster.orgs.map((org) => org.name),
  );
  const { source, actor, reason } = request;
  const by = { actor, ...(reason !== undefined && { reason }) };
  const id = await rosters.save({ ...by, source, bundleHash, report, image, rows: packTables(tables) }, now);
  return { report, objections: against, id };
}

/** Over everything that decides what the roster will be: the bundle, a supplement beside it, its columns. */
function hashOf(bundleHash: string, { file, columns }: SupplementConfig): string {
  const hash = createHash('sha256').update(bundleHash).update(JSON.stringify(columns));
  if (basename(file) !== file) hash.update(readFile(file));
  return hash.digest('hex');
}
