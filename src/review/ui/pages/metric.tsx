/** A number with its name, in a list of numbers. */
import type { ReactElement, ReactNode } from 'react';
import classes from './overview.module.css';

export function Metric({ name, value, about }: { name: string; value: ReactNode; about?: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={classes.value}>{value}</dd>
      {about !== undefined && <dd className={classes.about}>{about}</dd>}
    </div>
  );
}
