/** The outcome of the last action: the decision with its progress and Undo, or why the action was refused. */
import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import type { MessageDetail } from '../../contract/message.ts';
import { Refused } from '../parts/refused.tsx';
import { Time } from '../parts/time.tsx';
import { count } from '../words/counts.ts';
import { stateNames } from '../words/names.ts';
import { Countdown } from './countdown.tsx';
import { refresh, type ActionMutation } from './use-action.ts';
import classes from './actions-bar.module.css';

/** The decision, and how far it has been carried out. */
function outcomeWords({ state, decision, recipientList }: MessageDetail): string {
  const withheld = recipientList.filter(({ delivery }) => delivery === 'withheld').length;
  const to = withheld > 0 ? ` to ${count(recipientList.length - withheld, 'recipient')}` : '';
  const isUndoable = decision?.undoUntil !== null;
  switch (decision?.action ?? '') {
    case 'release':
    case 'released':
      if (isUndoable) return `Releasing${to}.`;
      return state === 'released' ? `Released${to}.` : `Releasing${to}: the next mail server has not accepted it yet.`;
    case 'return':
      return isUndoable ? 'Returning to sender for correction.' : 'Returned to sender for correction.';
    case 'copy':
      return 'Cancelled. A copy without the flagged parts was sent instead.';
    case 'reject':
    case 'rejected':
      return isUndoable ? 'Returning to sender.' : 'Returned to sender.';
    default:
      return `${stateNames[state]}.`;
  }
}

export interface OutcomeProps {
  readonly message: MessageDetail;
  readonly action: ActionMutation;
  readonly canUndo: boolean;
  /** The open dialog shows errors itself. */
  readonly hasDialog: boolean;
}

export function Outcome({ message, action, canUndo, hasDialog }: OutcomeProps): ReactElement | null {
  const { decision } = message;
  const refusal = action.data?.ok === false ? action.data.words : undefined;
  if (action.error !== null && !hasDialog) return <Refused error={action.error} />;
  if (refusal !== undefined) {
    return (
      <p className={classes.refusal} role="alert">
        {refusal}
      </p>
    );
  }
  if (decision === null) return null;
  return (
    <div className={classes.outcome} role="status">
      <p>
        <strong>{outcomeWords(message)}</strong>
        {decision.words !== '' && <span> “{decision.words}”</span>}
        <span className={classes.by}>
          {' '}
          {decision.by}, <Time at={decision.at} />
        </span>
      </p>
      {canUndo && decision.undoUntil !== null && (
        <Countdown until={decision.undoUntil} onEnd={() => void refresh(message.id)}>
          {(seconds) => (
            <Button
              variant="subtle"
              size="compact-sm"
              loading={action.isPending}
              onClick={() => action.mutate({ action: 'undo' })}
            >
              Undo ({seconds} s)
            </Button>
          )}
        </Countdown>
      )}
    </div>
  );
}
