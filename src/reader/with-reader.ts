/** The side of a message in its dialogue with the reader: asks, and waits no longer than it may. */
import type { MessagePort } from 'node:worker_threads';
import type { ReadRequest, ReadResult } from './reader-messages.ts';

/** One question after the other. Undefined where the reader ends, or the message has waited for as long as it may. */
export type Ask = (request: ReadRequest) => Promise<ReadResult | undefined>;

/**
 * Lets `run` ask the reader, and closes the port.
 *
 * @param port undefined where there is no reader: `run` gets nobody to ask
 * @param timeoutMs milliseconds that the message waits for answers, in all
 */
export async function withReader<T>(
  port: MessagePort | undefined,
  timeoutMs: number,
  run: (ask: Ask | undefined) => Promise<T>,
): Promise<T> {
  try {
    return await run(port && askThrough(port, timeoutMs));
  } finally {
    port?.close();
  }
}

function askThrough(port: MessagePort, timeoutMs: number): Ask {
  let left = timeoutMs;
  let ended = false;
  port.once('close', () => (ended = true));
  return async (request) => {
    if (ended) return undefined;
    const { promise, resolve } = Promise.withResolvers<ReadResult | undefined>();
    const giveUp = () => resolve(undefined);
    const startedAt = performance.now();
    const timer = setTimeout(giveUp, left);
    port.once('message', resolve);
    port.once('close', giveUp);
    port.postMessage(request);
    const result = await promise;
    clearTimeout(timer);
    port.off('message', resolve);
    port.off('close', giveUp);
    left -= performance.now() - startedAt;
    // An answer that comes too late would be taken for that to the next question.
    if (!result) ended = true;
    return result;
  };
}
