/** Reads a bundle, complete or with changes, into the people of a roster: everything before the image is built. */
import { basename } from 'node:path';
import { configSchema, type Config } from '../config/schema.ts';
import { applyBundle, type Applied, type ApplyOptions } from './apply-bundle.ts';
import { assemble, type Assembled } from './assemble.ts';
import { openBundle, openFolder, readFile, type Bundle } from './bundle.ts';
import { readManifest, type Manifest } from './manifest.ts';
import { requireStudents } from './require-students.ts';
import { emptyTables, type RosterTables } from './roster-tables.ts';

export type SupplementConfig = Config['directory']['supplement'];

export interface ReadRoster extends Assembled {
  readonly applied: Applied;
  /** OneRoster version by the manifest; empty where it does not say. */
  readonly version: string;
  readonly isDelta: boolean;
}

export interface ReadOptions {
  readonly supplement?: SupplementConfig | undefined;
  readonly mode?: ApplyOptions['mode'] | undefined;
  /** Of the bundle, where it has been read already: a zip is read once. */
  readonly manifest?: Manifest | undefined;
  /** What is known so far; changed by a bundle of changes, replaced by a complete one. */
  readonly tables?: RosterTables | undefined;
  readonly onProgress?: ApplyOptions['onProgress'];
  /** ISO date. Default: that of the machine. */
  readonly today?: string | undefined;
}

/**
 * For commands without a database.
 *
 * @throws HallpassError `roster.not-readable`, `roster.no-students`
 */
export function readRosterFolder(folder: string, supplement?: SupplementConfig): ReadRoster {
  const settings = supplement ?? defaultSupplement();
  const roster = readBundle(openFolder(folder, [basename(settings.file)]), { supplement: settings });
  requireStudents(roster);
  return roster;
}

/** The same for a folder or a zip file. @throws HallpassError `roster.not-readable` */
export async function openRosterBundle(path: string, supplement: SupplementConfig): Promise<Bundle> {
  return openBundle(path, [basename(supplement.file)]);
}

/** @throws HallpassError `roster.not-readable` */
export function readBundle(bundle: Bundle, options: ReadOptions): ReadRoster {
  const tables = options.tables ?? emptyTables();
  const supplement = options.supplement ?? defaultSupplement();
  const manifest = options.manifest ?? readManifest(bundle);
  const mode = options.mode ?? 'manifest';
  const applied = applyBundle(tables, bundle, manifest, {
    mode,
    supplement: supplementOf(bundle, supplement.file),
    columns: supplement.columns,
    onProgress: options.onProgress,
  });
  const today = options.today ?? new Date().toISOString().slice(0, 10);
  const isDelta = isDeltaBundle(manifest, mode);
  const notes = [...manifest.notes, ...applied.notes];
  return { ...assemble(tables, today), applied: { ...applied, notes }, version: manifest.version, isDelta };
}

/** Whether the bundle holds changes to the active roster. */
export function isDeltaBundle(manifest: Manifest, mode: ApplyOptions['mode']): boolean {
  return mode === 'delta' || (mode === 'manifest' && manifest.isDelta);
}

/** A bare name is a file of the bundle, which need not have it; a path is a file by itself. */
function supplementOf(bundle: Bundle, file: string): ApplyOptions['supplement'] {
  const bytes = basename(file) === file ? bundle.read(file) : readFile(file);
  return bytes && { file: basename(file), bytes };
}

function defaultSupplement(): SupplementConfig {
  return configSchema.shape.directory.parse({}).supplement;
}
