/** Watches the end of the session: at that time the console asks the gateway, and covers its content where the session is over. */
import { useEffect } from 'react';
import { keys, queryClient } from './queries.ts';

const longestTimerMs = 2 ** 31 - 1;
const graceMs = 1000;

/** @param expiresAt end of the session as far as known, ISO 8601: calls since then may have moved it */
export function useSessionEnd(expiresAt: string | undefined): void {
  useEffect(() => {
    if (expiresAt === undefined) return;
    const afterMs = Math.min(Math.max(0, Date.parse(expiresAt) - Date.now()) + graceMs, longestTimerMs);
    const timer = setTimeout(() => void queryClient.invalidateQueries({ queryKey: keys.session }), afterMs);
    return () => clearTimeout(timer);
  }, [expiresAt]);
}
