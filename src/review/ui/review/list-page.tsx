/** A list and, beside it or in its place, the message that is open. */
import { Modal } from '@mantine/core';
import { useCallback, useEffect, useRef, useState, type MouseEvent, type ReactElement } from 'react';
import type { BulkResult } from '../../contract/acts.ts';
import { useLive } from '../api/live.ts';
import { useMessages } from '../api/queries.ts';
import { useMay } from '../frame/session.ts';
import { MessagePane } from '../message/message-pane.tsx';
import { useTitle } from '../parts/page.tsx';
import { Failure } from '../parts/states.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { BulkResults } from './bulk-results.tsx';
import { FilterBar } from './filter-bar.tsx';
import { Glance } from './glance.tsx';
import { lists, useListAddress, type ListName } from './list-address.ts';
import { MessageList, RowSkeletons } from './message-list.tsx';
import { NothingFound } from './nothing-found.tsx';
import { extend, nothing, toggle, within } from './selection.ts';
import { useListKeys } from './use-list-keys.ts';
import partClasses from '../parts/parts.module.css';
import classes from './list-page.module.css';

export function ListPage({ list, openId }: { list: ListName; openId: string | undefined }): ReactElement {
  const address = useListAddress(list, openId);
  const messages = useMessages(address.query, address.sort);
  const liveness = useLive(true);
  const mayDecide = useMay('messages.decide') && list !== 'delivered';
  const [selection, setSelection] = useState(nothing);
  const [results, setResults] = useState<BulkResult['results']>();
  const headlines = useRef(new Map<string, string>()).current;
  const pages = messages.data?.pages ?? [];
  const rows = pages.flatMap((page) => page.rows);
  const order = rows.map(({ id }) => id);
  const chosen = within(selection, order);
  // Kept when the rows have gone: the results name them.
  for (const { id, headline } of rows) if (chosen.ids.has(id)) headlines.set(id, headline);
  const orderRef = useRef(order);
  orderRef.current = order;
  const cursor = useListKeys({
    order,
    openId,
    address,
    onChoose: mayDecide ? (id, withShift) => choose(id, withShift) : undefined,
  });
  useTitle(lists[list].title);
  useReturnToRow(openId);

  const choose = useCallback((id: string, withShift: boolean) => {
    setSelection((before) => (withShift ? extend(before, orderRef.current, id) : toggle(before, id)));
  }, []);
  const addressRef = useRef(address);
  addressRef.current = address;
  const open = useCallback((id: string, event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    addressRef.current.open(id, { replace: location.pathname.split('/').length > 2 });
  }, []);

  return (
    <main className={classes.split} data-open={openId !== undefined || undefined} id="content">
      <h1 className={partClasses.forReaders}>{lists[list].title}</h1>
      <div className={classes.tools}>
        {chosen.ids.size > 0 ? (
          <BulkBar ids={[...chosen.ids]} onDone={() => setSelection(nothing)} onResults={setResults} />
        ) : (
          <FilterBar list={list} address={address} liveness={liveness} total={pages[0]?.total} />
        )}
      </div>
      <section className={classes.list} aria-label={lists[list].title} aria-busy={messages.isFetching}>
        {messages.isPending && <RowSkeletons count={12} />}
        {messages.isError && rows.length === 0 && (
          <Failure error={messages.error} onRetry={() => void messages.refetch()} />
        )}
        {messages.isSuccess && rows.length === 0 && <NothingFound list={list} address={address} />}
        {rows.length > 0 && (
          <MessageList
            label={lists[list].title}
            rows={rows}
            openId={openId}
            cursorId={cursor}
            chosen={chosen.ids}
            addressOf={address.addressOf}
            onChoose={mayDecide ? choose : undefined}
            onOpen={open}
            more={
              messages.hasNextPage
                ? { load: () => void messages.fetchNextPage(), loading: messages.isFetchingNextPage }
                : undefined
            }
          />
        )}
      </section>
      <section className={classes.detail} aria-label="Message">
        {openId === undefined ? (
          <Glance list={list} address={address} isEmpty={messages.isSuccess && rows.length === 0} />
        ) : (
          <MessagePane key={openId} id={openId} onClose={() => address.open(undefined)} />
        )}
      </section>
      <Modal
        opened={results !== undefined}
        onClose={() => {
          setResults(undefined);
          setSelection(nothing);
        }}
        title="What happened"
        size="lg"
      >
        {results !== undefined && <BulkResults results={results} headlines={headlines} onResults={setResults} />}
      </Modal>
    </main>
  );
}

/** Back from a message: the row that it was opened from has the focus again. */
function useReturnToRow(openId: string | undefined): void {
  const last = useRef<string>(undefined);
  useEffect(() => {
    if (openId === undefined && last.current !== undefined) document.getElementById(`row-${last.current}`)?.focus();
    last.current = openId;
  }, [openId]);
}
