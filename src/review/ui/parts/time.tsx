/** A relative time, with the exact time on hover and for screen readers. */
import type { ReactElement } from 'react';
import { exact, relative, span } from '../words/time.ts';
import { useNow } from './now.ts';

export function Time({ at, form = 'relative' }: { at: string; form?: 'relative' | 'span' }): ReactElement {
  const now = useNow();
  return (
    <time dateTime={at} title={exact(at)}>
      {form === 'span' ? span(at, now) : relative(at, now)}
    </time>
  );
}
