/** An archive in a folder: a file for each message, encrypted with the keys of the gateway. */
import { codeOf } from '../errors/hallpass-error.ts';
import type { KeyRing } from '../store/keys.ts';
import type { Archive } from './archive.ts';
import { ArchiveRefusal } from './archive-refusal.ts';
import { composeJournalReport, type ReportFields } from './journal-report.ts';
import { fileOf, sealCopy, writeWhole } from './sealed-file.ts';

export interface FolderSettings {
  readonly name: string;
  readonly path: string;
  readonly fields: Omit<ReportFields, 'to' | 'archive'>;
  readonly keys: KeyRing;
}

export function createFolderArchive({ name, path, fields, keys }: FolderSettings): Archive {
  return {
    name,
    async put(message) {
      const report = composeJournalReport(message, { ...fields, archive: name });
      try {
        await writeWhole(fileOf(path, message.id), sealCopy(keys, message.id, report));
      } catch (error) {
        throw new ArchiveRefusal('archive.not-reached', codeOf(error), error);
      }
      return null;
    },
    close: () => undefined,
  };
}
