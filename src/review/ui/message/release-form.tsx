/** The release dialog: recipients, a reason, a statement where the message was not read, and optionally an exception that allows similar messages until a day. */
import { Button, Checkbox, Textarea } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import type { ReviewAction } from '../../contract/actions.ts';
import type { MessageDetail } from '../../contract/message.ts';
import { Refused } from '../parts/refused.tsx';
import { count } from '../words/counts.ts';
import { Approvers } from './approvers.tsx';
import { ExceptionFields } from './exception-fields.tsx';
import { ExceptionPreviewText } from './exception-preview.tsx';
import { isEntitled, RecipientFields } from './recipient-fields.tsx';
import { useException } from './use-exception.ts';
import { gravityOf, gravityWords } from './weight.ts';
import classes from './forms.module.css';

export interface ReleaseFormProps {
  readonly message: MessageDetail;
  /** Recipients that are selected at first: positions in the envelope. */
  readonly recipients: readonly number[];
  /** Whether the release also makes an exception. */
  readonly allows: boolean;
  /** Whether all findings are judged as false alarms with the release, which then goes to all recipients. */
  readonly isFalseAlarm?: boolean;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly onSubmit: (action: ReviewAction) => void;
}

export function ReleaseForm(props: ReleaseFormProps): ReactElement {
  const { message, recipients, allows, isFalseAlarm = false, error, isPending, onSubmit } = props;
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set(recipients));
  const [reason, setReason] = useState('');
  const [withoutReading, setWithoutReading] = useState(false);
  const exception = useException(message, [...selected], allows);
  const unentitled = message.recipientList.filter(({ n, entitled }) => selected.has(n) && !isEntitled(entitled));
  const gravity = gravityOf(message, selected);
  const asksForReading = gravity.length > 0 && !message.revealed;
  const needsReason = gravity.length > 0 || (unentitled.length > 0 && !isFalseAlarm) || allows;
  const isReady =
    selected.size > 0 &&
    (!needsReason || reason.trim() !== '') &&
    (!asksForReading || withoutReading) &&
    (!allows || exception.isShown);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        const release = {
          action: 'release' as const,
          recipients: [...selected],
          reason: reason.trim(),
          ...(asksForReading && { withoutReading }),
        };
        const { recipients: _all, ...toAll } = release;
        if (isFalseAlarm) onSubmit({ ...toAll, action: 'false-alarm' });
        else onSubmit(allows ? exception.allowing(release) : release);
      }}
    >
      {isFalseAlarm && (
        <p>
          All findings are marked as false alarms, and the message goes to all of its recipients
          {message.approvals.needed > 1 ? ' once enough people have approved it.' : '.'}
        </p>
      )}
      {!isFalseAlarm && (
        <RecipientFields recipients={message.recipientList} selected={selected} onChange={setSelected} />
      )}
      <Approvers message={message} />
      {allows && <ExceptionFields value={exception.choice} onChange={exception.setChoice} />}
      {allows && <ExceptionPreviewText {...exception.preview} />}
      <Warnings gravity={gravity} unentitled={unentitled.length} />
      {asksForReading && (
        <Checkbox
          label="I release it without reading it. (To read it, close this dialog and press r.)"
          checked={withoutReading}
          onChange={(event) => setWithoutReading(event.currentTarget.checked)}
        />
      )}
      <Textarea
        data-autofocus={needsReason || undefined}
        label="Reason for the release"
        description={`${needsReason ? '' : 'Optional. '}The reason is kept in the audit log.`}
        autosize
        minRows={2}
        maxRows={8}
        required={needsReason}
        withAsterisk={false}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
        }}
      />
      <Refused error={error} />
      <Button
        type="submit"
        data-autofocus={!needsReason || undefined}
        loading={isPending}
        disabled={!isReady}
        {...((unentitled.length > 0 || gravity.length > 0) && { color: 'red' })}
      >
        {buttonWords(message, selected.size, allows)}
      </Button>
    </form>
  );
}

function Warnings({
  gravity,
  unentitled,
}: {
  gravity: readonly MessageDetail['gravity'][number][];
  unentitled: number;
}): ReactElement | null {
  if (gravity.length === 0 && unentitled === 0) return null;
  return (
    <p className={classes.warning}>
      {gravity.map((one) => `${gravityWords[one]} `)}
      {unentitled > 0 && `${count(unentitled, 'recipient is', 'recipients are')} not entitled to this data. `}A message
      that has been sent cannot be recalled.
    </p>
  );
}

function buttonWords({ approvals }: MessageDetail, recipients: number, allows: boolean): string {
  if (approvals.needed > 1)
    return `Approve release (${Math.min(approvals.given + 1, approvals.needed)} of ${approvals.needed})`;
  return `Release to ${count(recipients, 'recipient')}${allows ? ' and allow' : ''}`;
}
