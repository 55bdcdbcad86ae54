/** Small exports in temporary folders, and what is read of them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { configSchema } from '../../src/config/schema.ts';
import type { DirectoryPerson } from '../../detectors/detector.ts';
import { openFolder } from '../../src/directory/bundle.ts';
import { readBundle, type ReadRoster } from '../../src/directory/read-roster.ts';
import { reportOf } from '../../src/directory/roster-report.ts';
import { emptyTables } from '../../src/directory/roster-tables.ts';

export type ExportFiles = Readonly<Record<string, string | Buffer>>;

export const { supplement } = configSchema.parse({}).directory;
/** The day on which exports are read. */
export const today = '2026-10-15';

export const header = 'sourcedId,role,givenName,familyName,email,phone,agentSourcedIds,orgSourcedIds';
/** Two students with a guardian each. */
export const rows = [
  's-1,student,Ana,Vu,ana@students.school.example,,g-1,o-1',
  's-2,student,Omar,Peña,,414-555-0112,g-2,o-1',
  'g-1,guardian,Linh,Vu,linh@mail.example,414-555-0111,,',
  'g-2,guardian,José,Peña,jose@mail.example,,,',
] as const;
export const csv = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;
export const whole = csv(header, ...rows);

export interface Exports {
  /** A new folder with these files, which may be in folders. */
  readonly folderOf: (files: ExportFiles) => string;
  /** @param files or users.csv alone */
  readonly read: (files: ExportFiles | string | Buffer, tables?: ReturnType<typeof emptyTables>) => ReadRoster;
  readonly made: string;
  readonly remove: () => void;
}

export function makeExports(): Exports {
  const made = mkdtempSync(join(tmpdir(), 'exports-'));
  const folderOf = (files: ExportFiles): string => {
    const folder = mkdtempSync(join(made, 'export-'));
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    return folder;
  };
  return {
    made,
    folderOf,
    read(files, tables = emptyTables()) {
      const all = typeof files === 'string' || Buffer.isBuffer(files) ? { 'users.csv': files } : files;
      return readBundle(openFolder(folderOf(all), ['addresses.csv']), { supplement, tables, today });
    },
    remove: () => rmSync(made, { recursive: true }),
  };
}

/** Kinds of notes with their counts: `merged-rows 1`. */
export const noted = (roster: ReadRoster): string[] =>
  (reportOf(roster).notes ?? []).map(({ kind, count }) => `${kind} ${count}`);

export const person = (roster: ReadRoster, id: string): DirectoryPerson => roster.people.find((one) => one.id === id)!;
