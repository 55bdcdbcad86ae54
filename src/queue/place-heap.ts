/** A binary heap: takes out the entry with the lowest place, and of equal ones the oldest. */

interface Placed {
  readonly place: number;
  readonly order: number;
}

export interface PlaceHeap<Entry> {
  readonly size: number;
  add(place: number, entry: Entry): void;
  /** The lowest place; undefined where nothing waits. */
  readonly firstPlace: number | undefined;
  /** Takes out the entry with the lowest place. */
  take(): { readonly place: number; readonly entry: Entry } | undefined;
  clear(): void;
}

export function createPlaceHeap<Entry>(): PlaceHeap<Entry> {
  let heap: (Placed & { readonly entry: Entry })[] = [];
  let added = 0;
  const before = (a: Placed, b: Placed): boolean => a.place < b.place || (a.place === b.place && a.order < b.order);

  function rise(from: number): void {
    for (let child = from; child > 0;) {
      const parent = (child - 1) >> 1;
      if (!before(heap[child]!, heap[parent]!)) return;
      [heap[child], heap[parent]] = [heap[parent]!, heap[child]!];
      child = parent;
    }
  }

  function sink(): void {
    for (let parent = 0; ;) {
      let least = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2])
        if (child < heap.length && before(heap[child]!, heap[least]!)) least = child;
      if (least === parent) return;
      [heap[least], heap[parent]] = [heap[parent]!, heap[least]!];
      parent = least;
    }
  }

  return {
    get size() {
      return heap.length;
    },
    add(place, entry) {
      added += 1;
      heap.push({ place, order: added, entry });
      rise(heap.length - 1);
    },
    get firstPlace() {
      return heap[0]?.place;
    },
    take() {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined) return undefined;
      if (heap.length > 0) {
        heap[0] = last;
        sink();
      }
      return first;
    },
    clear() {
      heap = [];
    },
  };
}
