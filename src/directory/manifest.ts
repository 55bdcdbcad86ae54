/** Reads a bundle's manifest: which OneRoster version it is, and which files are complete, changes only, or absent. */
import { HallpassError } from '../errors/hallpass-error.ts';
import type { Bundle } from './bundle.ts';
import { readCsvTable } from './csv-table.ts';
import { createNotes, type ImportNote } from './import-notes.ts';

/** OneRoster CSV 1.1 and 1.2, section "manifest": bulk replaces what is known, delta changes it. */
export type FileMode = 'bulk' | 'delta' | 'absent';

export interface Manifest {
  /** `1.1`, `1.2`; empty where the bundle does not say. */
  readonly version: string;
  /** What the manifest says of a file (`users.csv`); bulk where it says nothing. */
  modeOf(file: string): FileMode;
  /** Whether the manifest says something of a file. */
  announces(file: string): boolean;
  /** Some file holds changes only. */
  readonly isDelta: boolean;
  /** What was done to read the manifest. */
  readonly notes: readonly ImportNote[];
}

const versions = /^1\.[012](?:\.\d+)?$/;

/** @throws HallpassError `roster.not-readable` also for a version that is not read */
export function readManifest(bundle: Bundle): Manifest {
  const properties = new Map<string, string>();
  const notes = createNotes();
  const bytes = bundle.read('manifest.csv');
  if (bytes) {
    const needs = ['propertyName', 'value'];
    readCsvTable(bytes, { file: 'manifest.csv', needs, notes, onRefused: () => undefined }, (cell) => {
      properties.set(cell('propertyName').toLowerCase(), cell('value').toLowerCase());
      return undefined;
    });
  }
  const version = properties.get('oneroster.version') ?? '';
  if (version !== '' && !versions.test(version))
    throw new HallpassError('roster.not-readable', 'manifest.csv, OneRoster versions 1.1 and 1.2 are read');
  const saidOf = (file: string) => properties.get(`file.${file.replace(/\.csv$/, '').toLowerCase()}`);
  const modeOf = (file: string): FileMode => {
    const said = saidOf(file);
    return said === 'delta' || said === 'absent' ? said : 'bulk';
  };
  return {
    version,
    modeOf,
    announces: (file) => saidOf(file) !== undefined,
    notes: notes.list(),
    isDelta: [...properties].some(([name, said]) => name.startsWith('file.') && said === 'delta'),
  };
}
