/** A secret that is shown once, with a button to copy it. */
import { Button, CopyButton } from '@mantine/core';
import type { ReactElement } from 'react';
import classes from './settings.module.css';

export function Secret({ value, about }: { value: string; about: string }): ReactElement {
  return (
    <div className={classes.form}>
      <p className={classes.soft}>{about}</p>
      <code className={classes.secret} tabIndex={0}>
        {value}
      </code>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
