/** The address holds the search, the sort order and the open message, so that Back, reload and shared links work. */
import { useLocation, useSearch } from 'wouter';
import type { Sort } from '../api/queries.ts';

export type ListName = 'review' | 'waiting-for-sender' | 'delivered' | 'monitored';

export interface ListKind {
  readonly title: string;
  readonly query: string;
  readonly sort: Sort;
  readonly emptyTitle: string;
}

export const lists: Readonly<Record<ListName, ListKind>> = {
  review: { title: 'Review', query: 'is:open', sort: 'severity', emptyTitle: 'Nothing is held.' },
  'waiting-for-sender': {
    title: 'Waiting for sender',
    query: 'is:held-by-sender',
    sort: 'oldest',
    emptyTitle: 'No message is waiting for its sender.',
  },
  delivered: {
    title: 'Delivered',
    query: 'is:released',
    sort: 'newest',
    emptyTitle: 'No held message has been delivered yet.',
  },
  monitored: {
    title: 'Monitored',
    query: 'is:monitored',
    sort: 'newest',
    emptyTitle: 'Monitor mode has not let through any message that would have been stopped.',
  },
};

export const sortNames: Readonly<Record<Sort, string>> = {
  severity: 'Most serious first',
  newest: 'Newest first',
  oldest: 'Oldest first',
  score: 'Highest confidence first',
};

export interface ListAddress {
  readonly query: string;
  readonly sort: Sort;
  setQuery(query: string): void;
  setSort(sort: Sort): void;
  show(query: string, sort: Sort): void;
  /** Opens a message beside the list, or closes it. With `replace`, Back skips the message that was open before. */
  open(id: string | undefined, options?: { replace?: boolean }): void;
  readonly addressOf: (id: string) => string;
}

export function useListAddress(list: ListName, openId: string | undefined): ListAddress {
  const [, navigate] = useLocation();
  const search = useSearch();
  const parameters = new URLSearchParams(search);
  const kind = lists[list];
  const query = parameters.get('q') ?? kind.query;
  const sort = isSort(parameters.get('sort')) ?? kind.sort;
  const suffix = search === '' ? '' : `?${search}`;
  const show = (nextQuery: string, nextSort: Sort): void => {
    const next = new URLSearchParams();
    if (nextQuery.trim() !== kind.query) next.set('q', nextQuery.trim());
    if (nextSort !== kind.sort) next.set('sort', nextSort);
    navigate(`/${list}${openId === undefined ? '' : `/${openId}`}${next.size > 0 ? `?${next.toString()}` : ''}`);
  };
  return {
    query,
    sort,
    setQuery: (next) => show(next, sort),
    setSort: (next) => show(query, next),
    show,
    open: (id, options = {}) => navigate(`/${list}${id === undefined ? '' : `/${id}`}${suffix}`, options),
    addressOf: (id) => `/${list}/${id}${suffix}`,
  };
}

function isSort(value: string | null): Sort | undefined {
  return value !== null && value in sortNames ? (value as Sort) : undefined;
}
