/** What the pages of records share: rows as they are read or printed, a file and paper of all of them, and what became of it. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Refused } from '../parts/refused.tsx';
import { csv, saveFile } from './csv.ts';
import { everyRow, usePaged, type FetchPage } from './paged.ts';
import { PrintButton, PrintHead, usePrintOfAll } from './printing.tsx';

export interface RecordsFile<Row> {
  readonly name: string;
  readonly columns: readonly string[];
  readonly cells: (row: Row) => readonly string[];
}

export function useRecords<Row>(
  name: string,
  fetchPage: FetchPage<Row>,
  { name: file, columns, cells }: RecordsFile<Row>,
) {
  const { asked, setAsked, pages } = usePaged(name, fetchPage);
  const { all, printing } = usePrintOfAll(fetchPage, asked);
  const saving = useMutation({
    mutationFn: () => everyRow(fetchPage, asked),
    onSuccess: (rows) => saveFile(file, csv(columns, rows.map(cells))),
  });
  const rows = all ?? pages.data?.pages.flatMap((page) => page.rows) ?? [];
  return { asked, setAsked, pages, rows, hasMore: all === undefined && pages.hasNextPage, printing, saving };
}

type Records = Pick<
  ReturnType<typeof useRecords<unknown>>,
  'asked' | 'pages' | 'rows' | 'hasMore' | 'printing' | 'saving'
>;

export function RecordsButtons({
  rows,
  printing,
  saving,
}: Pick<Records, 'rows' | 'printing' | 'saving'>): ReactElement {
  const disabled = rows.length === 0;
  return (
    <>
      <Button variant="default" loading={saving.isPending} disabled={disabled} onClick={() => saving.mutate()}>
        Download CSV
      </Button>
      <PrintButton printing={printing} disabled={disabled} />
    </>
  );
}

export function RecordsHead({ asked, pages, rows, hasMore, printing, saving }: Records): ReactElement {
  const district = pages.data?.pages[0]?.district ?? '';
  return (
    <>
      <PrintHead district={district} asked={asked} entries={rows.length} hasMore={hasMore} />
      <Refused error={saving.error ?? printing.error} />
    </>
  );
}

/** The button below the rows that loads more of them. */
export function moreOf({ pages, hasMore }: Pick<Records, 'pages' | 'hasMore'>) {
  return hasMore ? { onClick: () => void pages.fetchNextPage(), loading: pages.isFetchingNextPage } : undefined;
}
