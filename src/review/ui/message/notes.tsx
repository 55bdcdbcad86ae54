/** What reviewers tell each other about a message; its sender never sees it. */
import { Button, Textarea } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import type { MessageDetail } from '../../contract/message.ts';
import { Time } from '../parts/time.tsx';
import type { ActMutation } from './use-act.ts';
import classes from './message-pane.module.css';

export interface NotesProps {
  readonly message: MessageDetail;
  readonly act: ActMutation;
  readonly mayNote: boolean;
}

export function Notes({ message, act, mayNote }: NotesProps): ReactElement | null {
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
            act.mutate({ act: 'note', text }, { onSuccess: () => setText('') });
          }}
        >
          <Textarea
            aria-label="A note for the other reviewers"
            placeholder="A note for the other reviewers; the sender does not see it"
            autosize
            minRows={1}
            maxRows={6}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {text.trim() !== '' && (
            <Button type="submit" variant="default" mt="xs" loading={act.isPending}>
              Add the note
            </Button>
          )}
        </form>
      )}
    </section>
  );
}
