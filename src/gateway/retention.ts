/** Deletes what is past its retention, a few times a day. */
import type { Logger } from 'pino';
import type { Config } from '../config/schema.ts';
import type { OpenDatabase } from '../store/database.ts';
import type { KeyRing } from '../store/keys.ts';
import { deleteExpired } from '../store/retention/retention.ts';
import { poll, type Poll } from '../timing/poll.ts';

/** A new process has other things to do in its first minute. */
const FIRST_MS = 60_000;
const EVERY_MS = 6 * 3_600_000;

export interface RetentionParts {
  readonly db: OpenDatabase['db'];
  readonly keys: KeyRing;
  readonly days: Config['retention'];
  readonly log: Logger;
  readonly onError: (error: unknown) => void;
}

export function startRetention({ db, keys, days, log, onError }: RetentionParts): Promise<Poll> {
  let nextMs = Date.now() + FIRST_MS;
  const look = async (): Promise<void> => {
    if (Date.now() < nextMs) return;
    nextMs = Date.now() + EVERY_MS;
    const deleted = await deleteExpired(db, keys, days, new Date());
    if (Object.values(deleted).some((count) => count > 0)) log.info(deleted, 'deleted what is past its retention');
  };
  return poll(look, { everyMs: FIRST_MS, onError });
}
