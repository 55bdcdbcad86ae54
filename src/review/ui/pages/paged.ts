/** Paged lists of events, whose search and dates are part of the address: disclosures and the audit log. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useLocation, useSearch } from 'wouter';
import { eventKindNames, eventKinds, type EventKind } from '../../contract/event-kinds.ts';

export interface Asked {
  readonly q: string;
  /** `2026-11-22`, in the reader's time zone; empty for no limit. */
  readonly from: string;
  readonly to: string;
  /** Kind of events, in the audit log alone; empty for all. */
  readonly kind: EventKind | '';
}

export interface PageQuery {
  readonly q: string;
  readonly from?: string;
  readonly to?: string;
  readonly cursor?: string;
  readonly limit?: number;
  readonly kind?: EventKind;
}

interface PageOf<Row> {
  /** Whose record it is. */
  readonly district: string;
  readonly rows: readonly Row[];
  readonly next: string | null;
}

export type FetchPage<Row> = (query: PageQuery) => Promise<PageOf<Row>>;

export function usePaged<Row>(name: string, fetchPage: FetchPage<Row>) {
  const search = new URLSearchParams(useSearch());
  const [path, navigate] = useLocation();
  const asked: Asked = {
    q: search.get('q') ?? '',
    from: dayIn(search, 'from'),
    to: dayIn(search, 'to'),
    kind: eventKinds.find((kind) => kind === search.get('kind')) ?? '',
  };
  const setAsked = (next: Asked): void => {
    const given = new URLSearchParams(Object.entries(next).filter(([, value]) => value !== ''));
    navigate(given.size === 0 ? path : `${path}?${given.toString()}`, { replace: true });
  };
  const pages = useInfiniteQuery({
    queryKey: [name, asked],
    initialPageParam: '',
    queryFn: ({ pageParam }) => fetchPage({ ...queryOf(asked), ...(pageParam !== '' && { cursor: pageParam }) }),
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  return { asked, setAsked, pages };
}

/** What was asked for, for paper: the fields themselves are not printed. */
export function askedWords({ q, from, to, kind }: Asked): string {
  const parts = [
    ...(q === '' ? [] : [`Search: ${q}`]),
    ...(kind === '' ? [] : [`Kind: ${eventKindNames[kind]}`]),
    ...(from === '' ? [] : [`From ${from}`]),
    ...(to === '' ? [] : [`Until ${to}`]),
  ];
  return parts.length === 0 ? 'All dates' : parts.join(' · ');
}

/** All rows, fetched page by page, for a file. */
export async function everyRow<Row>(fetchPage: FetchPage<Row>, asked: Asked): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: PageOf<Row> = await fetchPage({ ...queryOf(asked), limit: 200, ...(cursor !== '' && { cursor }) });
    rows.push(...page.rows);
    cursor = page.next;
  }
  return rows;
}

/** A day of the address; empty if it is not valid, since readers can edit the address. */
function dayIn(search: URLSearchParams, key: 'from' | 'to'): string {
  const day = search.get(key) ?? '';
  return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) ? day : '';
}

function queryOf({ q, from, to, kind }: Asked): PageQuery {
  return {
    q,
    ...(kind !== '' && { kind }),
    ...(from !== '' && { from: new Date(`${from}T00:00:00`).toISOString() }),
    ...(to !== '' && { to: new Date(`${to}T23:59:59.999`).toISOString() }),
  };
}
