/** Tells an open console what changes, as server-sent events: ids of messages that the account may see, and that counts differ. */
import { PassThrough } from 'node:stream';
import type { Caller, RawAnswer } from '../access/handler.ts';
import { viewerOf, type ReviewParts } from './review-parts.ts';

const HEARTBEAT_MS = 20_000;
/** What changes within this time is told at once: many small changes are one for who looks. */
const GATHER_MS = 200;
/** More than these: the list is to be read anew. */
const mostIds = 50;

/** The stream ends when the client, the session or the server does. */
export function openEvents(parts: ReviewParts, caller: Caller): RawAnswer {
  const stream = new PassThrough();
  let gathered: Set<string> | undefined = new Set();
  let timer: NodeJS.Timeout | undefined;

  async function tell(): Promise<void> {
    timer = undefined;
    const changed = gathered;
    gathered = new Set();
    const ids =
      changed === undefined || changed.size > mostIds
        ? undefined
        : await parts.review.items.visible([...changed], viewerOf(caller));
    if (stream.destroyed || ids?.length === 0) return;
    for (const id of ids ?? []) stream.write(`event: message\ndata: ${JSON.stringify({ id })}\n\n`);
    stream.write('event: counts\ndata: {}\n\n');
  }
  const stop = parts.watch((ids) => {
    if (ids === undefined) gathered = undefined;
    else for (const id of ids) gathered?.add(id);
    // Without the answer of the database the console is told nothing; it asks again by itself.
    timer ??= setTimeout(() => void tell().catch(() => stream.destroy()), GATHER_MS);
  });
  const heartbeat = setInterval(() => stream.write(': still here\n\n'), HEARTBEAT_MS);
  stream.write('retry: 3000\n: open\n\n');
  stream.on('close', () => {
    clearInterval(heartbeat);
    clearTimeout(timer);
    stop();
  });
  return {
    kind: 'raw',
    contentType: 'text/event-stream; charset=utf-8',
    body: stream,
    // nginx would otherwise keep events back until it has a page of them.
    headers: { 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  };
}
