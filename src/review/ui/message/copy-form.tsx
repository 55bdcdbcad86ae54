/** Send without it: what a copy would change, before and after, and the confirmation that sends it in place of the message. */
import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { CopyPreview, ReviewAction } from '../../contract/actions.ts';
import type { MessageDetail } from '../../contract/message.ts';
import { call } from '../api/client.ts';
import { Refused } from '../parts/refused.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { count } from '../words/counts.ts';
import { Approvers } from './approvers.tsx';
import classes from './forms.module.css';

export interface CopyFormProps {
  readonly message: MessageDetail;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly onSubmit: (action: ReviewAction) => void;
}

export function CopyForm({ message, error, isPending, onSubmit }: CopyFormProps): ReactElement {
  const [words, setWords] = useState('');
  const preview = useQuery({
    queryKey: ['message', message.id, 'copy'],
    queryFn: () => call('previewCopy', { params: { id: message.id } }),
    staleTime: 0,
  });
  if (preview.isPending) return <Waiting lines={5} />;
  if (preview.isError) return <Failure error={preview.error} onRetry={() => void preview.refetch()} />;
  if (!preview.data.isPossible)
    return <p>The flagged parts cannot be removed from this message. Return it for correction instead.</p>;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit({ action: 'send-copy', words: words.trim() });
      }}
    >
      <Changes preview={preview.data} />
      <p>
        The message itself is cancelled. The copy goes to {count(preview.data.recipients.length, 'recipient')} on the
        sender’s behalf, and is checked again like any other message. The sender is notified. This cannot be undone.
      </p>
      <Approvers message={message} />
      <Textarea
        data-autofocus
        label="Note to the sender"
        description="Optional. The note is kept in the audit log."
        autosize
        minRows={2}
        maxRows={8}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <Refused error={error} />
      <Button type="submit" loading={isPending}>
        {buttonWords(message)}
      </Button>
    </form>
  );
}

function buttonWords({ approvals, approvers }: MessageDetail): string {
  if (approvals.needed === 1) return 'Send the copy';
  const given = approvers.filter(({ forCopy }) => forCopy).length;
  return `Approve the copy (${Math.min(given + 1, approvals.needed)} of ${approvals.needed})`;
}

/** Names and numbers are masked here; the copy itself has everything that is not marked. */
function Changes({ preview: { changed, leftOut, keptFiles } }: { preview: CopyPreview }): ReactElement {
  return (
    <section className={classes.preview} aria-label="What changes">
      {changed.map(({ where, before, after }) => (
        <div key={`${where} ${before}`}>
          <h3>{where}</h3>
          <dl className={classes.change}>
            <dt>Before</dt>
            <dd>{before}</dd>
            <dt>After</dt>
            <dd>{after}</dd>
          </dl>
        </div>
      ))}
      {leftOut.length > 0 && (
        <p>Left out: {leftOut.map((name) => (name === '' ? 'an attachment without a name' : name)).join(', ')}.</p>
      )}
      {keptFiles > 0 && <p>{count(keptFiles, 'attachment is', 'attachments are')} sent unchanged.</p>}
      <p>The text of the copy is plain text. A line at its end says that something was removed.</p>
    </section>
  );
}
