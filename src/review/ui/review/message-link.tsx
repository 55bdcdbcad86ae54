/** `/messages/<id>`, the address that other pages link to: redirects to the list that has the message, or says that no list has it. */
import type { ReactElement } from 'react';
import { Link, Redirect } from 'wouter';
import type { ReviewState } from '../../contract/message.ts';
import { ApiError } from '../api/client.ts';
import { useMessage } from '../api/queries.ts';
import { useMay } from '../frame/session.ts';
import { Page } from '../parts/page.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';

/** States without a list of their own lead to a search in Review. */
function listOf(state: ReviewState, id: string): string {
  switch (state) {
    case 'held':
    case 'deciding':
      return `/review/${id}`;
    case 'held-by-sender':
      return `/waiting-for-sender/${id}`;
    case 'releasing':
    case 'released':
      return `/delivered/${id}`;
    case 'monitored':
      return `/monitored/${id}`;
    case 'returned':
    case 'expired':
    case 'cancelled':
    case 'failed':
      return `/review/${id}?q=${encodeURIComponent(`is:${state}`)}&sort=newest`;
  }
}

export function MessageLink({ id }: { id: string }): ReactElement {
  const message = useMessage(id);
  const readsAuditLog = useMay('audit.read');
  if (message.data !== undefined) return <Redirect to={listOf(message.data.state, id)} replace />;
  return (
    <Page title="Message">
      {message.isPending && <Waiting lines={6} height={28} />}
      {message.isError &&
        (message.error instanceof ApiError && message.error.problem.status === 404 ? (
          <Empty title="This message is not available for review.">
            <p>It was never held, it belongs to another school, or its retention period has ended.</p>
            {readsAuditLog && (
              <p>
                <Link href={`/audit-log?q=${id}`}>Show its audit log</Link>
              </p>
            )}
          </Empty>
        ) : (
          <Failure error={message.error} onRetry={() => void message.refetch()} />
        ))}
    </Page>
  );
}
