/** What the process sends to a thread that works on pictures and what that answers. */

export interface PictureQuestion {
  readonly pictures: readonly Uint8Array[];
}

/** @typeParam Answer of one picture, or of the pictures of a page */
export type ThreadNotice<Answer> =
  | { readonly pictures: 'running' }
  /** Its engine or model cannot be loaded. */
  | { readonly pictures: 'failed' }
  | {
      readonly pictures: 'done';
      readonly answer: Answer;
      /** Milliseconds of the processor. */
      readonly cpuMs: number;
      readonly memoryBytes: number;
    };
