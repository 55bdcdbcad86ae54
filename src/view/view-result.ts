/** What comes out of a view worker: a stored message read again for a reviewer, as plain data. */
import type { ExtractedPart } from '../../detectors/detector.ts';
import type { ScanRequest } from '../workers/scan-result.ts';

export type ViewResult =
  | { readonly want: 'text'; readonly parts: readonly ExtractedPart[] }
  | { readonly want: 'rendered'; readonly html: string; readonly removed: readonly string[] }
  | { readonly want: 'headers'; readonly fields: readonly { readonly name: string; readonly value: string }[] };

/** Reads a message in a limited worker. @throws HallpassError scan.timed-out, scan.out-of-memory, scan.worker-died */
export type Viewing = (request: ScanRequest) => Promise<ViewResult>;
