/** Words to the sender with a message that does not go: from a template, or one's own. */
import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { call } from '../api/client.ts';
import { Refused } from '../parts/refused.tsx';
import classes from './forms.module.css';

/** `return` asks for a correction; `reject` is the end of it. Both say why: the sender reads it. */
export type ReturnAct = { act: 'return' | 'reject'; template?: string; words: string };

export interface ReturnFormProps {
  readonly act: ReturnAct['act'];
  readonly button: string;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly onSubmit: (act: ReturnAct) => void;
}

export function ReturnForm({ act, button, error, isPending, onSubmit }: ReturnFormProps): ReactElement {
  const templates = useQuery({ queryKey: ['templates'], queryFn: () => call('templates') }).data?.templates ?? [];
  const [template, setTemplate] = useState('');
  const [words, setWords] = useState('');
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit({ act, words: words.trim(), ...(template !== '' && { template }) });
      }}
    >
      <p>
        {act === 'return'
          ? 'The sender gets the message back with your words, corrects it and sends it again.'
          : 'The message is not sent. The sender is told so, with your words.'}
      </p>
      {templates.length > 0 && (
        <NativeSelect
          label="Begin with"
          value={template}
          data={[{ value: '', label: 'Own words' }, ...templates.map(({ id, title }) => ({ value: id, label: title }))]}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setTemplate(value);
            setWords(templates.find(({ id }) => id === value)?.words ?? words);
          }}
        />
      )}
      <Textarea
        data-autofocus
        label={act === 'return' ? 'What should be changed?' : 'Words to the sender'}
        autosize
        minRows={4}
        maxRows={12}
        required
        withAsterisk={false}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
        }}
      />
      <Refused error={error} />
      <Button type="submit" loading={isPending} disabled={words.trim() === ''}>
        {button}
      </Button>
    </form>
  );
}
