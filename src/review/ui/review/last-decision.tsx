/** What happened to the message before this one, with Undo: after a decision, the next message opens. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { ActionResult } from '../../contract/actions.ts';
import { call } from '../api/client.ts';
import { Countdown } from '../message/countdown.tsx';
import { refresh } from '../message/use-action.ts';
import classes from './list-page.module.css';

export interface LastDecisionProps {
  readonly result: ActionResult;
  readonly addressOf: (id: string) => string;
  readonly onEnd: () => void;
}

export function LastDecision({ result, addressOf, onEnd }: LastDecisionProps): ReactElement {
  const { id, words, undoUntil } = result;
  const undo = useMutation({
    mutationFn: () => call('takeAction', { params: { id }, body: { action: 'undo' } }),
    onSettled: () => refresh(id),
  });
  return (
    <div className={classes.decided} role="status" aria-label="Last decision">
      <span>{undo.data?.words ?? words}</span>
      <Link href={addressOf(id)}>Show it</Link>
      {undoUntil !== null && undo.data === undefined && (
        <Countdown until={undoUntil} onEnd={onEnd}>
          {(seconds) => (
            <Button variant="subtle" size="compact-sm" loading={undo.isPending} onClick={() => undo.mutate()}>
              Undo ({seconds} s)
            </Button>
          )}
        </Countdown>
      )}
    </div>
  );
}
