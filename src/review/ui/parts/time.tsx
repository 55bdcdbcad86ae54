/** A relative time, with the exact time on hover and for screen readers. */
import type { ReactElement } from 'react';
import { exact, relative, span } from '../words/time.ts';
import { useNow } from './now.ts';

export interface TimeProps {
  /** ISO 8601. */
  readonly at: string;
  readonly form?: 'relative' | 'span';
  /** A time to come, such as the end of a hold. All other times are never shown as in the future. */
  readonly isAhead?: boolean;
}

export function Time({ at, form = 'relative', isAhead = false }: TimeProps): ReactElement {
  const now = useNow();
  return (
    <time dateTime={at} title={exact(at)}>
      {form === 'span' ? span(at, now) : relative(at, now, !isAhead)}
    </time>
  );
}
