/** Printing of records: every entry of the search, under a head that says whose record it is, of what, and when it was made. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import { flushSync } from 'react-dom';
import { count } from '../words/counts.ts';
import { everyRow, askedWords, type Asked, type FetchPage } from './paged.ts';
import classes from './records.module.css';

/** Rows are loaded as one reads; on paper all of them are needed. */
export function usePrintOfAll<Row>(fetchPage: FetchPage<Row>, asked: Asked) {
  const [all, setAll] = useState<readonly Row[]>();
  useEffect(() => {
    const onPrinted = (): void => setAll(undefined);
    addEventListener('afterprint', onPrinted);
    return () => removeEventListener('afterprint', onPrinted);
  }, []);
  const printing = useMutation({
    mutationFn: () => everyRow(fetchPage, asked),
    onSuccess: (rows) => {
      flushSync(() => setAll(rows));
      print();
    },
  });
  return { all, printing };
}

export interface PrintHeadProps {
  readonly district: string;
  readonly asked: Asked;
  readonly entries: number;
  /** There are more than these, which are not loaded. */
  readonly hasMore: boolean;
}

/** On paper alone: on the screen, the fields above the table say the same. */
export function PrintHead({ district, asked, entries, hasMore }: PrintHeadProps): ReactElement {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const madeAt = new Date().toLocaleString(undefined, { dateStyle: 'long', timeStyle: 'short' });
  const many = count(entries, 'entry', 'entries');
  return (
    <div className={classes.printHead}>
      <p>
        <strong>{district}</strong>
      </p>
      <p>
        {askedWords(asked)} · {hasMore ? `the newest ${many}; the button Print prints all` : many}
      </p>
      <p>
        Made by Hallpass on {madeAt}. Times are in the time zone {timeZone}.
      </p>
    </div>
  );
}

export interface PrintButtonProps {
  readonly printing: { readonly isPending: boolean; readonly mutate: () => void };
  readonly disabled: boolean;
}

export function PrintButton({ printing, disabled }: PrintButtonProps): ReactElement {
  return (
    <Button variant="default" loading={printing.isPending} disabled={disabled} onClick={() => printing.mutate()}>
      Print
    </Button>
  );
}
