/** The error type of the gateway: a code from the registry, whether to retry, and an SMTP reply where there is one. */
import { errorCodes, type ErrorCode } from './codes.ts';

export interface SmtpReply {
  /** Reply code, RFC 5321 4.2. */
  readonly code: number;
  /** Enhanced status code, RFC 3463: `4.3.1`. */
  readonly enhanced: string;
  /** Public text: generic, never content. */
  readonly text: string;
}

export class HallpassError extends Error {
  readonly code: ErrorCode;
  readonly retry: 'transient' | 'permanent';
  readonly smtp: SmtpReply | undefined;

  /**
   * @param code an entry of the registry
   * @param detail what an operator needs to know: ids, counts, paths; never message text, addresses or roster data
   */
  constructor(code: ErrorCode, detail?: string, options?: { cause?: unknown }) {
    const entry = errorCodes[code];
    super(detail === undefined ? entry.meaning : `${entry.meaning}: ${detail}`, options);
    this.name = 'HallpassError';
    this.code = code;
    this.retry = entry.retry;
    this.smtp = 'smtp' in entry ? entry.smtp : undefined;
  }
}

/** Unknown errors are transient, so that they never lose a message. */
export function isPermanent(error: unknown): boolean {
  return error instanceof HallpassError && error.retry === 'permanent';
}

/** Code of an error for logs, from Hallpass, Node.js or PostgreSQL; never its text, which can quote data. */
export function codeOf(error: unknown): string {
  if (error instanceof HallpassError) return error.code;
  // Errors of Node.js come from another realm under jest: no instanceof here.
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
