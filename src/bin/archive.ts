/** `hallpass archive`: what waits for the archives, trying it now, giving it up, and reading a file of a folder archive. */
import { readFileSync } from 'node:fs';
import { archiveNames } from '../archive/plan-of.ts';
import { originalOf } from '../archive/journal-report.ts';
import { openCopy } from '../archive/sealed-file.ts';
import { processEnvironment } from '../config/environment.ts';
import { loadConfig } from '../config/load-config.ts';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import { archiveStatus, giveUpCopies, retryCopies, type ArchiveStatus } from '../store/archive/archive-status.ts';
import { loadKeys } from '../store/key-file.ts';
import { withStore } from './open-store.ts';
import { actedBy, operator } from './operator.ts';

export async function status(options: { config?: string; json: boolean }): Promise<void> {
  await withStore(options.config, async ({ config, database: { db } }) => {
    const names = archiveNames(config.archive);
    const archives = await archiveStatus(db, names);
    if (options.json) for (const archive of archives) process.stdout.write(`${JSON.stringify(archive)}\n`);
    else if (archives.length === 0) process.stdout.write('No archive is configured.\n');
    else
      for (const archive of archives) process.stdout.write(`${describe(archive, names.includes(archive.archive))}\n`);
  });
}

function describe({ archive, waiting, oldestAt, failingSince, code }: ArchiveStatus, isConfigured: boolean): string {
  const state =
    failingSince === null
      ? 'accepting copies'
      : `has not accepted a copy since ${failingSince.toISOString()} (${code})`;
  return [
    `${archive}  ${isConfigured ? state : 'is no longer configured'}`,
    `${waiting} waiting${oldestAt === null ? '' : `, the oldest since ${oldestAt.toISOString()}`}`,
  ].join('; ');
}

/** @param archive undefined: all */
export async function retry(archive: string | undefined, options: { config?: string }): Promise<void> {
  await withStore(options.config, async ({ database: { db } }) => {
    const count = await retryCopies(db, { archive, actor: operator() });
    process.stdout.write(`${count} copies will be tried now.\n`);
  });
}

/** @throws HallpassError cli.usage where the archive is configured, unless it is meant */
export async function giveUp(
  archive: string,
  options: { config?: string; reason?: string; configured: boolean },
): Promise<void> {
  const by = actedBy(options);
  await withStore(options.config, async ({ config, database: { db }, keys }) => {
    if (archiveNames(config.archive).includes(archive) && !options.configured)
      throw new HallpassError(
        'cli.usage',
        `${archive} is still configured; add --configured to give up on its copies all the same`,
      );
    const count = await giveUpCopies(db, archive, by(keys));
    process.stdout.write(`Gave up on ${count} copies for ${archive}: they will never be made.\n`);
  });
}

/** Writes the journal report of a file, or the message in it, to the standard output. @throws HallpassError archive.bad-file, keys.* */
export async function read(
  file: string,
  options: { config?: string; reason?: string; original: boolean },
): Promise<void> {
  const by = actedBy(options);
  const { config, secrets } = loadConfig({
    ...(options.config === undefined ? {} : { file: options.config }),
    env: processEnvironment(),
  });
  const { id, report } = openCopy(loadKeys(config, secrets), bytesOf(file));
  const bytes = options.original ? originalOf(report) : report;
  await recordReading(options.config, id, by);
  process.stdout.write(bytes);
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new HallpassError('archive.bad-file', `${file} (${codeOf(error)})`, { cause: error });
  }
}

/** An archive outlives its gateway: it can be read where there is no database, and the reader sees that nothing records it. */
async function recordReading(
  configFile: string | undefined,
  id: string,
  by: ReturnType<typeof actedBy>,
): Promise<void> {
  try {
    await withStore(configFile, ({ store, keys }) =>
      store.audit(id, { event: 'archive-read', ...by(keys), detail: {} }),
    );
  } catch (error) {
    process.stderr.write(
      `note: the audit log does not have this, because the database is not running (${codeOf(error)})\n`,
    );
  }
}
