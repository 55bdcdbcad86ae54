/** What scan workers, the gateway and the reader's thread say to each other: plain data that survives a structured clone. */
import type { SentenceText } from '../../detectors/shared/reader/sentence-tokens.ts';

/** From a scan worker, once a message. */
export interface ReadRequest {
  /** In the order in which they are to be read. */
  readonly sentences: readonly SentenceText[];
  /** Reading ends behind the sentence with which it takes this many tokens. */
  readonly tokens: number;
}

export interface ReadResult {
  readonly labels: readonly string[];
  /** How many of the sentences were read, from the first one on. */
  readonly read: number;
  /** `read × labels` log-odds, by sentence. */
  readonly odds: Float32Array;
}

/** From the reader's thread to the one that started it. */
export type ReaderNotice =
  | { readonly reader: 'running'; readonly labels: readonly string[] }
  /** Code and message of a `HallpassError`: they name no content. */
  | { readonly reader: 'failed'; readonly code: string; readonly detail: string };
