/** An empty list: nothing to do, or nothing that the search finds. */
import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { Empty } from '../parts/states.tsx';
import { lists, type ListAddress, type ListName } from './list-address.ts';

export function NothingFound({ list, address }: { list: ListName; address: ListAddress }): ReactElement {
  const { query, emptyTitle } = lists[list];
  if (address.query === query) {
    return <Empty title={emptyTitle}>New ones show here by themselves.</Empty>;
  }
  return (
    <Empty title="No message is found by this search.">
      <p>Is a word spelled otherwise, or the state another? Words are found whole, not in parts.</p>
      <Button variant="default" onClick={() => address.setQuery(query)}>
        Back to {lists[list].title}
      </Button>
    </Empty>
  );
}
