/** Sign-in with a password and, if it is turned on, a second factor; or with an identity provider. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useLocation } from 'wouter';
import { addressOf, ApiError, call } from '../api/client.ts';
import { Door, doorField, DoorForm } from './door.tsx';
import { enter } from './enter.ts';
import partClasses from '../parts/parts.module.css';
import classes from './door.module.css';

export default function SignIn(): ReactElement {
  const options = useQuery({ queryKey: ['sign-in'], queryFn: () => call('signInOptions') });
  const providers = options.data?.providers ?? [];
  const to = new URLSearchParams(location.search).get('to');
  return (
    <Door
      title="Sign in"
      {...(options.data?.isSetUp === false && {
        about: 'There are no accounts yet. Open the set-up link that the gateway printed at its first start.',
      })}
    >
      {new URLSearchParams(location.search).has('problem') && <ProviderRefused />}
      {options.data?.password !== false && <PasswordForm />}
      {options.data?.password !== false && providers.length > 0 && <p className={classes.or}>or</p>}
      {providers.length > 0 && (
        <div className={classes.form}>
          {providers.map(({ id, name }) => (
            <Button
              key={id}
              component="a"
              variant="default"
              size="md"
              href={`${addressOf('beginOidc', { provider: id })}${to === null ? '' : `?to=${encodeURIComponent(to)}`}`}
            >
              Sign in with {name}
            </Button>
          ))}
        </div>
      )}
    </Door>
  );
}

function PasswordForm(): ReactElement {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const [, navigate] = useLocation();
  const signIn = useMutation({
    mutationFn: () => call('signIn', { body: { email, password, ...(totp !== '' && { totp }) } }),
    onSuccess: (session) => navigate(enter(session), { replace: true }),
    onError: () => setTotp(''),
  });
  const code = signIn.error instanceof ApiError ? signIn.error.code : '';
  const [asksTotp, setAsksTotp] = useState(false);
  if (code === 'sign-in.totp-required' && !asksTotp) setAsksTotp(true);
  return (
    <DoorForm
      button="Sign in"
      error={code === 'sign-in.totp-required' ? null : signIn.error}
      isPending={signIn.isPending}
      onSubmit={() => signIn.mutate()}
    >
      <TextInput
        {...doorField}
        label="Email address"
        type="email"
        autoComplete="username"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        {...doorField}
        label="Password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {asksTotp && (
        <TextInput
          {...doorField}
          label="Code from your authenticator app"
          description="Six digits that change every 30 seconds"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={8}
          autoFocus
          value={totp}
          onChange={(event) => setTotp(event.currentTarget.value)}
        />
      )}
    </DoorForm>
  );
}

function ProviderRefused(): ReactElement {
  return (
    <div className={classes.form}>
      <div className={partClasses.refused} role="alert">
        <strong>Sign-in with your identity provider failed</strong>
        <p>Try again, or ask an administrator whether you have an account.</p>
      </div>
    </div>
  );
}
