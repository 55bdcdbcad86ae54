/** The table of the roster's synchronization. */

export type SyncSource = 'folder' | 'provider';

export interface RosterSyncsTable {
  seq: string;
  at: Date;
  source: SyncSource;
  /** Of the folder: the name of the export. Of the consumer: the host of the provider. */
  name: string;
  /** Of the folder: names, sizes and times of the files. Of the consumer: which provider it was. */
  fingerprint: string;
  /** `skipped`: an export that lay in the folder beside a newer one when it was first watched; or the folder can be read again. */
  outcome: 'imported' | 'skipped' | 'failed';
  code: string | null;
  /** What an operator needs to know: files, rows, counts; never a value of a row. */
  detail: string | null;
  roster_id: string | null;
  /** Of the consumer: when everything was fetched last. */
  complete_at: Date | null;
  /** Of the consumer: the time from which the next run asks for changes, as the provider's clock has it. */
  changes_since: string | null;
}
