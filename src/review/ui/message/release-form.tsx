/** The release dialog: recipients, a reason, and optionally an exception that allows similar messages until a day. */
import { Button, Textarea } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import type { ReviewAction } from '../../contract/actions.ts';
import type { MessageDetail } from '../../contract/message.ts';
import { Refused } from '../parts/refused.tsx';
import { count } from '../words/counts.ts';
import { ExceptionFields } from './exception-fields.tsx';
import { ExceptionPreviewText } from './exception-preview.tsx';
import { isEntitled, RecipientFields } from './recipient-fields.tsx';
import { useException } from './use-exception.ts';
import classes from './forms.module.css';

export interface ReleaseFormProps {
  readonly message: MessageDetail;
  /** Recipients that are selected at first: positions in the envelope. */
  readonly recipients: readonly number[];
  /** Whether the release also makes an exception. */
  readonly allows: boolean;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly onSubmit: (action: ReviewAction) => void;
}

export function ReleaseForm(props: ReleaseFormProps): ReactElement {
  const { message, recipients, allows, error, isPending, onSubmit } = props;
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set(recipients));
  const [reason, setReason] = useState('');
  const exception = useException(message, [...selected], allows);
  const unentitled = message.recipientList.filter(({ n, entitled }) => selected.has(n) && !isEntitled(entitled));
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        const release = { action: 'release' as const, recipients: [...selected], reason: reason.trim() };
        onSubmit(allows ? exception.allowing(release) : release);
      }}
    >
      <RecipientFields recipients={message.recipientList} selected={selected} onChange={setSelected} />
      {allows && <ExceptionFields value={exception.choice} onChange={exception.setChoice} />}
      {allows && <ExceptionPreviewText {...exception.preview} />}
      {unentitled.length > 0 && (
        <p className={classes.warning}>
          {count(unentitled.length, 'recipient is', 'recipients are')} not entitled to this data. A message that has
          been sent cannot be recalled.
        </p>
      )}
      <Textarea
        data-autofocus
        label="Reason for the release"
        description="The reason is kept in the audit log."
        autosize
        minRows={2}
        maxRows={8}
        required
        withAsterisk={false}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Refused error={error} />
      <Button
        type="submit"
        loading={isPending}
        disabled={selected.size === 0 || reason.trim() === '' || (allows && !exception.isShown)}
        {...(unentitled.length > 0 && { color: 'red' })}
      >
        Release to {count(selected.size, 'recipient')}
        {allows && ' and allow'}
      </Button>
    </form>
  );
}
