/** Tokens with which other programs use the API: what each may do, until when, and when it last did. */
import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { ApiToken, TokenScope } from '../../contract/account.ts';
import { addressOf, call } from '../api/client.ts';
import { queryClient } from '../api/queries.ts';
import { Card } from '../parts/page.tsx';
import { Refused } from '../parts/refused.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { Table } from '../parts/table.tsx';
import { Time } from '../parts/time.tsx';
import { Secret } from './secret.tsx';
import classes from './settings.module.css';

const key = ['tokens'] as const;

const scopes: Readonly<Record<TokenScope, string>> = {
  'messages:read': 'Read messages, masked',
  'messages:decide': 'Decide on messages',
  'overview:read': 'Read the overview',
  'audit:read': 'Read the record',
};

export default function Tokens(): ReactElement {
  const tokens = useQuery({ queryKey: key, queryFn: () => call('tokens') });
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string>();
  const renew = (): Promise<void> => queryClient.invalidateQueries({ queryKey: key });
  const end = useMutation({
    mutationFn: (id: string) => call('deleteToken', { params: { id } }),
    onSettled: renew,
  });
  if (tokens.isPending) return <Waiting lines={4} height={28} />;
  if (tokens.isError) return <Failure error={tokens.error} onRetry={() => void tokens.refetch()} />;
  return (
    <Card title="API tokens" tools={<Button onClick={() => setMaking(true)}>Make a token</Button>}>
      <p className={classes.soft}>
        A token may never do more than your own account, and never reveals a message. The API is described at{' '}
        <a href={addressOf('openApi')}>{addressOf('openApi')}</a>.
      </p>
      <Refused error={end.error} />
      {tokens.data.tokens.length === 0 ? (
        <Empty title="There is no token." />
      ) : (
        <Table
          label="API tokens"
          rows={tokens.data.tokens}
          keyOf={({ id }) => id}
          columns={[
            { name: 'Name', cell: ({ name }) => <strong>{name}</strong> },
            { name: 'May', cell: (token) => token.scopes.map((scope) => scopes[scope]).join(', ') },
            { name: 'Ends', cell: ({ expiresAt }) => (expiresAt === null ? 'never' : <Time at={expiresAt} />) },
            { name: 'Last used', cell: ({ lastUsedAt }) => (lastUsedAt === null ? 'never' : <Time at={lastUsedAt} />) },
            {
              name: 'End',
              align: 'end',
              cell: ({ id, name }: ApiToken) => (
                <Button variant="default" size="compact-sm" aria-label={`End ${name}`} onClick={() => end.mutate(id)}>
                  End
                </Button>
              ),
            },
          ]}
        />
      )}
      <Modal opened={making} onClose={() => setMaking(false)} title="Make a token">
        <TokenForm
          onDone={(made) => {
            setMaking(false);
            setSecret(made);
            void renew();
          }}
        />
      </Modal>
      <Modal opened={secret !== undefined} onClose={() => setSecret(undefined)} title="The new token">
        {secret !== undefined && (
          <Secret value={secret} about="It is shown this once. Keep it as you keep a password." />
        )}
      </Modal>
    </Card>
  );
}

function TokenForm({ onDone }: { onDone: (secret: string) => void }): ReactElement {
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string[]>([]);
  const [days, setDays] = useState('90');
  const make = useMutation({
    mutationFn: () =>
      call('makeToken', {
        body: {
          name,
          scopes: chosen as TokenScope[],
          expiresAt: days === '' ? null : new Date(Date.now() + Number(days) * 86_400_000).toISOString(),
        },
      }),
    onSuccess: (answer) => onDone(answer.secret),
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <TextInput
        label="Name"
        description="What uses it"
        data-autofocus
        required
        withAsterisk={false}
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox.Group label="It may" value={chosen} onChange={setChosen}>
        <div className={classes.radios}>
          {Object.entries(scopes).map(([value, words]) => (
            <Checkbox key={value} value={value} label={words} />
          ))}
        </div>
      </Checkbox.Group>
      <NativeSelect
        label="For"
        value={days}
        onChange={(event) => setDays(event.currentTarget.value)}
        data={[
          { value: '30', label: '30 days' },
          { value: '90', label: '90 days' },
          { value: '365', label: 'a year' },
          { value: '', label: 'always' },
        ]}
      />
      <Refused error={make.error} />
      <Button type="submit" loading={make.isPending} disabled={chosen.length === 0}>
        Make it
      </Button>
    </form>
  );
}
