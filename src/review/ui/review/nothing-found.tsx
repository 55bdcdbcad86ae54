/** An empty list: nothing is held, or the search finds nothing. */
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
        <p>New messages appear here automatically.</p>
      </Empty>
    );
  }
  return (
    <Empty title="No messages match this search.">
      <p>Check the spelling and the state. The search matches whole words only.</p>
      <Button variant="default" onClick={() => address.setQuery(query)}>
        Back to {lists[list].title}
      </Button>
    </Empty>
  );
}

/** When mail was last checked: an empty list means little if no mail reaches the gateway. */
function LastChecked({ query }: { query: string }): ReactElement | null {
  const counts = useCounts(query).data;
  if (counts === undefined) return null;
  if (counts.lastCheckedAt === null)
    return <p>No message has been checked yet. Check that mail is routed through the gateway.</p>;
  return (
    <p>
      The last message was checked <Time at={counts.lastCheckedAt} />.
    </p>
  );
}
