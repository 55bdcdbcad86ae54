/** Runs the draft over what was found in past messages: which decisions would change, message by message. Changes nothing. */
import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { call } from '../api/client.ts';
import { useMay } from '../frame/session.ts';
import { ComparisonResult } from '../pages/compare-packs.tsx';
import { Refused } from '../parts/refused.tsx';
import classes from './workshop.module.css';

export function ReplayDraft({ text, canRun }: { text: string; canRun: boolean }): ReactElement {
  const [days, setDays] = useState('14');
  const [asIfActing, setAsIfActing] = useState(false);
  const lists = useMay('messages.list');
  const replay = useMutation({
    mutationFn: () => call('comparePacks', { body: { text, days: Number(days), asIfActing } }),
  });
  return (
    <>
      <form
        className={classes.bar}
        onSubmit={(event) => {
          event.preventDefault();
          replay.mutate();
        }}
      >
        <NativeSelect
          label="Messages from the last"
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
          data={['7', '14', '30', '90'].map((value) => ({ value, label: `${value} days` }))}
        />
        <Checkbox
          label="As if no rule were in monitor mode"
          checked={asIfActing}
          onChange={(event) => setAsIfActing(event.currentTarget.checked)}
        />
        <Button type="submit" variant="default" loading={replay.isPending} disabled={!canRun}>
          Replay
        </Button>
      </form>
      <p className={classes.soft}>
        Applies the draft to what was found in these messages, as if it were in force.
        {!lists && ' Individual messages are shown only to accounts that can list messages.'}
      </p>
      <Refused error={replay.error} />
      {replay.isSuccess && <ComparisonResult result={replay.data} />}
    </>
  );
}
