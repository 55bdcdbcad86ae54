/** A form that asks for the reason of an action. */
import { Button, Chip, Textarea } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { Refused } from '../parts/refused.tsx';
import classes from './forms.module.css';

export interface ReasonFormProps {
  readonly about?: string;
  readonly label: string;
  readonly button: string;
  /** Frequent reasons, each selected with one click. */
  readonly common?: readonly string[];
  /** Shows a red button for an action that cannot be undone. */
  readonly isIrreversible?: boolean;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly onSubmit: (reason: string) => void;
}

export function ReasonForm(props: ReasonFormProps): ReactElement {
  const { about, label, button, common = [], isIrreversible = false, error, isPending, onSubmit } = props;
  const [reason, setReason] = useState('');
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(reason.trim());
      }}
    >
      {about !== undefined && <p>{about}</p>}
      {common.length > 0 && (
        <div className={classes.chips}>
          {common.map((words) => (
            <Chip key={words} size="sm" checked={reason === words} onChange={() => setReason(words)}>
              {words}
            </Chip>
          ))}
        </div>
      )}
      <Textarea
        data-autofocus
        label={label}
        autosize
        minRows={2}
        maxRows={8}
        minLength={3}
        required
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
        loading={isPending}
        disabled={reason.trim().length < 3}
        {...(isIrreversible && { color: 'red' })}
      >
        {button}
      </Button>
    </form>
  );
}
