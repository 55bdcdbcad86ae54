/** A finding as it leaves the detect stage: with the detector that made it and its place in a file. */
import type { Finding } from '../../detectors/detector.ts';

export interface DetectedFinding extends Finding {
  /** Id of the detector. */
  readonly detector: string;
  /** In an attachment: its name, with the names of the messages and archives around it. */
  readonly file?: string;
  /** In an attachment: where in it, as `src/message/text-place.ts` says it. */
  readonly place?: string;
}
