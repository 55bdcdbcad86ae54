/** Creates the first account, with the one-time link that the gateway prints at its first start. */
import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useLocation, useParams } from 'wouter';
import { call } from '../api/client.ts';
import { Door, doorField, DoorForm, NewPassword } from './door.tsx';
import { ClosedLink, useIsClosed } from './closed-link.tsx';
import { enter, tokenOf } from './enter.ts';

export default function SetUp(): ReactElement {
  const token = tokenOf(useParams<{ token?: string }>().token);
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [, navigate] = useLocation();
  const setUp = useMutation({
    mutationFn: () => call('setUp', { body: { token, name, email, password } }),
    onSuccess: (session) => {
      enter(session);
      navigate('/your-district', { replace: true });
    },
  });
  const isClosed = useIsClosed(token, 'set-up');
  if (isClosed) return <ClosedLink />;
  return (
    <Door
      title="Set up the console"
      about="This creates the first account, an administrator. Administrators invite everyone else, including reviewers."
    >
      <DoorForm button="Create account" error={setUp.error} isPending={setUp.isPending} onSubmit={() => setUp.mutate()}>
        <TextInput
          {...doorField}
          label="Your name"
          autoComplete="name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          {...doorField}
          label="Email address"
          type="email"
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <NewPassword label="Password" value={password} onChange={setPassword} />
      </DoorForm>
    </Door>
  );
}
