/** Request and result of a view worker, which reads a stored message again for a reviewer: plain data. */
import type { ExtractedPart } from '../../detectors/detector.ts';
import type { CopyPlan, Unwanted } from './without-passages.ts';
import type { WorkerRequest } from '../workers/worker-notice.ts';

export interface ViewRequest extends WorkerRequest {
  /** Id of the stored message. */
  readonly id: string;
  /** Envelope sender. */
  readonly sender: string;
  readonly want: ViewResult['want'];
  /** It may have a picture that nobody is to be shown: data written as text is covered. */
  readonly withheld?: boolean;
  /** For a plan of a copy. */
  readonly unwanted?: Unwanted;
}

export type ViewResult =
  | { readonly want: 'text'; readonly parts: readonly ExtractedPart[] }
  | { readonly want: 'rendered'; readonly html: string; readonly removed: readonly string[] }
  | {
      readonly want: 'without';
      /** Undefined where no copy can be made. */
      readonly plan: CopyPlan | undefined;
    }
  | { readonly want: 'headers'; readonly fields: readonly { readonly name: string; readonly value: string }[] };

/** Reads a message in a limited worker. @throws HallpassError scan.timed-out, scan.out-of-memory, scan.worker-died */
export type Viewing = (request: ViewRequest) => Promise<ViewResult>;
