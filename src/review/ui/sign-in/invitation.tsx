/** An invited account sets its password with a one-time link; so does one whose password was reset. */
import { Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useLocation, useParams } from 'wouter';
import { call } from '../api/client.ts';
import { Door } from './door.tsx';
import { enter, tokenOf } from './enter.ts';
import { Refused } from '../parts/refused.tsx';
import classes from './door.module.css';

export default function Invitation(): ReactElement {
  const token = tokenOf(useParams<{ token?: string }>().token);
  const [password, setPassword] = useState('');
  const [, navigate] = useLocation();
  const accept = useMutation({
    mutationFn: () => call('acceptInvitation', { body: { token, password } }),
    onSuccess: (session) => navigate(enter(session), { replace: true }),
  });
  return (
    <Door title="Choose a password" about="With it you sign in to the console from now on. This link works once.">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          accept.mutate();
        }}
      >
        <PasswordInput
          label="New password"
          description="At least 12 characters; a sentence is easier to keep than a riddle"
          size="md"
          autoComplete="new-password"
          minLength={12}
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Refused error={accept.error} />
        <Button type="submit" size="md" loading={accept.isPending}>
          Set the password and go on
        </Button>
      </form>
    </Door>
  );
}
