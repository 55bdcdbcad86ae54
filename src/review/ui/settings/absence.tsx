/** The days on which somebody who reviews is absent, and the deputy who does the work then. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { call } from '../api/client.ts';
import type { Answer } from '../api/calls.ts';
import { queryClient } from '../api/queries.ts';
import { Refused } from '../parts/refused.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { dayName } from '../words/time.ts';
import classes from './settings.module.css';

const key = ['absence'];
const renew = (): Promise<void> => queryClient.invalidateQueries({ queryKey: key });

export function Absence(): ReactElement {
  const { data, error, refetch } = useQuery({ queryKey: key, queryFn: () => call('absence') });
  if (data === undefined)
    return error === null ? (
      <Waiting lines={2} height={28} />
    ) : (
      <Failure error={error} onRetry={() => void refetch()} />
    );
  if (data.absence !== null) return <SetAbsence absence={data.absence} />;
  if (data.deputies.length === 0)
    return <p>Nobody can stand in for you: no other account has your role and reviews all of your schools.</p>;
  return <AbsenceForm deputies={data.deputies} />;
}

function SetAbsence({ absence }: { absence: NonNullable<Answer<'absence'>['absence']> }): ReactElement {
  const end = useMutation({ mutationFn: () => call('endAbsence'), onSuccess: renew });
  const { deputy, firstDay, lastDay } = absence;
  return (
    <div className={classes.form}>
      <p role="status">
        {firstDay === lastDay
          ? `On ${dayName(firstDay)}, ${deputy.name} stands in for you.`
          : `From ${dayName(firstDay)} to ${dayName(lastDay)}, ${deputy.name} stands in for you.`}
      </p>
      <Refused error={end.error} />
      <Button variant="default" loading={end.isPending} onClick={() => end.mutate()}>
        End absence
      </Button>
    </div>
  );
}

function AbsenceForm({ deputies }: { deputies: Answer<'absence'>['deputies'] }): ReactElement {
  const [deputy, setDeputy] = useState('');
  const [firstDay, setFirstDay] = useState('');
  const [lastDay, setLastDay] = useState('');
  const set = useMutation({
    mutationFn: () => call('setAbsence', { body: { deputy, firstDay, lastDay } }),
    onSuccess: renew,
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate();
      }}
    >
      <p>While you are absent, a deputy gets the messages that are assigned or escalated to you.</p>
      <div className={classes.days}>
        <TextInput
          type="date"
          label="First day"
          required
          withAsterisk={false}
          value={firstDay}
          onChange={(event) => setFirstDay(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label="Last day"
          required
          withAsterisk={false}
          min={firstDay}
          value={lastDay}
          onChange={(event) => setLastDay(event.currentTarget.value)}
        />
      </div>
      <NativeSelect
        label="Deputy"
        required
        withAsterisk={false}
        value={deputy}
        onChange={(event) => setDeputy(event.currentTarget.value)}
        data={[
          { value: '', label: 'Choose a deputy' },
          ...deputies.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Refused error={set.error} />
      <Button type="submit" variant="default" loading={set.isPending} disabled={deputy === ''}>
        Set absence
      </Button>
    </form>
  );
}
