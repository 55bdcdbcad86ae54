/** Who is signed in, for every page below the frame. */
import { createContext, useContext } from 'react';
import type { Permission, Session } from '../../contract/account.ts';

export const SessionContext = createContext<Session | undefined>(undefined);

/** @throws Error outside of the frame */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('no session around this page');
  return session;
}

export function useMay(permission: Permission): boolean {
  return useSession().permissions.includes(permission);
}
