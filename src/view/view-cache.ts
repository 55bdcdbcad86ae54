/** Keeps what was read of a message for a short time, so that opening it again, or by two reviewers, does not read it twice. */
import type { ViewRequest, Viewing, ViewResult } from './view-result.ts';

export interface ViewCacheLimits {
  /** Bytes of all results together. A larger result is not kept. */
  readonly maxBytes: number;
  /** Results are dropped this long after they were read. */
  readonly maxAgeMs: number;
}

export interface ViewCache {
  readonly view: Viewing;
  /** Bytes of the results that are kept. */
  bytes(): number;
  /** Drops everything. */
  clear(): void;
}

interface Entry {
  readonly result: Promise<ViewResult>;
  bytes: number;
  timer?: NodeJS.Timeout;
}

/**
 * Stored messages never change, so a result is right as long as it is kept. Failures are not kept.
 *
 * @param view reads a message
 */
export function createViewCache(view: Viewing, { maxBytes, maxAgeMs }: ViewCacheLimits): ViewCache {
  // In the order of their last use.
  const entries = new Map<string, Entry>();
  let total = 0;

  function drop(key: string, entry: Entry): void {
    if (entries.get(key) !== entry) return;
    clearTimeout(entry.timer);
    total -= entry.bytes;
    entries.delete(key);
  }

  function keep(key: string, entry: Entry, result: ViewResult): void {
    if (entries.get(key) !== entry) return;
    entry.bytes = bytesOf(result);
    total += entry.bytes;
    entry.timer = setTimeout(() => drop(key, entry), maxAgeMs).unref();
    for (const [oldKey, old] of entries) {
      if (total <= maxBytes) return;
      // Results that are still being read have no size yet.
      if (old.bytes > 0) drop(oldKey, old);
    }
  }

  return {
    view(request: ViewRequest) {
      const key = `${request.id} ${request.want} ${request.withheld === true}`;
      const known = entries.get(key);
      if (known) {
        entries.delete(key);
        entries.set(key, known);
        return known.result;
      }
      const entry: Entry = { result: view(request), bytes: 0 };
      entries.set(key, entry);
      entry.result.then(
        (result) => keep(key, entry, result),
        () => drop(key, entry),
      );
      return entry.result;
    },
    bytes: () => total,
    clear() {
      for (const [key, entry] of entries) drop(key, entry);
    },
  };
}

/** Two bytes a character; at least one byte. */
function bytesOf(result: ViewResult): number {
  switch (result.want) {
    case 'text':
      return (
        1 +
        result.parts.reduce((sum, { text, quoted, hidden, places = [] }) => {
          return sum + text.length * 2 + (quoted.length + hidden.length) * 32 + places.length * 64;
        }, 0)
      );
    case 'rendered':
      return 1 + result.html.length * 2;
    case 'without':
      return 1 + (result.plan?.text.length ?? 0) * 2;
    case 'headers':
      return 1 + result.fields.reduce((sum, { name, value }) => sum + (name.length + value.length) * 2, 0);
  }
}
