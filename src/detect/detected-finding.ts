/** A finding as it leaves the detect stage: with the detector that made it and its place in a file. */
import type { Finding } from '../../detectors/detector.ts';
import type { WrittenPlace } from '../message/written-place.ts';

/** Where a finding stands, fit for a notice to the sender. */
export interface ShownPlace {
  /** Names of files and sheets are masked. */
  readonly place: WrittenPlace;
  /** The line in which it stands, masked. */
  readonly line?: string;
}

export interface DetectedFinding extends Finding {
  /** Id of the detector. */
  readonly detector: string;
  /** In an attachment: its name, with the names of the messages and archives around it. */
  readonly file?: string;
  /** In an attachment: where in it, as `src/message/text-place.ts` says it. */
  readonly place?: string;
  /** For the sender; absent beyond the first findings of a code. */
  readonly shown?: ShownPlace;
}
