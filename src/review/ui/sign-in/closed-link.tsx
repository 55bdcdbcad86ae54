/** Tells at once that a one-time link has been used or has expired, before anybody fills in its form. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { ApiError, call } from '../api/client.ts';
import { Door } from './door.tsx';

/** False also while that is not known yet. */
export function useIsClosed(token: string, purpose: 'set-up' | 'password'): boolean {
  const { error } = useQuery({
    queryKey: ['link', purpose, token],
    queryFn: () => call('checkLink', { body: { token, purpose } }).then(() => true),
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    retry: false,
  });
  return error instanceof ApiError && error.code === 'access.link-invalid';
}

export function ClosedLink(): ReactElement {
  return (
    <Door
      title="This link no longer works"
      about="It has been used, has expired, or is incomplete. Ask an administrator for a new one. If you have set your password, sign in with it."
    >
      <Button component={Link} href="/sign-in" size="md">
        Sign in
      </Button>
    </Door>
  );
}
