/** Work that never runs twice at the same time. */

/** A second run would only repeat the first: whoever asks while it runs gets the same result. */
export function oneAtATime<T>(run: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => (running ??= run().finally(() => (running = undefined)));
}

/** What it reads may have changed since it began: whoever asks while it runs gets the result of one more run, behind it. */
export function oneAfterAnother<T>(run: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  let next: Promise<T> | undefined;
  const begin = (): Promise<T> => {
    next = undefined;
    running = run().finally(() => (running = undefined));
    return running;
  };
  return () => {
    if (next === undefined && running === undefined) return begin();
    return (next ??= running!.then(begin, begin));
  };
}
