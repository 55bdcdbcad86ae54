/** Assigns a message to a reviewer. */
import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { call } from '../api/client.ts';
import { dayName } from '../words/time.ts';
import { Refused } from '../parts/refused.tsx';
import classes from './forms.module.css';

export interface AssignFormProps {
  readonly error: unknown;
  readonly isPending: boolean;
  readonly onSubmit: (to: string) => void;
}

export function AssignForm({ error, isPending, onSubmit }: AssignFormProps): ReactElement {
  const people = useQuery({ queryKey: ['assignees'], queryFn: () => call('assignees') }).data?.people ?? [];
  const [to, setTo] = useState('');
  const isAbsent = people.some(({ id, absentUntil }) => id === to && absentUntil !== null);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(to);
      }}
    >
      <NativeSelect
        data-autofocus
        label="To"
        {...(isAbsent && { description: 'This person is absent. The message goes to the deputy.' })}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        data={[
          { value: '', label: 'Choose a reviewer' },
          ...people.map(({ id, name, absentUntil }) => ({
            value: id,
            label: absentUntil === null ? name : `${name} (absent until ${dayName(absentUntil)})`,
          })),
        ]}
      />
      <Refused error={error} />
      <Button type="submit" loading={isPending} disabled={to === ''}>
        Assign
      </Button>
    </form>
  );
}
