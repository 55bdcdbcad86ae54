/** Work of which a second run would only repeat the first: whoever asks while it runs gets the same result. */

export function oneAtATime<T>(run: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => (running ??= run().finally(() => (running = undefined)));
}
