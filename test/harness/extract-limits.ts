/** The limits that tests of the extract stage read with: wide enough for what they make, and no OCR. */
import type { ExtractLimits } from '../../src/extract/extract.ts';

export const extractLimits: ExtractLimits = {
  maxParts: 500,
  maxDepth: 8,
  maxHeaderBytes: 1_048_576,
  maxTextBytes: 33_554_432,
  maxFiles: 2000,
  maxUnpackedBytes: 134_217_728,
  maxRatio: 200,
  filesTimeoutMs: 30_000,
};
