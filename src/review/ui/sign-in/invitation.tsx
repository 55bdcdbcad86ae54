/** An invited account sets its password with a one-time link; so does one whose password was reset. */
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useLocation, useParams } from 'wouter';
import { call } from '../api/client.ts';
import { Door, DoorForm, NewPassword } from './door.tsx';
import { enter, tokenOf } from './enter.ts';

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
      <DoorForm
        button="Set the password and go on"
        error={accept.error}
        isPending={accept.isPending}
        onSubmit={() => accept.mutate()}
      >
        <NewPassword label="New password" value={password} onChange={setPassword} />
      </DoorForm>
    </Door>
  );
}
