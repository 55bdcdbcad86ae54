/** Invites an account, or changes the role and schools of an existing one. */
import { Button, Radio, TagsInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { Account, Role } from '../../contract/account.ts';
import { call } from '../api/client.ts';
import { Refused } from '../parts/refused.tsx';
import { roleNames } from '../words/names.ts';
import classes from './settings.module.css';

export interface AccountFormProps {
  /** Undefined for a new account. */
  readonly account: Account | undefined;
  /** Called with the one-time link of an invitation, or with undefined after a change. */
  readonly onDone: (link: string | undefined) => void;
}

export function AccountForm({ account, onDone }: AccountFormProps): ReactElement {
  const [name, setName] = useState(account?.name ?? '');
  const [email, setEmail] = useState(account?.email ?? '');
  const [role, setRole] = useState<Role>(account?.role ?? 'reviewer');
  const [schools, setSchools] = useState<string[]>(account?.schools ?? []);
  const save = useMutation({
    mutationFn: async () => {
      const wanted = { name, role, schools: role === 'reviewer' ? schools : [] };
      if (account === undefined) return (await call('inviteAccount', { body: { ...wanted, email } })).link;
      await call('changeAccount', { params: { id: account.id }, body: wanted });
      return undefined;
    },
    onSuccess: onDone,
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <TextInput
        label="Name"
        data-autofocus
        required
        withAsterisk={false}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {account === undefined && (
        <TextInput
          label="Email address"
          type="email"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
      )}
      <Radio.Group label="Role" value={role} onChange={(value) => setRole(value)}>
        <div className={classes.radios}>
          {Object.entries(roleNames).map(([value, words]) => (
            <Radio key={value} value={value} label={words.name} description={words.about} />
          ))}
        </div>
      </Radio.Group>
      {role === 'reviewer' && (
        <TagsInput
          label="Schools"
          description="Limits the reviewer to messages about students of these schools. Leave empty for all schools."
          placeholder={schools.length === 0 ? 'School name, then Enter' : ''}
          value={schools}
          onChange={setSchools}
        />
      )}
      <Refused error={save.error} />
      <Button type="submit" loading={save.isPending}>
        {account === undefined ? 'Invite' : 'Save'}
      </Button>
    </form>
  );
}
