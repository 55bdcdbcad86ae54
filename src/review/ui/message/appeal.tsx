/** The sender asks to be heard; the answer goes back by mail. */
import { Button, Textarea } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import type { MessageDetail } from '../../contract/message.ts';
import { Time } from '../parts/time.tsx';
import type { ActMutation } from './use-act.ts';
import classes from './message-pane.module.css';

export interface AppealProps {
  readonly appeal: NonNullable<MessageDetail['appeal']>;
  readonly act: ActMutation;
  readonly mayAnswer: boolean;
}

export function Appeal({ appeal, act, mayAnswer }: AppealProps): ReactElement {
  const [words, setWords] = useState('');
  return (
    <section className={classes.appeal} aria-label="Appeal">
      <p className={classes.by}>
        <strong>The sender asks to be heard</strong> <Time at={appeal.at} />
      </p>
      <blockquote>{appeal.words}</blockquote>
      {appeal.answer !== null && (
        <p>
          <strong>Answered</strong> {appeal.answeredAt !== null && <Time at={appeal.answeredAt} />}: {appeal.answer}
        </p>
      )}
      {appeal.answer === null && mayAnswer && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            act.mutate({ act: 'answer-appeal', words });
          }}
        >
          <Textarea
            label="Your answer, sent by mail"
            autosize
            minRows={2}
            maxRows={8}
            required
            withAsterisk={false}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" mt="xs" loading={act.isPending} disabled={words.trim() === ''}>
            Send the answer
          </Button>
        </form>
      )}
    </section>
  );
}
