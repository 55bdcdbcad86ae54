/** After an account has been opened: its session is kept and the page that was asked for is shown. */
import type { Session } from '../../contract/account.ts';
import { keepCsrfToken } from '../api/client.ts';
import { keys, queryClient } from '../api/queries.ts';

/** @returns the path to go on to: the one asked for where it is ours, the first page otherwise */
export function enter(session: Session): string {
  keepCsrfToken(session.csrfToken);
  queryClient.clear();
  queryClient.setQueryData(keys.session, session);
  const to = new URLSearchParams(location.search).get('to') ?? '/';
  // `//host` and `/\host` are other sites to a browser.
  return /^\/(?![/\\])/.test(to) ? to : '/';
}

/** The one-time token of a link: in the path, the query or the fragment. */
export function tokenOf(inPath: string | undefined): string {
  return inPath ?? new URLSearchParams(location.search).get('token') ?? location.hash.replace(/^#(token=)?/, '');
}
