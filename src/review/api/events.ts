/** Sends changes to an open console as server-sent events: ids of changed messages that the account may see, and changed counts. */
import { PassThrough } from 'node:stream';
import type { Caller, RawAnswer } from '../access/handler.ts';
import { viewerOf, type ReviewParts } from './review-parts.ts';

const HEARTBEAT_MS = 20_000;
/** Changes within this time are sent together. */
const GATHER_MS = 200;
/** With more changed messages than this, the console only learns that counts have changed. */
const mostIds = 50;

/** The stream ends when the client, the session or the server does. */
export function openEvents(parts: ReviewParts, caller: Caller): RawAnswer {
  const stream = new PassThrough();
  let gathered: Set<string> | undefined = new Set();
  let timer: NodeJS.Timeout | undefined;

  async function send(): Promise<void> {
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
    // If the database does not answer, the stream ends and the console reconnects.
    timer ??= setTimeout(() => void send().catch(() => stream.destroy()), GATHER_MS);
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
    // Without this header, nginx buffers events.
    headers: { 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  };
}
