/** What the process sends to an OCR thread and what that answers. */
import type { PictureText } from './picture-text.ts';

export interface OcrQuestion {
  readonly pictures: readonly Uint8Array[];
}

export type OcrAnswer =
  | { readonly ocr: 'running' }
  /** The engine cannot be loaded. */
  | { readonly ocr: 'failed' }
  | {
      readonly ocr: 'read';
      readonly text: PictureText;
      /** Milliseconds of the processor. */
      readonly cpuMs: number;
      readonly memoryBytes: number;
    };
