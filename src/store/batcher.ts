/** Groups the writes of many messages at the same moment into one transaction, so that they share one fsync. */

interface Waiting<Item, Result> {
  readonly item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

export interface Batcher<Item, Result> {
  /** Resolves once the batch that holds the item is committed. */
  add(item: Item): Promise<Result>;
  /** Resolves when nothing is waiting or being written. */
  idle(): Promise<void>;
}

/**
 * One batch is written at a time; items that arrive meanwhile make the next one. An idle system writes at once, a busy
 * one in groups that grow with its load.
 *
 * @param write writes all items atomically and returns their results in order. When it throws and the batch had several
 *   items, each is tried alone: one bad item must not fail its neighbours.
 * @param options.keyOf items with the same key never share a batch: the second one must see the first
 */
export function createBatcher<Item, Result>(
  write: (items: readonly Item[]) => Promise<readonly Result[]>,
  options: { maxItems: number; sizeOf?: (item: Item) => number; maxSize?: number; keyOf?: (item: Item) => string },
): Batcher<Item, Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let running: Promise<void> | undefined;

  function takeBatch(): Waiting<Item, Result>[] {
    const batch: Waiting<Item, Result>[] = [];
    const rest: Waiting<Item, Result>[] = [];
    const keys = new Set<string>();
    let size = 0;
    for (const entry of waiting) {
      const key = options.keyOf?.(entry.item);
      const more = options.sizeOf?.(entry.item) ?? 0;
      const full =
        batch.length >= options.maxItems || (batch.length > 0 && size + more > (options.maxSize ?? Infinity));
      if (full || (key !== undefined && keys.has(key))) {
        rest.push(entry);
      } else {
        batch.push(entry);
        size += more;
      }
      if (key !== undefined) keys.add(key);
    }
    waiting = rest;
    return batch;
  }

  async function writeBatch(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await write(batch.map((entry) => entry.item));
      batch.forEach((entry, i) => entry.resolve(results[i]!));
    } catch (error) {
      if (batch.length === 1) batch[0]!.reject(error);
      else for (const entry of batch) await writeBatch([entry]);
    }
  }

  async function run(): Promise<void> {
    // Let everything that became ready in this turn of the event loop join the first batch.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) await writeBatch(takeBatch());
    running = undefined;
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        running ??= run();
      }),
    async idle() {
      while (running) await running;
    },
  };
}
