/** What to tell the sender of a returned message, starting from a template if wanted. */
import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { call } from '../api/client.ts';
import { Refused } from '../parts/refused.tsx';
import classes from './forms.module.css';

/** `return` asks the sender for a correction; `reject` is final. The sender reads the text of both. */
export type ReturnAction = { action: 'return' | 'reject'; template?: string; words: string };

export const returnTitles: Readonly<Record<ReturnAction['action'], string>> = {
  return: 'Return for correction',
  reject: 'Return to sender',
};

export interface ReturnFormProps {
  readonly action: ReturnAction['action'];
  readonly button: string;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly onSubmit: (action: ReturnAction) => void;
}

export function ReturnForm({ action, button, error, isPending, onSubmit }: ReturnFormProps): ReactElement {
  const templates = useQuery({ queryKey: ['templates'], queryFn: () => call('templates') }).data?.templates ?? [];
  const [template, setTemplate] = useState('');
  const [words, setWords] = useState('');
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit({ action, words: words.trim(), ...(template !== '' && { template }) });
      }}
    >
      <p>
        {action === 'return'
          ? 'The message goes back to the sender, who can correct it and send it again.'
          : 'The message is not sent. The sender is notified and gets your explanation.'}
      </p>
      {templates.length > 0 && (
        <NativeSelect
          label="Template"
          value={template}
          data={[
            { value: '', label: 'No template' },
            ...templates.map(({ id, title }) => ({ value: id, label: title })),
          ]}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setTemplate(value);
            setWords(templates.find(({ id }) => id === value)?.words ?? words);
          }}
        />
      )}
      <Textarea
        data-autofocus
        label={action === 'return' ? 'What should be changed?' : 'Explanation for the sender'}
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
