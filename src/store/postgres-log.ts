/** The log of the embedded PostgreSQL: which of its lines says why the server has ended. */
import { closeSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs';

const LARGE_BYTES = 10_000_000;
const TAIL_BYTES = 65_536;
/** Between the reason and the end, the server reports that its processes end: a dozen lines at most. */
const LAST_LINES = 20;
/** What connections are told while the server starts and stops is no reason. */
const reasonLine = /\b(?:FATAL|PANIC):\s+(?!\s|the database system is\b)/;
const endLine = /database system is shut down$/;
/** What the server says of statements may hold their values, and the reason goes to the log of the gateway. */
const ofStatements = /\b(?:ERROR|WARNING|DETAIL|HINT|CONTEXT|STATEMENT|QUERY):/;

/** A large log becomes `FILE.1`, in the place of the one before: as the server says little while it runs, a start is often enough. */
export function setLargeLogAside(file: string): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGE_BYTES) renameSync(file, `${file}.1`);
}

/** @returns size of the log: what comes behind it is about the server that is started now */
export function logEnd(file: string): number {
  const log = openSync(file, 'a', 0o600);
  try {
    return fstatSync(log).size;
  } finally {
    closeSync(log);
  }
}

/**
 * A server that gives up writes a FATAL or PANIC line and ends in good order; its last line is never the reason. A server that
 * was killed writes nothing.
 *
 * @param from end of the log when the server was started
 * @returns the line with the reason, else the last line that is not about a statement; undefined where there is none, or where
 * the log is gone with its folder
 */
export function whyItEnded(file: string, from: number): string | undefined {
  const lines = readableLines(file, from).slice(-LAST_LINES);
  const isOrderly = endLine.test(lines.at(-1) ?? '');
  const reason = lines.findLast((line) => reasonLine.test(line));
  return isOrderly && reason !== undefined ? reason : lines.at(-1);
}

function readableLines(file: string, from: number): string[] {
  try {
    return linesAfter(file, from).filter((line) => !ofStatements.test(line));
  } catch {
    return []; // the gateway ends because the server has: why the log cannot be read as well changes nothing
  }
}

/** What the server wrote about itself while it started, a few lines. */
export const lastWords = (file: string, from: number): string => linesAfter(file, from).slice(-5).join('\n');

function linesAfter(file: string, from: number): string[] {
  const log = openSync(file, 'r');
  try {
    const { size } = fstatSync(log);
    const begin = Math.max(from, size - TAIL_BYTES);
    const tail = Buffer.alloc(Math.max(0, size - begin));
    readSync(log, tail, 0, tail.length, begin);
    return tail
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
  } finally {
    closeSync(log);
  }
}
