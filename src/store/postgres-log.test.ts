/** Why the embedded PostgreSQL ended, from its log as it writes it. */
import { afterAll, expect, it } from '@jest/globals';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logEnd, setLargeLogAside, whyItEnded } from './postgres-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'hallpass-postgres-log-'));
const file = join(folder, 'postgres.log');
afterAll(() => rmSync(folder, { recursive: true }));

const started = '2026-11-09 08:15:00.100 UTC [10038] LOG:  database system is ready to accept connections';
const full =
  '2026-11-09 08:20:18.274 UTC [10631] FATAL:  could not write to file "pg_wal/xlogtemp.10631": No space left on device';
/** As PostgreSQL 18 wrote it on a disk without space. */
const gaveUp = [
  '2026-11-09 08:20:17.512 UTC [10038] LOG:  server process (PID 10600) was terminated by signal 6: Aborted',
  '2026-11-09 08:20:17.573 UTC [10640] FATAL:  the database system is in recovery mode',
  full,
  '2026-11-09 08:20:18.300 UTC [10641] FATAL:  the database system is shutting down',
  '2026-11-09 08:20:18.316 UTC [10038] LOG:  startup process (PID 10631) exited with exit code 1',
  '2026-11-09 08:20:18.333 UTC [10038] LOG:  shutting down due to startup process failure',
  '2026-11-09 08:20:18.488 UTC [10038] LOG:  database system is shut down',
];
const write = (...lines: string[]): void => writeFileSync(file, lines.map((line) => `${line}\n`).join(''));

it('names a full disk, not the last line, which only says that the server is down', () => {
  write(started, ...gaveUp);
  expect(whyItEnded(file, 0)).toBe(full);
});

it('does not take up the reason of an earlier end', () => {
  write(started, ...gaveUp);
  const from = logEnd(file);
  expect(whyItEnded(file, from)).toBeUndefined();
  appendFileSync(file, `${started}\n`);
  expect(whyItEnded(file, from)).toBe(started);
});

it('says nothing of statements, which may hold values, and nothing where the log is gone', () => {
  write(
    started,
    '2026-11-09 08:16:00.000 UTC [10100] ERROR:  invalid input syntax for type uuid: "pat@school.example"',
  );
  expect(whyItEnded(file, 0)).toBe(started);
  expect(whyItEnded(join(folder, 'gone.log'), 0)).toBeUndefined();
});

it('takes no refusal of a connection for the end of a server that was killed', () => {
  write('2026-11-09 08:16:00.000 UTC [10100] FATAL:  password authentication failed for user "hallpass"', started);
  expect(whyItEnded(file, 0)).toBe(started);
});

it('sets a large log aside, and the one before that goes', () => {
  const lines = (text: string): string => `${text}\n`.repeat(10_000_000 / text.length);
  write(started);
  setLargeLogAside(file);
  expect(existsSync(`${file}.1`)).toBe(false);
  for (const text of ['first year', 'second year']) {
    writeFileSync(file, lines(text));
    setLargeLogAside(file);
    expect(existsSync(file)).toBe(false);
    expect(readFileSync(`${file}.1`, 'latin1').startsWith(text)).toBe(true);
  }
  setLargeLogAside(file);
});
