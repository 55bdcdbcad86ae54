/** The session of the signed-in account, for all pages inside the frame. */
import { createContext, useContext } from 'react';
import type { Permission, Session } from '../../contract/account.ts';

export const SessionContext = createContext<Session | undefined>(undefined);

/** @throws Error outside of the frame, where there is no session */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('this page is outside of a session');
  return session;
}

export function useMay(permission: Permission): boolean {
  return useSession().permissions.includes(permission);
}
