/** The first account, with the one-time link that the gateway printed at its first start. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useLocation, useParams } from 'wouter';
import { call } from '../api/client.ts';
import { Door } from './door.tsx';
import { enter, tokenOf } from './enter.ts';
import { Refused } from '../parts/refused.tsx';
import classes from './door.module.css';

export default function SetUp(): ReactElement {
  const token = tokenOf(useParams<{ token?: string }>().token);
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [, navigate] = useLocation();
  const setUp = useMutation({
    mutationFn: () => call('setUp', { body: { token, name, email, password } }),
    onSuccess: (session) => navigate(enter(session), { replace: true }),
  });
  return (
    <Door
      title="Set up the console"
      about="This makes the first account, an administrator. It invites the others, reviewers among them."
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          setUp.mutate();
        }}
      >
        <TextInput
          label="Your name"
          size="md"
          autoComplete="name"
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="E-mail address"
          type="email"
          size="md"
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          description="At least 12 characters; a sentence is easier to keep than a riddle"
          size="md"
          autoComplete="new-password"
          minLength={12}
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Refused error={setUp.error} />
        <Button type="submit" size="md" loading={setUp.isPending}>
          Make the account
        </Button>
      </form>
    </Door>
  );
}
