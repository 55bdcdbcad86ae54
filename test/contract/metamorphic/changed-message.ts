/** A message after a change that must not matter, and where its old words are. */
import type { ExtractedMessage, PartId, Span } from '../../../detectors/detector.ts';

export interface ChangedMessage {
  readonly message: ExtractedMessage;
  /** Where a span of a part of the old message stands in the new one; undefined where that cannot be said. */
  readonly place: (part: PartId, span: Span) => { readonly part: PartId; readonly span: Span } | undefined;
}

/** Undefined where the change cannot be made of the message. The same seed gives the same change. */
export type MessageChange = (message: ExtractedMessage, seed: string) => Promise<ChangedMessage | undefined>;
