/** Tells the error of a read beyond the end of the bytes, to which a wrong length leads. */

export function isBeyondEnd(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ERR_OUT_OF_RANGE' || code === 'ERR_BUFFER_OUT_OF_BOUNDS';
}
