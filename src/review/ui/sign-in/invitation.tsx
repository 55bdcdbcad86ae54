/** Sets a password with a one-time link, after an invitation or a password reset. */
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useLocation, useParams } from 'wouter';
import { call } from '../api/client.ts';
import { Door, DoorForm, NewPassword } from './door.tsx';
import { ClosedLink, useIsClosed } from './closed-link.tsx';
import { enter, tokenOf } from './enter.ts';

export default function Invitation(): ReactElement {
  const token = tokenOf(useParams<{ token?: string }>().token);
  const [password, setPassword] = useState('');
  const [, navigate] = useLocation();
  const accept = useMutation({
    mutationFn: () => call('acceptInvitation', { body: { token, password } }),
    onSuccess: (session) => navigate(enter(session), { replace: true }),
  });
  const isClosed = useIsClosed(token, 'password');
  if (isClosed) return <ClosedLink />;
  return (
    <Door title="Choose a password" about="You will use it to sign in to the console. This link works once.">
      <DoorForm
        button="Set password and continue"
        error={accept.error}
        isPending={accept.isPending}
        onSubmit={() => accept.mutate()}
      >
        <NewPassword label="New password" value={password} onChange={setPassword} />
      </DoorForm>
    </Door>
  );
}
