/** A mail address on one line, truncated with the full address on hover; with `wrap`, it breaks before the @ only. */
import type { ReactElement } from 'react';
import classes from './parts.module.css';

export function Address({ value, wrap = false }: { value: string; wrap?: boolean }): ReactElement {
  if (!wrap) {
    return (
      <span className={classes.address} title={value}>
        {value}
      </span>
    );
  }
  const at = value.lastIndexOf('@');
  return (
    <span className={classes.wrappedAddress}>
      <span>{at > 0 ? value.slice(0, at) : value}</span>
      {at > 0 && (
        <>
          <wbr />
          <span>{value.slice(at)}</span>
        </>
      )}
    </span>
  );
}
