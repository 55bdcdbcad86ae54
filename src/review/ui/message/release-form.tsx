/** Releasing with a choice: to whom, why, and where wanted the same from now on until a day. */
import { Button, Checkbox, NativeSelect, Textarea } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import type { Act } from '../../contract/acts.ts';
import type { MessageDetail, ReviewRecipient } from '../../contract/message.ts';
import { Refused } from '../parts/refused.tsx';
import { count } from '../words/counts.ts';
import { RecipientMark } from './recipients.tsx';
import classes from './forms.module.css';

export interface ReleaseFormProps {
  readonly message: MessageDetail;
  /** Chosen at first: positions in the envelope. */
  readonly recipients: readonly number[];
  readonly allows: boolean;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly onSubmit: (act: Act) => void;
}

/** From here on nobody ticks them one by one. */
const manyRecipients = 5;

type Scope = 'sender' | 'recipient' | 'both';

export function ReleaseForm({
  message,
  recipients,
  allows,
  error,
  isPending,
  onSubmit,
}: ReleaseFormProps): ReactElement {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set(recipients));
  const [reason, setReason] = useState('');
  const [scope, setScope] = useState<Scope>('both');
  const [days, setDays] = useState('30');
  const list = message.recipientList;
  const notEntitled = list.filter(({ n, entitled }) => chosen.has(n) && !mayHaveIt(entitled));
  const first = list.find(({ n }) => chosen.has(n))?.address;
  const submit = (): void => {
    const release = { recipients: [...chosen], reason: reason.trim() };
    if (!allows) return onSubmit({ act: 'release', ...release });
    onSubmit({
      act: 'release-and-allow',
      ...release,
      exception: {
        codes: message.codes,
        ...(scope !== 'recipient' && { sender: message.from.address }),
        ...(scope !== 'sender' && first !== undefined && { recipient: first }),
        expiresAt: new Date(Date.now() + Number(days) * 86_400_000).toISOString(),
        reason: reason.trim(),
      },
    });
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <fieldset className={classes.recipients}>
        <legend>To</legend>
        {list.length > manyRecipients && (
          <div className={classes.choices}>
            <Button variant="default" size="compact-sm" onClick={() => setChosen(new Set(list.map(({ n }) => n)))}>
              All
            </Button>
            <Button
              variant="default"
              size="compact-sm"
              onClick={() => setChosen(new Set(list.filter(({ entitled }) => mayHaveIt(entitled)).map(({ n }) => n)))}
            >
              Those who may have it
            </Button>
            <Button variant="default" size="compact-sm" onClick={() => setChosen(new Set())}>
              None
            </Button>
          </div>
        )}
        {list.map(({ n, address, relation, entitled }) => (
          <Checkbox
            key={n}
            checked={chosen.has(n)}
            onChange={() => setChosen(chosen.symmetricDifference(new Set([n])))}
            label={
              <>
                <RecipientMark entitled={entitled} /> {address} <span className={classes.soft}>{relation}</span>
              </>
            }
          />
        ))}
      </fieldset>
      {allows && (
        <div className={classes.pair}>
          <NativeSelect
            label="From now on allow"
            value={scope}
            onChange={(event) => setScope(event.currentTarget.value as Scope)}
            data={[
              { value: 'both', label: 'this sender to this recipient' },
              { value: 'sender', label: 'this sender to anybody' },
              { value: 'recipient', label: 'anybody to this recipient' },
            ]}
          />
          <NativeSelect
            label="For"
            value={days}
            onChange={(event) => setDays(event.currentTarget.value)}
            data={[
              { value: '1', label: 'one day' },
              { value: '7', label: 'a week' },
              { value: '30', label: '30 days' },
              { value: '180', label: 'half a year' },
            ]}
          />
        </div>
      )}
      {notEntitled.length > 0 && (
        <p className={classes.warning}>
          {count(notEntitled.length, 'recipient')} may not have what was found. What has been sent cannot be called
          back.
        </p>
      )}
      <Textarea
        data-autofocus
        label="Why may it go? Kept on record"
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
        disabled={chosen.size === 0 || reason.trim() === ''}
        {...(notEntitled.length > 0 && { color: 'red' })}
      >
        Release to {count(chosen.size, 'recipient')}
        {allows && ' and allow'}
      </Button>
    </form>
  );
}

function mayHaveIt(entitled: ReviewRecipient['entitled']): boolean {
  return entitled === 'yes' || entitled === 'not-needed';
}
