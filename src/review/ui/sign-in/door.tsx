/** The layout of the pages before sign-in, and the form that they share. */
import { Button, PasswordInput } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { Logo } from '../frame/icons.tsx';
import { useTitle } from '../parts/page.tsx';
import { Refused } from '../parts/refused.tsx';
import classes from './door.module.css';

export function Door({ title, about, children }: { title: string; about?: string; children: ReactNode }): ReactElement {
  useTitle(title);
  return (
    <main className={classes.door}>
      <div className={classes.card}>
        <p className={classes.brand}>
          <Logo /> Hallpass
        </p>
        <h1>{title}</h1>
        {about !== undefined && <p className={classes.about}>{about}</p>}
        {children}
      </div>
      <p className={classes.foot}>
        Did you get an email from Hallpass? You do not need an account: use the link in that email.
      </p>
    </main>
  );
}

export interface DoorFormProps {
  readonly button: string;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

export function DoorForm({ button, error, isPending, onSubmit, children }: DoorFormProps): ReactElement {
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      <Refused error={error} />
      <Button type="submit" size="md" loading={isPending}>
        {button}
      </Button>
    </form>
  );
}

/** Properties that all fields of these forms share. */
export const doorField = { size: 'md', required: true, withAsterisk: false } as const;

export interface NewPasswordProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function NewPassword({ label, value, onChange }: NewPasswordProps): ReactElement {
  return (
    <PasswordInput
      {...doorField}
      label={label}
      description="At least 12 characters. A passphrase of several words is easiest to remember."
      autoComplete="new-password"
      minLength={12}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
