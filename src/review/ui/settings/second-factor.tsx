/** Turns two-factor authentication on with an authenticator app, and off with the password. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { call } from '../api/client.ts';
import { keys, queryClient } from '../api/queries.ts';
import { Refused } from '../parts/refused.tsx';
import classes from './settings.module.css';

export function SecondFactor({ isOn }: { isOn: boolean }): ReactElement {
  return isOn ? <TurnOff /> : <TurnOn />;
}

const renew = (): Promise<void> => queryClient.invalidateQueries({ queryKey: keys.session });

function TurnOn(): ReactElement {
  const [totp, setTotp] = useState('');
  const begin = useMutation({ mutationFn: () => call('beginTotp') });
  const confirm = useMutation({ mutationFn: () => call('confirmTotp', { body: { totp } }), onSuccess: renew });
  if (begin.data === undefined) {
    return (
      <div className={classes.form}>
        <p>Two-factor authentication is off. Turn it on to require a code from an app on your phone at sign-in.</p>
        <Refused error={begin.error} />
        <Button onClick={() => begin.mutate()} loading={begin.isPending}>
          Turn on
        </Button>
      </div>
    );
  }
  const { qrSvg, secret } = begin.data;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate();
      }}
    >
      <p>Scan this QR code with your authenticator app, then enter the code that the app shows.</p>
      <img
        className={classes.qr}
        src={`data:image/svg+xml,${encodeURIComponent(qrSvg)}`}
        alt="QR code for the authenticator app"
      />
      <p className={classes.soft}>
        Or enter this key in the app: <code className={classes.code}>{secret}</code>
      </p>
      <TextInput
        label="Code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={8}
        required
        withAsterisk={false}
        value={totp}
        onChange={(event) => setTotp(event.currentTarget.value)}
      />
      <Refused error={confirm.error} />
      <Button type="submit" loading={confirm.isPending}>
        Turn on
      </Button>
    </form>
  );
}

function TurnOff(): ReactElement {
  const [password, setPassword] = useState('');
  const end = useMutation({ mutationFn: () => call('endTotp', { body: { password } }), onSuccess: renew });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        end.mutate();
      }}
    >
      <p>Two-factor authentication is on. Signing in requires your password and a code from your app.</p>
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Refused error={end.error} />
      <Button type="submit" variant="default" loading={end.isPending}>
        Turn off
      </Button>
    </form>
  );
}
