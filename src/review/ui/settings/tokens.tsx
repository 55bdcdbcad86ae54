/** API tokens of the account: scopes, expiry and last use of each. */
import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { ApiToken, TokenScope } from '../../contract/account.ts';
import { addressOf, call } from '../api/client.ts';
import { queryClient } from '../api/queries.ts';
import { announce } from '../parts/announcement.tsx';
import { Card } from '../parts/page.tsx';
import { Refused } from '../parts/refused.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { Table } from '../parts/table.tsx';
import { Time } from '../parts/time.tsx';
import { Secret } from './secret.tsx';
import classes from './settings.module.css';

const key = ['tokens'] as const;

const scopes: Readonly<Record<TokenScope, string>> = {
  'messages:read': 'Read messages (masked)',
  'messages:decide': 'Decide on messages',
  'overview:read': 'Read the overview',
  'audit:read': 'Read the audit log',
};

export default function Tokens(): ReactElement {
  const tokens = useQuery({ queryKey: key, queryFn: () => call('tokens') });
  const [creating, setCreating] = useState(false);
  const [secret, setSecret] = useState<string>();
  const renew = (): Promise<void> => queryClient.invalidateQueries({ queryKey: key });
  const revoke = useMutation({
    mutationFn: (id: string) => call('deleteToken', { params: { id } }),
    onSuccess: () => announce('The token has been revoked.'),
    onSettled: renew,
  });
  if (tokens.isPending) return <Waiting lines={4} height={28} />;
  if (tokens.isError) return <Failure error={tokens.error} onRetry={() => void tokens.refetch()} />;
  return (
    <Card title="API tokens" tools={<Button onClick={() => setCreating(true)}>Create token</Button>}>
      <p className={classes.soft}>
        A token has at most the permissions of your account and can never reveal a message. The API is described at{' '}
        <a href={addressOf('openApi')}>{addressOf('openApi')}</a>.
      </p>
      <Refused error={revoke.error} />
      {tokens.data.tokens.length === 0 ? (
        <Empty title="There are no tokens." />
      ) : (
        <Table
          label="API tokens"
          rows={tokens.data.tokens}
          keyOf={({ id }) => id}
          columns={[
            { name: 'Name', cell: ({ name }) => <strong>{name}</strong> },
            { name: 'Scopes', cell: (token) => token.scopes.map((scope) => scopes[scope]).join(', ') },
            {
              name: 'Expires',
              cell: ({ expiresAt }) => (expiresAt === null ? 'never' : <Time at={expiresAt} isAhead />),
            },
            { name: 'Last used', cell: ({ lastUsedAt }) => (lastUsedAt === null ? 'never' : <Time at={lastUsedAt} />) },
            {
              name: 'Revoke',
              align: 'end',
              cell: ({ id, name }: ApiToken) => (
                <Button
                  variant="default"
                  size="compact-sm"
                  aria-label={`Revoke ${name}`}
                  onClick={() => revoke.mutate(id)}
                >
                  Revoke
                </Button>
              ),
            },
          ]}
        />
      )}
      <Modal opened={creating} onClose={() => setCreating(false)} title="Create token">
        <TokenForm
          onDone={(created) => {
            setCreating(false);
            setSecret(created);
            void renew();
          }}
        />
      </Modal>
      <Modal opened={secret !== undefined} onClose={() => setSecret(undefined)} title="New token">
        {secret !== undefined && (
          <Secret value={secret} about="Copy the token now: it is shown only once. Keep it as safe as a password." />
        )}
      </Modal>
    </Card>
  );
}

function TokenForm({ onDone }: { onDone: (secret: string) => void }): ReactElement {
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string[]>([]);
  const [days, setDays] = useState('90');
  const create = useMutation({
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
        create.mutate();
      }}
    >
      <TextInput
        label="Name"
        description="The program that uses the token"
        data-autofocus
        required
        withAsterisk={false}
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox.Group label="Scopes" value={chosen} onChange={setChosen}>
        <div className={classes.radios}>
          {Object.entries(scopes).map(([value, words]) => (
            <Checkbox key={value} value={value} label={words} />
          ))}
        </div>
      </Checkbox.Group>
      <NativeSelect
        label="Expires"
        value={days}
        onChange={(event) => setDays(event.currentTarget.value)}
        data={[
          { value: '30', label: 'in 30 days' },
          { value: '90', label: 'in 90 days' },
          { value: '365', label: 'in 1 year' },
          { value: '', label: 'never' },
        ]}
      />
      <Refused error={create.error} />
      <Button type="submit" loading={create.isPending} disabled={chosen.length === 0}>
        Create token
      </Button>
    </form>
  );
}
