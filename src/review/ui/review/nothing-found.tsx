/** An empty list: nothing to do, or nothing that the search finds. */
import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { useCounts } from '../api/queries.ts';
import { Empty } from '../parts/states.tsx';
import { Time } from '../parts/time.tsx';
import { lists, type ListAddress, type ListName } from './list-address.ts';

export function NothingFound({ list, address }: { list: ListName; address: ListAddress }): ReactElement {
  const { query, emptyTitle } = lists[list];
  if (address.query === query) {
    return (
      <Empty title={emptyTitle}>
        <LastChecked query={query} />
        <p>New ones show here by themselves.</p>
      </Empty>
    );
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

/** That nothing is held is good news only while mail is being checked. */
function LastChecked({ query }: { query: string }): ReactElement | null {
  const counts = useCounts(query).data;
  if (counts === undefined) return null;
  if (counts.lastCheckedAt === null) return <p>No message has been checked yet. Is the mail route set up?</p>;
  return (
    <p>
      The last message was checked <Time at={counts.lastCheckedAt} />.
    </p>
  );
}
