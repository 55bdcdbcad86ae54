/** The queries that several pages share, and the cache keys of all queries about messages. */
import {
  keepPreviousData,
  MutationCache,
  QueryCache,
  QueryClient,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query';
import { ApiError, call, keepCsrfToken } from './client.ts';

/** The session has ended: the console covers all content at once and leads to sign-in, and from there back to the same place. */
function onError(error: unknown): void {
  if (error instanceof ApiError && error.code === 'sign-in.required') endSession();
}

export function endSession(): void {
  queryClient.setQueryData(keys.session, null);
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] });
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // Only calls that did not reach the gateway are retried; a refusal would be the same again.
      retry: (count, error) =>
        count < 3 && error instanceof ApiError && [0, 502, 503, 504].includes(error.problem.status),
      refetchOnWindowFocus: true,
    },
  },
});

export type Sort = 'severity' | 'newest' | 'oldest' | 'score';

export const keys = {
  session: ['session'],
  lists: ['messages'],
  counts: ['counts'],
  message: (id: string) => ['message', id],
  content: (id: string) => ['message', id, 'content'],
  history: (id: string) => ['message', id, 'history'],
  headers: (id: string) => ['message', id, 'headers'],
  raw: (id: string) => ['message', id, 'raw'],
  rendered: (id: string) => ['message', id, 'rendered'],
  views: ['views'],
} as const;

/** The data is null if nobody is signed in. */
export function useSessionQuery() {
  return useQuery({
    queryKey: keys.session,
    staleTime: 60_000,
    queryFn: async () => {
      try {
        const session = await call('session');
        keepCsrfToken(session.csrfToken);
        return session;
      } catch (error) {
        if (error instanceof ApiError && error.problem.status === 401) return null;
        throw error;
      }
    },
  });
}

export function useMessages(q: string, sort: Sort) {
  return useInfiniteQuery({
    queryKey: [...keys.lists, q, sort],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call('listMessages', { query: { q, sort, limit: 50, ...(pageParam !== '' && { cursor: pageParam }) }, signal }),
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

export function useCounts(q: string) {
  return useQuery({
    queryKey: [...keys.counts, q],
    queryFn: ({ signal }) => call('countMessages', { query: { q }, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useMessage(id: string) {
  return useQuery({
    queryKey: keys.message(id),
    queryFn: ({ signal }) => call('message', { params: { id }, signal }),
  });
}
