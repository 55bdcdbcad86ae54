/** The page of the signed-in account: role, two-factor authentication, password, absence, appearance. */
import { Button, PasswordInput, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { call } from '../api/client.ts';
import { keys, queryClient } from '../api/queries.ts';
import { useSession } from '../frame/session.ts';
import { Card, Page } from '../parts/page.tsx';
import { Refused } from '../parts/refused.tsx';
import { roleNames } from '../words/names.ts';
import { Absence } from './absence.tsx';
import { SecondFactor } from './second-factor.tsx';
import classes from './settings.module.css';

export default function OwnAccount(): ReactElement {
  const { account, permissions } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const role = roleNames[account.role];
  return (
    <Page title={account.name} about={account.email} isNarrow>
      <Card title={role.name}>
        <p>{role.about}</p>
        {account.schools.length > 0 && <p className={classes.soft}>Schools: {account.schools.join(', ')}</p>}
      </Card>
      {account.signIn.includes('password') && (
        <>
          <Card title="Two-factor authentication">
            <SecondFactor isOn={account.hasTotp} />
          </Card>
          <Card title="Password">
            <PasswordForm />
          </Card>
        </>
      )}
      {permissions.includes('messages.decide') && (
        <Card title="Absence">
          <Absence />
        </Card>
      )}
      <Card title="Appearance">
        <SegmentedControl
          aria-label="Appearance"
          value={colorScheme}
          onChange={(value) => setColorScheme(value)}
          data={[
            { value: 'auto', label: 'System default' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
        />
      </Card>
    </Page>
  );
}

function PasswordForm(): ReactElement {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => call('changePassword', { body: { current, next } }),
    onSuccess: async () => {
      setCurrent('');
      setNext('');
      // The change ends all other sessions and gives this one a new CSRF token.
      await queryClient.invalidateQueries({ queryKey: keys.session });
    },
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <PasswordInput
        label="Current password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <PasswordInput
        label="New password"
        description="At least 12 characters"
        autoComplete="new-password"
        minLength={12}
        required
        withAsterisk={false}
        value={next}
        onChange={(event) => setNext(event.currentTarget.value)}
      />
      <Refused error={change.error} />
      {change.isSuccess && <p role="status">Your password has been changed. You are signed out everywhere else.</p>}
      <Button type="submit" variant="default" loading={change.isPending}>
        Change password
      </Button>
    </form>
  );
}
