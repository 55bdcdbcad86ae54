/** The sender's appeal, and a form for the answer, which is sent by mail. */
import { Button, Textarea } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import type { MessageDetail } from '../../contract/message.ts';
import { Time } from '../parts/time.tsx';
import type { ActionMutation } from './use-action.ts';
import classes from './message-pane.module.css';

export interface AppealProps {
  readonly appeal: NonNullable<MessageDetail['appeal']>;
  readonly action: ActionMutation;
  readonly mayAnswer: boolean;
}

export function Appeal({ appeal, action, mayAnswer }: AppealProps): ReactElement {
  const [words, setWords] = useState('');
  return (
    <section className={classes.appeal} aria-label="Appeal">
      <p className={classes.by}>
        <strong>The sender has appealed</strong> <Time at={appeal.at} />
      </p>
      <blockquote>{appeal.words}</blockquote>
      {appeal.answer !== null && (
        <p>
          <strong>Replied</strong> {appeal.answeredAt !== null && <Time at={appeal.answeredAt} />}: {appeal.answer}
        </p>
      )}
      {appeal.answer === null && mayAnswer && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            action.mutate({ action: 'answer-appeal', words });
          }}
        >
          <Textarea
            label="Your reply, sent by email"
            autosize
            minRows={2}
            maxRows={8}
            required
            withAsterisk={false}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" mt="xs" loading={action.isPending} disabled={words.trim() === ''}>
            Send reply
          </Button>
        </form>
      )}
    </section>
  );
}
