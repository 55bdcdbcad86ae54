/** What was decided on a message and how far that has come, with Undo while there is time; or why an act was refused. */
import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import type { MessageDetail } from '../../contract/message.ts';
import { Refused } from '../parts/refused.tsx';
import { Time } from '../parts/time.tsx';
import { count } from '../words/counts.ts';
import { stateNames } from '../words/names.ts';
import { Countdown } from './countdown.tsx';
import { refresh, type ActMutation } from './use-act.ts';
import classes from './acts-bar.module.css';

/** What was decided, as far as it has come. */
function outcomeWords({ state, decision, recipientList }: MessageDetail): string {
  const withheld = recipientList.filter(({ delivery }) => delivery === 'withheld').length;
  const to = withheld > 0 ? ` to ${count(recipientList.length - withheld, 'recipient')}` : '';
  const isUndoable = decision?.undoUntil !== null;
  switch (decision?.act ?? '') {
    case 'release':
    case 'released':
      if (isUndoable) return `Will be released${to}.`;
      return state === 'released' ? `Released${to}.` : `Being released${to}: the next server has not taken it yet.`;
    case 'return':
      return isUndoable ? 'Goes back to its sender for correction.' : 'Returned to its sender for correction.';
    case 'reject':
    case 'rejected':
      return isUndoable ? 'Goes back to its sender.' : 'Returned to its sender.';
    default:
      return `${stateNames[state]}.`;
  }
}

export interface OutcomeProps {
  readonly message: MessageDetail;
  readonly act: ActMutation;
  readonly canUndo: boolean;
  /** Then the refusal is shown in the form. */
  readonly isAsking: boolean;
}

export function Outcome({ message, act, canUndo, isAsking }: OutcomeProps): ReactElement | null {
  const { decision } = message;
  const refusal = act.data?.ok === false ? act.data.words : undefined;
  if (act.error !== null && !isAsking) return <Refused error={act.error} />;
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
              loading={act.isPending}
              onClick={() => act.mutate({ act: 'undo' })}
            >
              Undo ({seconds} s)
            </Button>
          )}
        </Countdown>
      )}
    </div>
  );
}
