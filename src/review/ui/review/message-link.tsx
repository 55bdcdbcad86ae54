/** `/messages/<id>`: where other pages link to. Leads on to the list that the message is in, or says why it is in none. */
import type { ReactElement } from 'react';
import { Link, Redirect } from 'wouter';
import type { ReviewState } from '../../contract/message.ts';
import { ApiError } from '../api/client.ts';
import { useMessage } from '../api/queries.ts';
import { useMay } from '../frame/session.ts';
import { Page } from '../parts/page.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';

/** Where no list has the state by itself, Review is searched for it. */
function listOf(state: ReviewState, id: string): string {
  switch (state) {
    case 'held':
    case 'deciding':
      return `/review/${id}`;
    case 'held-by-sender':
      return `/held-by-senders/${id}`;
    case 'releasing':
    case 'released':
      return `/delivered/${id}`;
    case 'returned':
    case 'expired':
    case 'cancelled':
    case 'failed':
      return `/review/${id}?q=${encodeURIComponent(`is:${state}`)}&sort=newest`;
  }
}

export function MessageLink({ id }: { id: string }): ReactElement {
  const message = useMessage(id);
  const readsRecord = useMay('audit.read');
  if (message.data !== undefined) return <Redirect to={listOf(message.data.state, id)} replace />;
  return (
    <Page title="Message">
      {message.isPending && <Waiting lines={6} height={28} />}
      {message.isError &&
        (message.error instanceof ApiError && message.error.problem.status === 404 ? (
          <Empty title="This message is not in review.">
            <p>It was never held, is of another school, or is past the time that messages are kept.</p>
            {readsRecord && (
              <p>
                <Link href={`/record?q=${id}`}>What the record says about it</Link>
              </p>
            )}
          </Empty>
        ) : (
          <Failure error={message.error} onRetry={() => void message.refetch()} />
        ))}
    </Page>
  );
}
