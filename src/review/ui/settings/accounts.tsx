/** The accounts of the console: roles, ways to sign in, invitations and password links. */
import { Button, Modal } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { Account } from '../../contract/account.ts';
import { call } from '../api/client.ts';
import { queryClient } from '../api/queries.ts';
import { useMay } from '../frame/session.ts';
import { announce } from '../parts/announcement.tsx';
import { Card } from '../parts/page.tsx';
import { Refused } from '../parts/refused.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { AccountForm } from './account-form.tsx';
import { AccountTable } from './account-table.tsx';
import { Secret } from './secret.tsx';

const key = ['accounts'] as const;

export default function Accounts(): ReactElement {
  const accounts = useQuery({ queryKey: key, queryFn: () => call('accounts') });
  const mayWrite = useMay('accounts.write');
  const [edited, setEdited] = useState<Account | 'new'>();
  const [link, setLink] = useState<string>();
  const reload = (): Promise<void> => queryClient.invalidateQueries({ queryKey: key });
  const setDisabled = useMutation({
    mutationFn: ({ id, disabled }: Pick<Account, 'id' | 'disabled'>) =>
      call('changeAccount', { params: { id }, body: { disabled } }),
    onSuccess: (_, { disabled }) =>
      announce(disabled ? 'The account has been disabled.' : 'The account is active again.'),
    onSettled: reload,
  });
  const newLink = useMutation({
    mutationFn: ({ id }: Account) => call('accountLink', { params: { id } }),
    onSuccess: (answer) => setLink(answer.link),
  });
  if (accounts.isPending) return <Waiting lines={6} height={28} />;
  if (accounts.isError) return <Failure error={accounts.error} onRetry={() => void accounts.refetch()} />;
  return (
    <Card title="Accounts" tools={mayWrite && <Button onClick={() => setEdited('new')}>Invite person</Button>}>
      <Refused error={setDisabled.error ?? newLink.error} />
      <AccountTable
        accounts={accounts.data.accounts}
        changes={
          mayWrite
            ? {
                onEdit: setEdited,
                onNewLink: newLink.mutate,
                onSetDisabled: ({ id }, disabled) => setDisabled.mutate({ id, disabled }),
              }
            : undefined
        }
      />
      <Modal
        opened={edited !== undefined}
        onClose={() => setEdited(undefined)}
        title={edited === 'new' ? 'Invite person' : 'Edit account'}
      >
        {edited !== undefined && (
          <AccountForm
            account={edited === 'new' ? undefined : edited}
            onDone={(invitation) => {
              setEdited(undefined);
              setLink(invitation);
              void reload();
            }}
          />
        )}
      </Modal>
      <Modal opened={link !== undefined} onClose={() => setLink(undefined)} title="One-time link">
        {link !== undefined && (
          <Secret
            value={link}
            about="Send this link to the person, who uses it to choose a password. It works once and is not shown again."
          />
        )}
      </Modal>
    </Card>
  );
}
