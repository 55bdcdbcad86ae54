/** What scanning needs of the configuration: plain data that is handed to each worker when it starts. */
import type { Config } from '../config/schema.ts';

export type ScanSettings = Pick<Config, 'district' | 'detectors' | 'scan'> & {
  /** Folder of a OneRoster CSV bundle. */
  readonly roster?: string | undefined;
};
