/** Looks at something again and again: one look at a time, the first before it resolves. */

export interface Poll {
  /** Starts no further look, and waits for the running one. */
  readonly stop: () => Promise<void>;
}

export interface PollOptions {
  /** Pause between the end of a look and the start of the next, in milliseconds. */
  readonly everyMs: number;
  /** Takes the error of every look but the first; the next look comes all the same. */
  readonly onError: (error: unknown) => void;
}

/**
 * @param look gets a signal that is aborted by `stop()`, for looks that come in several steps
 * @throws what the first look throws; then there is no further look
 */
export async function poll(
  look: (stopping: AbortSignal) => Promise<void>,
  { everyMs, onError }: PollOptions,
): Promise<Poll> {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const plan = (): void => {
    timer = setTimeout(() => {
      running = look(stopping.signal)
        .catch(onError)
        .then(() => {
          if (!stopping.signal.aborted) plan();
        });
    }, everyMs);
  };

  await look(stopping.signal);
  plan();
  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
