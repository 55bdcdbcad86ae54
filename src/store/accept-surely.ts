/** Accepts a message where the answer to its commit may be lost: the message is written again under the same id, which tells. */
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import type { NewMessage } from './change.ts';

/** The client waits ten minutes for the reply to its data (RFC 5321 4.5.3.2.6); the database is given some seconds. */
const WAITS_MS = [250, 500, 1000, 2000, 2000] as const;

/**
 * The second write waits for the first one where that is still being committed, and fails on the id where the first one was
 * committed.
 *
 * @param write commits the message, or rejects
 * @throws HallpassError store.commit-unknown where the database does not come back; any other error means that nothing is stored
 */
export async function acceptSurely(
  write: (message: NewMessage) => Promise<unknown>,
  message: NewMessage,
): Promise<void> {
  try {
    await write(message);
  } catch (error) {
    if (isStored(error)) return;
    if (!mayBeCommitted(error)) throw error;
    await writeAgain(write, message, error);
  }
}

async function writeAgain(
  write: (message: NewMessage) => Promise<unknown>,
  message: NewMessage,
  first: unknown,
): Promise<void> {
  let last = first;
  for (const wait of WAITS_MS) {
    await sleep(wait);
    try {
      await write(message);
      return;
    } catch (error) {
      if (isStored(error)) return;
      last = error;
    }
  }
  throw new HallpassError('store.commit-unknown', codeOf(last), { cause: last });
}

/** Ids are random: only an earlier write of the same message can be in the way. */
function isStored(error: unknown): boolean {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return code === '23505' && constraint === 'messages_pkey';
}

/** An error that the server sends for a statement means a rollback; where no connection was made, nothing was sent. */
function mayBeCommitted(error: unknown): boolean {
  const code = codeOf(error);
  if (['ECONNREFUSED', 'ENOENT', 'ENOTFOUND', 'EAI_AGAIN'].includes(code)) return false;
  return !/^[0-9A-Z]{5}$/.test(code) || /^(?:08|57P0)/.test(code);
}
