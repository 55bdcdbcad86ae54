/** Errors as the log shows them: codes and stack frames. Texts of unknown errors can quote data and are left out. */
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';

export interface DescribedError {
  readonly code: string;
  /** Of our own errors only: ids, counts and paths. */
  readonly about?: string;
  /** Frames without the first line, which repeats the text. */
  readonly stack?: string;
  readonly cause?: DescribedError;
}

/** Errors of other realms (workers, contexts) too. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

export function describeError(error: unknown, depth = 0): DescribedError {
  if (!isError(error)) return { code: codeOf(error) };
  const stack = framesOf(error);
  return {
    code: codeOf(error),
    ...(error instanceof HallpassError ? { about: error.message } : {}),
    ...(stack === '' ? {} : { stack }),
    ...(error.cause === undefined || depth >= 3 ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
}

/** Only what follows the text, and only lines of the form that V8 gives a frame. */
function framesOf(error: Error): string {
  const stack = typeof error.stack === 'string' ? error.stack : '';
  const text = String(error.message);
  const after = text !== '' && stack.includes(text) ? stack.slice(stack.indexOf(text) + text.length) : stack;
  const frames = after
    .split('\n')
    .filter((line) => /^ {4}at [\w$.<>#[\] ]*\(?(?:async )?(?:file:\/\/|node:|\/)?[^\s()]*:\d+:\d+\)?$/.test(line));
  return frames.slice(0, 12).join('\n');
}
