/** One part of a message: its subject line, a table, or text. */
import type { ReactElement } from 'react';
import { PartTable } from './part-table.tsx';
import { PartText, type PartTextProps } from './part-text.tsx';
import { isTable } from './sheets.ts';
import classes from './content.module.css';

export function Part(props: PartTextProps): ReactElement {
  const { part } = props;
  if (part.kind === 'subject') {
    return (
      <p className={classes.subjectLine}>
        <span>Subject</span> <PartText {...props} />
      </p>
    );
  }
  if (part.text.trim() === '') return <p className={classes.cut}>This part has no text.</p>;
  return isTable(part) ? <PartTable {...props} /> : <PartText {...props} />;
}
