/** What an exception would have released in the last days, shown in the release dialog before it is made. */
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { ExceptionPreview } from '../../contract/actions.ts';
import { Address } from '../parts/address.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { Time } from '../parts/time.tsx';
import { count } from '../words/counts.ts';
import classes from './forms.module.css';

export interface PreviewQuery {
  readonly data: ExceptionPreview | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

const maxShown = 5;

export function ExceptionPreviewText({ data: preview, error, refetch }: PreviewQuery): ReactElement {
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} />;
  if (preview === undefined) return <Waiting lines={2} height={20} />;
  const { days, messages, senders, students, needsConsent, examples } = preview;
  return (
    <div className={classes.preview} role="status">
      <p>
        {messages === 0
          ? `It would have released no other message in the last ${days} days.`
          : `It would have released ${count(messages, 'other message')} from ${count(senders, 'sender')} in the last ${days} days.`}
        {students > 0 && ` It covers messages about at most ${count(students, 'student')}.`}
      </p>
      {examples.length > 0 && (
        <ul>
          {examples.slice(0, maxShown).map(({ id, receivedAt, sender, students: about }) => (
            <li key={id}>
              <Link href={`/messages/${id}`}>
                <Time at={receivedAt} />
              </Link>{' '}
              <Address value={sender} />
              {about > 0 && `, ${count(about, 'student')}`}
            </li>
          ))}
          {messages > maxShown && <li>and {count(messages - Math.min(maxShown, examples.length), 'more message')}</li>}
        </ul>
      )}
      {needsConsent && <p>A manager must approve it. Until then, the exception has no effect.</p>}
    </div>
  );
}
