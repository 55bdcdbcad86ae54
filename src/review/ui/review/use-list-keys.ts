/** The keys j, k, Enter, Space, / and Esc on a list. They move a cursor; an open message follows the cursor. */
import { useRef, useState } from 'react';
import { useKeys } from '../frame/keys.ts';
import type { ListAddress } from './list-address.ts';
import { nextAt } from './next-position.ts';

export interface ListKeys {
  readonly order: readonly string[];
  readonly openId: string | undefined;
  readonly address: ListAddress;
  readonly onChoose: ((id: string, withShift: boolean) => void) | undefined;
}

/** @returns id of the row with the cursor, undefined before the first move */
export function useListKeys({ order, openId, address, onChoose }: ListKeys): string | undefined {
  const [moved, setMoved] = useState<string>();
  const cursor = openId ?? moved;
  const at = cursor === undefined ? -1 : order.indexOf(cursor);
  const seen = useRef<{ readonly id: string; readonly at: number }>(undefined);
  if (cursor !== undefined && at >= 0) seen.current = { id: cursor, at };
  const move = (step: 1 | -1, withShift: boolean): void => {
    const next = nextAt({ step, at, cursor, seen: seen.current, length: order.length });
    const id = next === undefined ? undefined : order[next];
    if (id === undefined || next === undefined) return;
    if (withShift && onChoose !== undefined) {
      if (cursor !== undefined && at >= 0) onChoose(cursor, true);
      onChoose(id, true);
    }
    setMoved(id);
    document.getElementById(`row-${id}`)?.scrollIntoView({ block: 'nearest' });
    if (openId !== undefined) address.open(id, { replace: true });
    else document.getElementById(`row-${id}`)?.focus({ preventScroll: true });
  };
  useKeys({
    j: () => move(1, false),
    k: () => move(-1, false),
    'Shift+j': () => move(1, true),
    'Shift+k': () => move(-1, true),
    ...(cursor !== undefined && {
      ...(openId === undefined && { Enter: () => address.open(cursor) }),
      ...(onChoose !== undefined && {
        ' ': () => onChoose(cursor, false),
        'Shift+ ': () => onChoose(cursor, true),
      }),
    }),
    '/': () => document.getElementById('search')?.focus(),
    ...(openId !== undefined && { Escape: () => address.open(undefined) }),
  });
  return cursor;
}
