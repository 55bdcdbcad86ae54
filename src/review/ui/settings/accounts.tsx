/** Who may sign in as what; invitations and new passwords are one-time links to be handed on. */
import { Button, Menu, Modal } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { Account } from '../../contract/account.ts';
import { call } from '../api/client.ts';
import { queryClient } from '../api/queries.ts';
import { Icon } from '../frame/icons.tsx';
import { useMay, useSession } from '../frame/session.ts';
import { Card } from '../parts/page.tsx';
import { Refused } from '../parts/refused.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { Table } from '../parts/table.tsx';
import { Time } from '../parts/time.tsx';
import { roleNames } from '../words/names.ts';
import { AccountForm } from './account-form.tsx';
import { Secret } from './secret.tsx';
import classes from './settings.module.css';

const key = ['accounts'] as const;

export default function Accounts(): ReactElement {
  const accounts = useQuery({ queryKey: key, queryFn: () => call('accounts') });
  const mayWrite = useMay('accounts.write');
  const me = useSession().account.id;
  const [edits, setEdits] = useState<Account | 'new'>();
  const [link, setLink] = useState<string>();
  const renew = (): Promise<void> => queryClient.invalidateQueries({ queryKey: key });
  const change = useMutation({
    mutationFn: ({ id, disabled }: Pick<Account, 'id' | 'disabled'>) =>
      call('changeAccount', { params: { id }, body: { disabled } }),
    onSettled: renew,
  });
  const newLink = useMutation({
    mutationFn: (id: string) => call('accountLink', { params: { id } }),
    onSuccess: (answer) => setLink(answer.link),
  });
  if (accounts.isPending) return <Waiting lines={6} height={28} />;
  if (accounts.isError) return <Failure error={accounts.error} onRetry={() => void accounts.refetch()} />;
  return (
    <Card title="Accounts" tools={mayWrite && <Button onClick={() => setEdits('new')}>Invite somebody</Button>}>
      <Refused error={change.error ?? newLink.error} />
      <Table
        label="Accounts"
        rows={accounts.data.accounts}
        keyOf={({ id }) => id}
        columns={[
          { name: 'Name', cell: Name },
          {
            name: 'Role',
            cell: ({ role, schools }) =>
              `${roleNames[role].name}${schools.length > 0 ? `: ${schools.join(', ')}` : ''}`,
          },
          { name: 'Signs in by', cell: signsInBy },
          { name: 'Last seen', cell: ({ lastSeenAt }) => (lastSeenAt === null ? 'never' : <Time at={lastSeenAt} />) },
          ...(mayWrite
            ? [
                {
                  name: 'Change',
                  align: 'end' as const,
                  cell: (account: Account) => (
                    <Menu position="bottom-end">
                      <Menu.Target>
                        <Button variant="default" size="compact-sm" px="xs" aria-label={`Change ${account.name}`}>
                          <Icon name="more" size={16} />
                        </Button>
                      </Menu.Target>
                      <Menu.Dropdown>
                        <Menu.Item onClick={() => setEdits(account)}>Role and schools…</Menu.Item>
                        <Menu.Item onClick={() => newLink.mutate(account.id)}>New link for a password</Menu.Item>
                        {account.id !== me && (
                          <Menu.Item onClick={() => change.mutate({ id: account.id, disabled: !account.disabled })}>
                            {account.disabled ? 'Let it sign in again' : 'Let it not sign in'}
                          </Menu.Item>
                        )}
                      </Menu.Dropdown>
                    </Menu>
                  ),
                },
              ]
            : []),
        ]}
      />
      <Modal
        opened={edits !== undefined}
        onClose={() => setEdits(undefined)}
        title={edits === 'new' ? 'Invite somebody' : 'Change the account'}
      >
        {edits !== undefined && (
          <AccountForm
            account={edits === 'new' ? undefined : edits}
            onDone={(invitation) => {
              setEdits(undefined);
              setLink(invitation);
              void renew();
            }}
          />
        )}
      </Modal>
      <Modal opened={link !== undefined} onClose={() => setLink(undefined)} title="A link that works once">
        {link !== undefined && (
          <Secret value={link} about="Send it to the person; with it they choose a password. It is not shown again." />
        )}
      </Modal>
    </Card>
  );
}

function Name({ name, email, disabled, lockedUntil }: Account): ReactElement {
  return (
    <>
      <strong className={classes.name}>{name}</strong>
      <span className={classes.soft}>{email}</span>
      {disabled && <span className={classes.soft}>may not sign in</span>}
      {lockedUntil !== null && (
        <span className={classes.soft}>
          locked after wrong passwords, ends <Time at={lockedUntil} />
        </span>
      )}
    </>
  );
}

function signsInBy({ signIn, hasTotp }: Account): string {
  const ways = signIn.map((way) => (way === 'oidc' ? 'identity provider' : 'password'));
  if (ways.length === 0) return 'not yet';
  return `${ways.join(', ')}${hasTotp ? ' and code' : ''}`;
}
