/** A list's state is its address: the search, the order, the open message. Back, reload and a sent link all show the same. */
import { useLocation, useSearch } from 'wouter';
import type { Sort } from '../api/queries.ts';

export type ListName = 'review' | 'held-by-senders' | 'delivered';

export interface ListKind {
  readonly title: string;
  readonly query: string;
  readonly sort: Sort;
  readonly emptyTitle: string;
}

export const lists: Readonly<Record<ListName, ListKind>> = {
  review: { title: 'Review', query: 'is:open', sort: 'severity', emptyTitle: 'Nothing is held.' },
  'held-by-senders': {
    title: 'Held by senders',
    query: 'is:held-by-sender',
    sort: 'oldest',
    emptyTitle: 'No message waits for its sender.',
  },
  delivered: {
    title: 'Delivered',
    query: 'is:released',
    sort: 'newest',
    emptyTitle: 'No held message has been delivered yet.',
  },
};

export const sortNames: Readonly<Record<Sort, string>> = {
  severity: 'Gravest first',
  newest: 'Newest first',
  oldest: 'Oldest first',
  score: 'Surest first',
};

export interface ListAddress {
  readonly query: string;
  readonly sort: Sort;
  setQuery(query: string): void;
  setSort(sort: Sort): void;
  show(query: string, sort: Sort): void;
  /** Opens a message beside the list, or closes it. Moving from one to the next leaves no trail for Back. */
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
