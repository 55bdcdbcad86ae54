/** Why the API refused a form, shown above its button. */
import type { ReactElement } from 'react';
import { ApiError } from '../api/client.ts';
import classes from './parts.module.css';

export function Refused({ error }: { error: unknown }): ReactElement | null {
  if (error === null || error === undefined) return null;
  const problem = error instanceof ApiError ? error.problem : undefined;
  const fields = (problem?.fields ?? []).map(({ message }) => message).join('. ');
  const detail = problem?.detail ?? fields;
  return (
    <div className={classes.refused} role="alert">
      <strong>{problem?.title ?? 'Something went wrong'}</strong>
      {detail !== '' && <p>{detail}</p>}
    </div>
  );
}
