/** Makes the copies that an archive is due, many at a time, and tries again what fails: an archive that takes nothing is tried with one copy at a time. */
import type { Logger } from 'pino';
import { codeOf } from '../errors/hallpass-error.ts';
import type { MessageId } from '../message/message-id.ts';
import type { ArchiveCopies, DueCopy } from '../store/archive/archive-copies.ts';
import { poll, type Poll } from '../timing/poll.ts';
import type { Archive } from './archive.ts';
import { ArchiveRefusal } from './archive-refusal.ts';

export interface CopyParts {
  readonly archive: Archive;
  readonly copies: ArchiveCopies;
  /** @throws HallpassError store.* */
  readonly body: (id: MessageId) => Promise<Buffer>;
  /** Whether a copy names the action of the verdict. */
  readonly withAction: boolean;
  readonly concurrency: number;
  /** Runs the work once its bytes fit into memory. */
  readonly during: <T>(bytes: number, work: () => Promise<T>) => Promise<T>;
  readonly observe: (result: 'made' | 'failed') => void;
  readonly log: Logger;
  readonly onError: (error: unknown) => void;
}

const EVERY_MS = 1000;
const RENEW_EVERY_MS = 40_000;
const LONGEST_PAUSE_MS = 30_000;

export async function makeCopies(parts: CopyParts): Promise<Poll> {
  const { archive, copies, onError } = parts;
  const inWork = new Set<MessageId>();
  // Unknown at first: what another process has recorded about the archive may be over.
  let failures = 0;
  let known = false;
  let notBeforeMs = 0;
  const one = async (copy: DueCopy): Promise<void> => {
    inWork.add(copy.id);
    try {
      await makeOne(parts, copy);
      if (failures > 0 || !known) await copies.recovered(archive.name);
      [failures, known] = [0, true];
    } catch (error) {
      failures += 1;
      notBeforeMs = Date.now() + Math.min(LONGEST_PAUSE_MS, EVERY_MS * 2 ** Math.min(failures, 10));
      await recordFailure(parts, copy, error);
    } finally {
      inWork.delete(copy.id);
    }
  };
  const look = async (stopping: AbortSignal): Promise<void> => {
    while (!stopping.aborted && Date.now() >= notBeforeMs) {
      const due = await copies.take(archive.name, failures > 0 ? 1 : parts.concurrency);
      if (due.length === 0) return;
      await Promise.all(due.map(one));
    }
  };
  const renewing = setInterval(() => void copies.renew(archive.name, [...inWork]).catch(onError), RENEW_EVERY_MS);
  renewing.unref();
  const running = await poll((stopping) => look(stopping).catch(onError), { everyMs: EVERY_MS, onError });
  return {
    async stop() {
      await running.stop();
      clearInterval(renewing);
      archive.close();
    },
  };
}

async function makeOne(parts: CopyParts, { id, size }: DueCopy): Promise<void> {
  const { archive, copies, body, withAction, during, observe } = parts;
  const envelope = await copies.envelope(id);
  if (envelope === undefined) return; // its record was deleted meanwhile
  const { action, withheld, ...rest } = envelope;
  if (withheld) return copies.withheld(archive.name, id);
  // The copy and the message that it is made from are in memory together.
  const reply = await during(size * 2, async () =>
    archive.put({ ...rest, id, raw: await body(id), action: withAction ? action : null }),
  );
  await copies.made(archive.name, id, reply);
  observe('made');
}

async function recordFailure({ archive, copies, observe, log }: CopyParts, copy: DueCopy, error: unknown) {
  const { id } = copy;
  const code = codeOf(error);
  observe('failed');
  log.error({ code, archive: archive.name, messageId: id }, 'a copy was not made; it will be tried again');
  await copies.failed(archive.name, { id, code, reply: error instanceof ArchiveRefusal ? error.reply : null });
}
