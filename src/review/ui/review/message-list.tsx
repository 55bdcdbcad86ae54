/** The rows of a list, all of the same height. More rows load before the reader reaches the end. */
import { Button } from '@mantine/core';
import { useEffect, useRef, type MouseEvent, type ReactElement } from 'react';
import type { MessageRow as Row } from '../../contract/message.ts';
import { MessageRow } from './message-row.tsx';
import classes from './message-list.module.css';

export interface MessageListProps {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly openId: string | undefined;
  readonly cursorId: string | undefined;
  readonly chosen: ReadonlySet<string>;
  readonly addressOf: (id: string) => string;
  readonly onChoose: ((id: string, withShift: boolean) => void) | undefined;
  readonly onOpen: (id: string, event: MouseEvent) => void;
  readonly more: { readonly load: () => void; readonly loading: boolean } | undefined;
}

export function MessageList(props: MessageListProps): ReactElement {
  const { rows, openId, cursorId, chosen, more } = props;
  return (
    <>
      <ul className={classes.list} aria-label={props.label}>
        {rows.map((row) => (
          <MessageRow
            key={row.id}
            row={row}
            href={props.addressOf(row.id)}
            isOpen={row.id === openId}
            isCursor={row.id === cursorId}
            isChosen={chosen.has(row.id)}
            onChoose={props.onChoose}
            onOpen={props.onOpen}
          />
        ))}
      </ul>
      {more !== undefined && <More {...more} />}
    </>
  );
}

function More({ load, loading }: { load: () => void; loading: boolean }): ReactElement {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = end.current;
    if (element === null || loading) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) load();
      },
      { rootMargin: '1200px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [load, loading]);
  return (
    <div ref={end} className={classes.more}>
      <Button variant="subtle" loading={loading} onClick={load}>
        Show more
      </Button>
    </div>
  );
}

/** Placeholders as high as rows, so that nothing moves when the rows load. */
export function RowSkeletons({ count }: { count: number }): ReactElement {
  return (
    <div role="status" aria-label="Loading messages">
      {Array.from({ length: count }, (_unused, at) => (
        <div key={at} className={classes.skeleton} aria-hidden="true">
          <span style={{ width: `${42 + ((at * 23) % 30)}%` }} />
          <span style={{ width: `${60 + ((at * 31) % 28)}%` }} />
        </div>
      ))}
    </div>
  );
}
