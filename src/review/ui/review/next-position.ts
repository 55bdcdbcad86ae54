/** Where the cursor of a list goes next, also when its row has left the list. */

export interface Position {
  readonly step: 1 | -1;
  /** Position of the cursor's row; -1 where it is not in the list. */
  readonly at: number;
  readonly cursor: string | undefined;
  /** Where the cursor's row was last. */
  readonly seen: { readonly id: string; readonly at: number } | undefined;
  readonly length: number;
}

/** The message to open after a decision: the one below, else the one above; the first one after a message that is not in the list. */
export function nextAfter(order: readonly string[], id: string): string | undefined {
  const at = order.indexOf(id);
  return at < 0 ? order[0] : (order[at + 1] ?? order[at - 1]);
}

/**
 * The position after a step. A row that has left the list leaves its place to the one after it; an open message that was
 * never in the list has no place to go on from.
 */
export function nextAt({ step, at, cursor, seen, length }: Position): number | undefined {
  const clamp = (position: number): number => Math.max(0, Math.min(length - 1, position));
  if (length === 0) return undefined;
  if (at >= 0) return clamp(at + step);
  if (cursor === undefined) return 0;
  if (seen?.id !== cursor) return undefined;
  return clamp(step === 1 ? seen.at : seen.at - 1);
}
