/** The severity of a message, shown as a shape and a word as well as a colour. */
import type { ReactElement } from 'react';
import type { Severity as Level } from '../../contract/message.ts';
import { severities } from '../words/names.ts';
import classes from './parts.module.css';

export function Severity({ level, word = false }: { level: Level; word?: boolean }): ReactElement {
  const { shape, word: name } = severities[level];
  return (
    <span className={classes.severity} data-level={level} title={`${name} severity`}>
      <span aria-hidden="true">{shape}</span>
      <span className={word ? classes.severityWord : classes.forReaders}>{name}</span>
    </span>
  );
}
