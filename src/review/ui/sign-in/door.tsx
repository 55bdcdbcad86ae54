/** The frame of the pages before signing in. */
import type { ReactElement, ReactNode } from 'react';
import { Logo } from '../frame/icons.tsx';
import { useTitle } from '../parts/page.tsx';
import classes from './door.module.css';

export function Door({ title, about, children }: { title: string; about?: string; children: ReactNode }): ReactElement {
  useTitle(title);
  return (
    <main className={classes.door}>
      <div className={classes.card}>
        <p className={classes.brand}>
          <Logo /> Hallpass
        </p>
        <h1>{title}</h1>
        {about !== undefined && <p className={classes.about}>{about}</p>}
        {children}
      </div>
      <p className={classes.foot}>
        Did a mail from Hallpass bring you here? You need no account: use the link in that mail.
      </p>
    </main>
  );
}
