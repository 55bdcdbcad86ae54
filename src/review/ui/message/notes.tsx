/** Notes among reviewers about a message. The sender never sees them. */
import { Button, Textarea } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import type { MessageDetail } from '../../contract/message.ts';
import { Time } from '../parts/time.tsx';
import type { ActionMutation } from './use-action.ts';
import classes from './message-pane.module.css';

export interface NotesProps {
  readonly message: MessageDetail;
  readonly action: ActionMutation;
  readonly mayNote: boolean;
}

export function Notes({ message, action, mayNote }: NotesProps): ReactElement | null {
  const [text, setText] = useState('');
  if (!mayNote && message.notes.length === 0) return null;
  return (
    <section className={classes.notes} aria-label="Notes">
      <h3>Notes</h3>
      <ul>
        {message.notes.map(({ id, by, at, text: words }) => (
          <li key={id}>
            <p className={classes.by}>
              <strong>{by}</strong> <Time at={at} />
            </p>
            <p>{words}</p>
          </li>
        ))}
      </ul>
      {mayNote && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            action.mutate({ action: 'note', text }, { onSuccess: () => setText('') });
          }}
        >
          <Textarea
            aria-label="Note for other reviewers"
            placeholder="Note for other reviewers (not visible to the sender)"
            autosize
            minRows={1}
            maxRows={6}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {text.trim() !== '' && (
            <Button type="submit" variant="default" mt="xs" loading={action.isPending}>
              Add note
            </Button>
          )}
        </form>
      )}
    </section>
  );
}
