/** Tells errors of the file system from faults of the program: the operator can mend the former, and no stack helps with them. */
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';

/** Of the data folder, mostly: it belongs to another account, is read-only, or a file stands where it should be. */
export function fileRefused(error: unknown): HallpassError | undefined {
  const { path, syscall } = error as { path?: unknown; syscall?: unknown };
  if (typeof path !== 'string' || typeof syscall !== 'string') return undefined;
  return new HallpassError('cli.file-refused', `${path} (${codeOf(error)})`, { cause: error });
}
