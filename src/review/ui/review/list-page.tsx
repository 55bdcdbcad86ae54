/** A list of messages and, beside it or in its place, the open message. */
import { Modal } from '@mantine/core';
import type { ReactElement } from 'react';
import { useLive } from '../api/live.ts';
import { MessagePane } from '../message/message-pane.tsx';
import { useTitle } from '../parts/page.tsx';
import { Failure } from '../parts/states.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { BulkResults } from './bulk-results.tsx';
import { LastDecision } from './last-decision.tsx';
import { FilterBar } from './filter-bar.tsx';
import { Glance } from './glance.tsx';
import { lists, type ListName } from './list-address.ts';
import { MessageList, RowSkeletons } from './message-list.tsx';
import { NothingFound } from './nothing-found.tsx';
import { useListPage, type ListPageState } from './use-list-page.ts';
import partClasses from '../parts/parts.module.css';
import classes from './list-page.module.css';

export interface ListPageProps {
  readonly list: ListName;
  readonly openId: string | undefined;
}

export function ListPage({ list, openId }: ListPageProps): ReactElement {
  const state = useListPage(list, openId);
  const liveness = useLive(true);
  const { address, messages, rows, selected, clearSelection, results, setResults, headlines } = state;
  useTitle(lists[list].title);
  return (
    <main className={classes.split} data-open={openId !== undefined || undefined} id="content">
      <h1 className={partClasses.forReaders}>{lists[list].title}</h1>
      <div className={classes.tools}>
        {selected.size > 0 ? (
          <BulkBar
            rows={rows.filter(({ id }) => selected.has(id))}
            ids={[...selected]}
            onDone={clearSelection}
            onResults={setResults}
          />
        ) : (
          <FilterBar list={list} address={address} liveness={liveness} total={messages.data?.pages[0]?.total} />
        )}
      </div>
      <section className={classes.list} aria-label={lists[list].title} aria-busy={messages.isFetching}>
        <Rows list={list} openId={openId} state={state} />
      </section>
      <section className={classes.detail} aria-label="Message">
        {state.decided !== undefined && state.decided.id !== openId && (
          <LastDecision
            key={state.decided.id}
            result={state.decided}
            addressOf={address.addressOf}
            onEnd={() => state.setDecided(undefined)}
          />
        )}
        {openId === undefined ? (
          <Glance list={list} address={address} isEmpty={messages.isSuccess && rows.length === 0} />
        ) : (
          <MessagePane key={openId} id={openId} onClose={() => address.open(undefined)} onDecided={state.onDecided} />
        )}
      </section>
      <Modal
        opened={results !== undefined}
        onClose={() => {
          setResults(undefined);
          clearSelection();
        }}
        title="Results"
        size="lg"
      >
        {results !== undefined && <BulkResults results={results} headlines={headlines} onResults={setResults} />}
      </Modal>
    </main>
  );
}

function Rows({ list, openId, state }: ListPageProps & { state: ListPageState }): ReactElement {
  const { address, messages, rows } = state;
  if (messages.isPending) return <RowSkeletons count={12} />;
  if (rows.length === 0) {
    if (messages.isError) return <Failure error={messages.error} onRetry={() => void messages.refetch()} />;
    return <NothingFound list={list} address={address} />;
  }
  return (
    <MessageList
      label={lists[list].title}
      rows={rows}
      openId={openId}
      cursorId={state.cursor}
      chosen={state.selected}
      addressOf={address.addressOf}
      onChoose={state.onChoose}
      onOpen={state.open}
      more={
        messages.hasNextPage
          ? { load: () => void messages.fetchNextPage(), loading: messages.isFetchingNextPage }
          : undefined
      }
    />
  );
}
