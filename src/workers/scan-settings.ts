/** The parts of the configuration that scanning needs: plain data that each worker gets when it starts. */
import type { Config } from '../config/schema.ts';

export type ScanSettings = Pick<Config, 'district' | 'detectors' | 'scan'> & {
  /** Folder of a OneRoster CSV bundle, which each worker reads by itself; for large ones see `SharedRoster`. */
  readonly roster?: string | undefined;
  readonly directory?: Config['directory'] | undefined;
  /** Of a process that waits for mail: each worker frees at once what only its start needed. */
  readonly waits?: boolean;
};

/** The image of a roster that all workers read, without a copy of their own. */
export interface SharedRoster {
  /** Differs for each image. */
  readonly version: string;
  readonly image: SharedArrayBuffer;
}

/** Limits of what is read and judged of a message. */
export interface ReadingLimits {
  /** Tokens that the sentence model reads. */
  readonly tokens: number;
  /** Milliseconds that a message waits for the reader. */
  readonly timeoutMs: number;
  /** Milliseconds from the start of the scan after which no further block of a long text is taken up. */
  readonly lastBlockMs: number;
  /** Memory in MB above which garbage is collected between blocks. */
  readonly collectAboveMb: number;
}

/**
 * Waiting for the reader takes at most a quarter of a message's time; a block begun in two thirds of it ends within it, and one begun
 * with half of the memory in use has room for its own.
 */
export function readingLimits({ readerTokens, timeoutMs, memoryMb }: Config['scan']): ReadingLimits {
  return {
    tokens: readerTokens,
    timeoutMs: timeoutMs / 4,
    lastBlockMs: (timeoutMs * 2) / 3,
    collectAboveMb: memoryMb / 2,
  };
}

/** Whether pictures are classified. Where the model cannot be used, each of them is `picture-not-judged`. */
export function areClassified({ pictureClassifier }: Config['scan']): boolean {
  return pictureClassifier;
}

/** Limits of the extract stage: files may take half of a message's time, so that there is time to run the detectors over their text. */
export function extractLimits(scan: Config['scan']): Config['scan'] {
  return { ...scan, filesTimeoutMs: Math.min(scan.filesTimeoutMs, scan.timeoutMs / 2) };
}
