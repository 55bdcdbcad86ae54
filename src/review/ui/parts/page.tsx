/** The header and width that all pages except the lists share. */
import { useEffect, type ReactElement, type ReactNode } from 'react';
import classes from './parts.module.css';

export interface PageProps {
  readonly title: string;
  readonly about?: string;
  /** Buttons and fields beside the title. */
  readonly tools?: ReactNode;
  /** The narrow width of pages with forms. */
  readonly isNarrow?: boolean;
  readonly children: ReactNode;
}

export function Page({ title, about, tools, isNarrow = false, children }: PageProps): ReactElement {
  useTitle(title);
  return (
    <main className={classes.page} data-narrow={isNarrow || undefined} id="content">
      <header className={classes.pageHead}>
        <div>
          <h1>{title}</h1>
          {about !== undefined && <p>{about}</p>}
        </div>
        {tools !== undefined && <div className={classes.pageTools}>{tools}</div>}
      </header>
      {children}
    </main>
  );
}

export function Card({
  title,
  tools,
  children,
}: {
  title?: string;
  tools?: ReactNode;
  children: ReactNode;
}): ReactElement {
  return (
    <section className={classes.card}>
      {title !== undefined && tools === undefined && <h2>{title}</h2>}
      {title !== undefined && tools !== undefined && (
        <div className={classes.cardHead}>
          <h2>{title}</h2>
          {tools}
        </div>
      )}
      {children}
    </section>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} – Hallpass`;
  }, [title]);
}
