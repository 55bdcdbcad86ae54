/** The empty, loading and error states of pages. Each says what it means and what to do. */
import { Button, Skeleton } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { ApiError } from '../api/client.ts';
import classes from './parts.module.css';

export function Empty({ title, children }: { title: string; children?: ReactNode }): ReactElement {
  return (
    <div className={classes.state}>
      <p className={classes.stateTitle}>{title}</p>
      {children !== undefined && <div className={classes.stateText}>{children}</div>}
    </div>
  );
}

export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }): ReactElement {
  const problem = error instanceof ApiError ? error.problem : undefined;
  return (
    <div className={classes.state} role="alert">
      <p className={classes.stateTitle}>{problem?.title ?? 'This page could not be loaded'}</p>
      <p className={classes.stateText}>
        {problem?.detail ?? 'No messages or decisions are lost. Try again in a moment.'}
      </p>
      {onRetry !== undefined && (
        <Button variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** Grey bars as high as the content, so that nothing moves when it loads. */
export function Waiting({ lines, height = 20 }: { lines: number; height?: number }): ReactElement {
  return (
    <div className={classes.waiting} role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_unused, line) => (
        <Skeleton key={line} height={height} width={`${100 - ((line * 17) % 30)}%`} />
      ))}
    </div>
  );
}
