/** After sign-in: keeps the session and returns to the page that was asked for. */
import type { Session } from '../../contract/account.ts';
import { keepCsrfToken } from '../api/client.ts';
import { keys, queryClient } from '../api/queries.ts';

/** @returns the path to open: the requested one if it belongs to the console, otherwise the first page */
export function enter(session: Session): string {
  keepCsrfToken(session.csrfToken);
  queryClient.clear();
  queryClient.setQueryData(keys.session, session);
  const to = new URLSearchParams(location.search).get('to') ?? '/';
  // Browsers read `//host` and `/\host` as other sites.
  return /^\/(?![/\\])/.test(to) ? to : '/';
}

/** The one-time token of a link, which can be in the path, the query or the fragment. */
export function tokenOf(inPath: string | undefined): string {
  return inPath ?? new URLSearchParams(location.search).get('token') ?? location.hash.replace(/^#(token=)?/, '');
}
