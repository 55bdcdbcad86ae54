/** Lists of events with a search, a time and more behind a button: disclosures and the record. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';

export interface Asked {
  readonly q: string;
  /** `2026-11-22`, in the reader's zone. */
  readonly from: string;
  readonly to: string;
}

export interface PageQuery {
  readonly q: string;
  readonly from?: string;
  readonly to?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

interface PageOf<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

type FetchPage<Row> = (query: PageQuery) => Promise<PageOf<Row>>;

export function usePaged<Row>(name: string, fetchPage: FetchPage<Row>) {
  const [asked, setAsked] = useState<Asked>({ q: '', from: '', to: '' });
  const pages = useInfiniteQuery({
    queryKey: [name, asked],
    initialPageParam: '',
    queryFn: ({ pageParam }) => fetchPage({ ...queryOf(asked), ...(pageParam !== '' && { cursor: pageParam }) }),
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  return { asked, setAsked, pages };
}

/** All of them, page after page, for a file. */
export async function everyRow<Row>(fetchPage: FetchPage<Row>, asked: Asked): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: PageOf<Row> = await fetchPage({ ...queryOf(asked), limit: 200, ...(cursor !== '' && { cursor }) });
    rows.push(...page.rows);
    cursor = page.next;
  }
  return rows;
}

function queryOf({ q, from, to }: Asked): PageQuery {
  return {
    q,
    ...(from !== '' && { from: new Date(`${from}T00:00:00`).toISOString() }),
    ...(to !== '' && { to: new Date(`${to}T23:59:59.999`).toISOString() }),
  };
}
