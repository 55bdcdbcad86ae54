/** The open message: its headline, why it is held, its recipients, its content, and the actions. */
import { useEffect, useRef, useState, type ReactElement } from 'react';
import type { ActionResult } from '../../contract/actions.ts';
import { ApiError } from '../api/client.ts';
import { useMessage } from '../api/queries.ts';
import { useKeys } from '../frame/keys.ts';
import { useMay } from '../frame/session.ts';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { ActionsBar } from './actions-bar.tsx';
import { Appeal } from './appeal.tsx';
import { Approvers } from './approvers.tsx';
import { ContentTabs } from './content-tabs.tsx';
import { MessageHead } from './message-head.tsx';
import { MonitoredBar } from './monitored-bar.tsx';
import { Notes } from './notes.tsx';
import { Recipients } from './recipients.tsx';
import { RevealDialog } from './reveal-dialog.tsx';
import { useAction, useJudge } from './use-action.ts';
import { Why } from './why.tsx';
import classes from './message-pane.module.css';

export interface MessagePaneProps {
  readonly id: string;
  readonly onClose: () => void;
  /** Called after a decision on the message. */
  readonly onDecided?: (result: ActionResult) => void;
}

export function MessagePane({ id, onClose, onDecided }: MessagePaneProps): ReactElement {
  const { data: message, error, refetch } = useMessage(id);
  const [chosenFinding, setChosenFinding] = useState<number>();
  const [reveals, setReveals] = useState(false);
  const action = useAction(id, onDecided);
  const judge = useJudge(id);
  const mayReveal = useMay('messages.reveal');
  const mayDecide = useMay('messages.decide');
  const findings = message?.findings ?? [];
  const chosen = findings.find(({ n }) => n === chosenFinding);
  useKeys({
    ...(mayReveal && message?.revealed === false && { r: () => setReveals(true) }),
    n: () => setChosenFinding(findings[(findings.findIndex(({ n }) => n === chosenFinding) + 1) % findings.length]?.n),
  });

  if (message === undefined) {
    if (error instanceof ApiError && error.problem.status === 404) {
      return (
        <Pane onClose={onClose}>
          <Empty title={error.problem.title}>
            It may belong to another school, or its retention period may have ended.
          </Empty>
        </Pane>
      );
    }
    return (
      <Pane onClose={onClose}>
        {error === null ? <Waiting lines={9} height={26} /> : <Failure error={error} onRetry={() => void refetch()} />}
      </Pane>
    );
  }
  return (
    <>
      <Pane onClose={onClose}>
        <MessageHead message={message} />
        {message.appeal !== null && (
          <Appeal appeal={message.appeal} action={action} mayAnswer={may(message, 'answer-appeal')} />
        )}
        <Why message={message} judge={judge} mayDecide={mayDecide} onShow={setChosenFinding} />
        <Recipients message={message} />
        <Approvers message={message} />
        <ContentTabs
          message={message}
          chosen={chosen}
          judge={judge}
          onChoose={setChosenFinding}
          onReveal={mayReveal ? () => setReveals(true) : undefined}
        />
        <Notes message={message} action={action} mayNote={mayDecide} />
      </Pane>
      {message.state === 'monitored' ? (
        <MonitoredBar message={message} judge={judge} mayDecide={mayDecide} />
      ) : (
        <ActionsBar message={message} action={action} />
      )}
      <RevealDialog id={id} opened={reveals} onClose={() => setReveals(false)} />
    </>
  );
}

function Pane({ onClose, children }: { onClose: () => void; children: React.ReactNode }): ReactElement {
  const back = useRef<HTMLButtonElement>(null);
  // On a phone the message replaces the list, and with it the focused row. Beside a list, this button is hidden.
  useEffect(() => back.current?.focus({ preventScroll: true }), []);
  return (
    <article className={classes.pane}>
      <button ref={back} type="button" className={classes.back} onClick={onClose}>
        ‹ Back to list
      </button>
      {children}
    </article>
  );
}

function may(message: { actions: readonly { action: string }[] }, action: string): boolean {
  return message.actions.some((candidate) => candidate.action === action);
}
