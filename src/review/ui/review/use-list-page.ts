/** State of a list page: the loaded rows, the cursor, the selection and the results of the last bulk action. */
import { useCallback, useEffect, useRef, useState, type MouseEvent } from 'react';
import type { ActionResult, BulkResult } from '../../contract/actions.ts';
import { useMessages } from '../api/queries.ts';
import { useMay } from '../frame/session.ts';
import { nextAfter } from './next-position.ts';
import { useListAddress, type ListName } from './list-address.ts';
import { extend, nothing, toggle, within } from './selection.ts';
import { useListKeys } from './use-list-keys.ts';

export function useListPage(list: ListName, openId: string | undefined) {
  const address = useListAddress(list, openId);
  const messages = useMessages(address.query, address.sort);
  const mayDecide = useMay('messages.decide') && list !== 'delivered' && list !== 'monitored';
  const [selection, setSelection] = useState(nothing);
  const [results, setResults] = useState<BulkResult['results']>();
  const headlines = useRef(new Map<string, string>()).current;
  const rows = messages.data?.pages.flatMap((page) => page.rows) ?? [];
  const order = rows.map(({ id }) => id);
  const selected = within(selection, order);
  // Headlines stay available after their rows have left the list, because the results name them.
  for (const { id, headline } of rows) if (selected.ids.has(id)) headlines.set(id, headline);
  // The callbacks never change, so that rows do not render again; refs give them the current values.
  const current = useRef({ order, address });
  current.current = { order, address };
  const select = useCallback((id: string, withShift: boolean) => {
    setSelection((before) => (withShift ? extend(before, current.current.order, id) : toggle(before, id)));
  }, []);
  const [decided, setDecided] = useState<ActionResult>();
  const onDecided = (result: ActionResult): void => {
    const next = nextAfter(order, result.id);
    if (next === undefined) return;
    setDecided(result);
    address.open(next, { replace: true });
  };
  const open = useCallback((id: string, event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    current.current.address.open(id, { replace: location.pathname.split('/').length > 2 });
  }, []);
  const onChoose = mayDecide ? select : undefined;
  const cursor = useListKeys({ order, openId, address, onChoose });
  useReturnToRow(openId);
  const clearSelection = (): void => setSelection(nothing);
  return {
    address,
    messages,
    rows,
    selected: selected.ids,
    clearSelection,
    results,
    setResults,
    headlines,
    onChoose,
    open,
    cursor,
    decided,
    setDecided,
    onDecided,
  };
}

export type ListPageState = ReturnType<typeof useListPage>;

/** Closing a message gives the focus back to the row that opened it. */
function useReturnToRow(openId: string | undefined): void {
  const last = useRef<string>(undefined);
  useEffect(() => {
    if (openId === undefined && last.current !== undefined) document.getElementById(`row-${last.current}`)?.focus();
    last.current = openId;
  }, [openId]);
}
