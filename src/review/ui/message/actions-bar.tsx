/** The bar below a message: the outcome of the last action, and a button for each action that is possible now. */
import { Button } from '@mantine/core';
import { useEffect, useRef, type ReactElement, type RefObject } from 'react';
import type { MessageDetail } from '../../contract/message.ts';
import { ActionDialogs } from './action-dialogs.tsx';
import { MoreActions } from './more-actions.tsx';
import { offeredActions } from './offered-actions.ts';
import { Outcome } from './outcome.tsx';
import { ReleaseButtons } from './release-buttons.tsx';
import { useActionDialog } from './use-action-dialog.ts';
import type { ActionMutation } from './use-action.ts';
import { wantsEscalation } from './weight.ts';
import classes from './actions-bar.module.css';

export interface ActionsBarProps {
  readonly message: MessageDetail;
  readonly action: ActionMutation;
}

export function ActionsBar({ message, action }: ActionsBarProps): ReactElement | null {
  const bar = useFocusKept(message.decision !== null);
  const dialog = useActionDialog(message, action);
  const { returnForCorrection, falseAlarm, undo, menu, releaseAndAllow } = offeredActions(message);
  const hasMenu = menu.length > 0 || releaseAndAllow !== undefined;
  if (message.actions.length === 0 && message.decision === null) return null;
  return (
    <section ref={bar} tabIndex={-1} className={classes.bar} aria-label="Actions">
      <Outcome message={message} action={action} canUndo={undo !== undefined} hasDialog={dialog.opened !== undefined} />
      <div className={classes.buttons}>
        {wantsEscalation(message) && <Button onClick={() => dialog.open('escalate')}>Escalate…</Button>}
        <ReleaseButtons message={message} dialog={dialog} isPending={action.isPending} />
        {returnForCorrection && (
          <Button variant="default" onClick={() => dialog.open('return')}>
            {returnForCorrection.label}
          </Button>
        )}
        {falseAlarm && (
          <Button className={classes.wide ?? ''} variant="default" onClick={() => dialog.open('false-alarm')}>
            {falseAlarm.label}
          </Button>
        )}
        {hasMenu && (
          <MoreActions
            actions={wantsEscalation(message) ? menu.filter((offered) => offered.action !== 'escalate') : menu}
            dialog={dialog}
            falseAlarm={falseAlarm}
          />
        )}
      </div>
      <ActionDialogs message={message} action={action} dialog={dialog} />
    </section>
  );
}

/** A decision removes the button that had the focus. The bar takes the focus, so that Tab does not restart at the top. */
function useFocusKept(isDecided: boolean): RefObject<HTMLElement | null> {
  const bar = useRef<HTMLElement>(null);
  const wasDecided = useRef(isDecided);
  useEffect(() => {
    const changed = wasDecided.current !== isDecided;
    wasDecided.current = isDecided;
    if (changed && document.activeElement === document.body) bar.current?.focus({ preventScroll: true });
  }, [isDecided]);
  return bar;
}
