/** The search and date fields above a list of events. */
import { TextInput } from '@mantine/core';
import { useEffect, useState, type ReactElement } from 'react';
import type { Asked } from './paged.ts';
import classes from '../parts/parts.module.css';

export interface AskedFieldsProps {
  readonly asked: Asked;
  readonly onChange: (asked: Asked) => void;
  readonly placeholder: string;
}

const typingMs = 300;

export function AskedFields({ asked, onChange, placeholder }: AskedFieldsProps): ReactElement {
  const [words, setWords] = useState(asked.q);
  useEffect(() => {
    if (words === asked.q) return;
    const timer = setTimeout(() => onChange({ ...asked, q: words }), typingMs);
    return () => clearTimeout(timer);
    // `asked` is a new object with each rendering, so its fields are the dependencies.
  }, [words, asked.q, asked.from, asked.to]);
  return (
    <>
      <TextInput
        className={classes.asked ?? ''}
        type="search"
        label="Search"
        placeholder={placeholder}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <TextInput
        className={classes.askedDay ?? ''}
        type="date"
        label="From"
        value={asked.from}
        onChange={(event) => onChange({ ...asked, from: event.currentTarget.value })}
      />
      <TextInput
        className={classes.askedDay ?? ''}
        type="date"
        label="Until"
        value={asked.to}
        onChange={(event) => onChange({ ...asked, to: event.currentTarget.value })}
      />
    </>
  );
}
