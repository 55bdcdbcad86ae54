/** The table of accounts, with a menu of changes for accounts that may make them. */
import { Button, Menu } from '@mantine/core';
import type { ReactElement } from 'react';
import type { Account } from '../../contract/account.ts';
import { Icon } from '../frame/icons.tsx';
import { useSession } from '../frame/session.ts';
import { Table } from '../parts/table.tsx';
import { Time } from '../parts/time.tsx';
import { roleNames } from '../words/names.ts';
import classes from './settings.module.css';

export interface AccountChanges {
  readonly onEdit: (account: Account) => void;
  /** Asks for a new one-time link to set a password. */
  readonly onNewLink: (account: Account) => void;
  readonly onSetDisabled: (account: Account, disabled: boolean) => void;
}

export interface AccountTableProps {
  readonly accounts: readonly Account[];
  /** Undefined if the signed-in account may not change others. */
  readonly changes: AccountChanges | undefined;
}

export function AccountTable({ accounts, changes }: AccountTableProps): ReactElement {
  return (
    <Table
      label="Accounts"
      rows={accounts}
      keyOf={({ id }) => id}
      columns={[
        { name: 'Name', cell: Name },
        { name: 'Role', cell: roleOf },
        { name: 'Sign-in', cell: signInOf },
        { name: 'Last seen', cell: ({ lastSeenAt }) => (lastSeenAt === null ? 'never' : <Time at={lastSeenAt} />) },
        ...(changes
          ? [
              {
                name: 'Edit',
                align: 'end' as const,
                cell: (account: Account) => <ChangeMenu account={account} {...changes} />,
              },
            ]
          : []),
      ]}
    />
  );
}

function ChangeMenu({
  account,
  onEdit,
  onNewLink,
  onSetDisabled,
}: AccountChanges & { readonly account: Account }): ReactElement {
  const ownId = useSession().account.id;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="compact-sm" px="xs" aria-label={`Edit ${account.name}`}>
          <Icon name="more" size={16} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onEdit(account)}>Edit role and schools…</Menu.Item>
        <Menu.Item onClick={() => onNewLink(account)}>Create password link</Menu.Item>
        {account.id !== ownId && (
          <Menu.Item onClick={() => onSetDisabled(account, !account.disabled)}>
            {account.disabled ? 'Enable sign-in' : 'Disable sign-in'}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function Name({ name, email, disabled, lockedUntil }: Account): ReactElement {
  return (
    <>
      <strong className={classes.name}>{name}</strong>
      <span className={classes.soft}>{email}</span>
      {disabled && <span className={classes.soft}>sign-in disabled</span>}
      {lockedUntil !== null && (
        <span className={classes.soft}>
          locked after failed sign-ins; unlocks <Time at={lockedUntil} isAhead />
        </span>
      )}
    </>
  );
}

function roleOf({ role, schools }: Account): string {
  return `${roleNames[role].name}${schools.length > 0 ? `: ${schools.join(', ')}` : ''}`;
}

function signInOf({ signIn, hasTotp }: Account): string {
  const ways = signIn.map((way) => (way === 'oidc' ? 'identity provider' : 'password'));
  if (ways.length === 0) return 'not set up';
  return `${ways.join(', ')}${hasTotp ? ' and code' : ''}`;
}
