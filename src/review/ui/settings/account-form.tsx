/** Invites an account, or changes the role and schools of an existing one. */
import { Button, MultiSelect, Radio, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
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
      {role === 'reviewer' && <SchoolsField value={schools} onChange={setSchools} />}
      <Refused error={save.error} />
      <Button type="submit" loading={save.isPending}>
        {account === undefined ? 'Invite' : 'Save'}
      </Button>
    </form>
  );
}

interface SchoolsFieldProps {
  readonly value: string[];
  readonly onChange: (schools: string[]) => void;
}

/** Schools come from the roster: a name that is written in another way would match no message. */
function SchoolsField({ value, onChange }: SchoolsFieldProps): ReactElement {
  const { data } = useQuery({ queryKey: ['schools'], queryFn: () => call('schools') });
  const roster = data?.schools ?? [];
  // What was chosen from an earlier roster can still be removed.
  const choices = [...new Set([...roster, ...value])];
  const hasNone = data !== undefined && choices.length === 0;
  return (
    <MultiSelect
      label="Schools"
      description={
        hasNone
          ? 'The roster has no schools. Without a limit, the reviewer sees the messages of all schools.'
          : 'Limits the reviewer to messages about students of these schools. Leave empty for all schools.'
      }
      placeholder={value.length === 0 ? 'All schools' : ''}
      data={choices}
      value={value}
      onChange={onChange}
      disabled={hasNone}
      searchable
      // Within the dialog: what stands outside of it is in no region of the page.
      comboboxProps={{ withinPortal: false }}
      nothingFoundMessage="The roster has no such school."
    />
  );
}
