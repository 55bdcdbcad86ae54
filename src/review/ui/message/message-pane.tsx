/** The open message: what would happen, why it is held, who gets it, what it says, and what may be done. */
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { ApiError } from '../api/client.ts';
import { useMessage } from '../api/queries.ts';
import { useKeys } from '../frame/keys.ts';
import { useMay } from '../frame/session.ts';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { ActsBar } from './acts-bar.tsx';
import { Appeal } from './appeal.tsx';
import { ContentTabs } from './content-tabs.tsx';
import { MessageHead } from './message-head.tsx';
import { Notes } from './notes.tsx';
import { Recipients } from './recipients.tsx';
import { RevealDialog } from './reveal-dialog.tsx';
import { useAct, useJudge } from './use-act.ts';
import { Why } from './why.tsx';
import classes from './message-pane.module.css';

export function MessagePane({ id, onClose }: { id: string; onClose: () => void }): ReactElement {
  const { data: message, error, refetch } = useMessage(id);
  const [chosenFinding, setChosenFinding] = useState<number>();
  const [reveals, setReveals] = useState(false);
  const act = useAct(id);
  const judge = useJudge(id);
  const mayReveal = useMay('messages.reveal');
  const mayDecide = useMay('messages.decide');
  const findings = message?.findings ?? [];
  const chosen = findings.find(({ n }) => n === chosenFinding);
  useKeys({
    ...(mayReveal && message?.revealed === false && { r: () => setReveals(true) }),
    ...(mayDecide && {
      f: () => {
        const about = chosen === undefined ? findings : [chosen];
        const allAlarms = about.every(({ judgement }) => judgement === 'false-alarm');
        judge.mutate({ findings: about.map(({ n }) => n), judgement: allAlarms ? null : 'false-alarm' });
      },
    }),
    n: () => setChosenFinding(findings[(findings.findIndex(({ n }) => n === chosenFinding) + 1) % findings.length]?.n),
  });

  if (message === undefined) {
    if (error instanceof ApiError && error.problem.status === 404) {
      return (
        <Pane onClose={onClose}>
          <Empty title={error.problem.title}>
            It may be of another school, or past the time that messages are kept.
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
          <Appeal appeal={message.appeal} act={act} mayAnswer={may(message, 'answer-appeal')} />
        )}
        <Why message={message} judge={judge} mayDecide={mayDecide} onShow={setChosenFinding} />
        <Recipients message={message} />
        <ContentTabs
          message={message}
          chosen={chosen}
          judge={judge}
          onChoose={setChosenFinding}
          onReveal={mayReveal ? () => setReveals(true) : undefined}
        />
        <Notes message={message} act={act} mayNote={mayDecide} />
      </Pane>
      <ActsBar message={message} act={act} judge={judge} />
      <RevealDialog id={id} opened={reveals} onClose={() => setReveals(false)} />
    </>
  );
}

function Pane({ onClose, children }: { onClose: () => void; children: React.ReactNode }): ReactElement {
  const back = useRef<HTMLButtonElement>(null);
  // Where the message takes the place of the list, the row that had the focus is gone; beside a list this is hidden and stays so.
  useEffect(() => back.current?.focus({ preventScroll: true }), []);
  return (
    <article className={classes.pane}>
      <button ref={back} type="button" className={classes.back} onClick={onClose}>
        ‹ Back to the list
      </button>
      {children}
    </article>
  );
}

function may(message: { acts: readonly { act: string }[] }, act: string): boolean {
  return message.acts.some((candidate) => candidate.act === act);
}
