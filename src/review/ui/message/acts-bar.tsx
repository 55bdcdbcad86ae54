/** What may be done, in buttons that say what happens; what was done, with Undo while there is time. */
import { Button, Menu, Modal } from '@mantine/core';
import { useEffect, useRef, useState, type ReactElement, type RefObject } from 'react';
import type { MessageDetail } from '../../contract/message.ts';
import { Icon } from '../frame/icons.tsx';
import { useKeys } from '../frame/keys.ts';
import { useSession } from '../frame/session.ts';
import { AssignForm } from './assign-form.tsx';
import { Outcome } from './outcome.tsx';
import { ReasonForm } from './reason-form.tsx';
import { ReleaseForm } from './release-form.tsx';
import { ReturnForm } from './return-form.tsx';
import type { ActMutation, useJudge } from './use-act.ts';
import classes from './acts-bar.module.css';

export interface ActsBarProps {
  readonly message: MessageDetail;
  readonly act: ActMutation;
  readonly judge: ReturnType<typeof useJudge>;
}

type Offered = MessageDetail['acts'][number];
type Question = 'release' | 'release-all' | 'release-and-allow' | 'return' | 'reject' | 'escalate' | 'assign';

export function ActsBar({ message, act, judge }: ActsBarProps): ReactElement | null {
  const [question, setQuestion] = useState<Question>();
  const bar = useFocusKept(message.decision !== null);
  const { account } = useSession();
  const offered = (name: string): Offered | undefined => message.acts.find((candidate) => candidate.act === name);
  const releases = message.acts.filter((candidate) => candidate.act === 'release');
  const safe = releases.find((candidate) => isSafe(message, candidate));
  const main = safe ?? releases[0];
  const giveBack = offered('return');
  const ask = (next: Question): void => {
    act.reset();
    setQuestion(next);
  };
  const release = (candidate: Offered | undefined): void => {
    if (candidate === undefined) return;
    // To people who may have it, a press is enough: it can be undone. To others it takes a reason.
    if (!isSafe(message, candidate)) return ask(candidate.recipients === undefined ? 'release-all' : 'release');
    act.mutate({ act: 'release', reason: '', ...(candidate.recipients && { recipients: candidate.recipients }) });
  };
  const isMine = message.assignee?.id === account.id;
  const take = (): void => {
    if (isMine && offered('unclaim')) act.mutate({ act: 'unclaim' });
    else if (message.assignee === null && offered('claim')) act.mutate({ act: 'claim' });
    else if (offered('assign')) ask('assign');
  };
  useKeys({
    ...(main && { e: () => release(main) }),
    ...(giveBack && { x: () => ask('return') }),
    ...(offered('undo') && { u: () => act.mutate({ act: 'undo' }) }),
    a: take,
  });
  if (message.acts.length === 0 && message.decision === null) return null;

  // Before a decision, Undo is one's own agreement taken back; after it, it is beside the outcome.
  const elsewhere = ['release', 'return', 'note', 'answer-appeal', ...(message.decision === null ? [] : ['undo'])];
  const others = message.acts.filter((candidate) => !elsewhere.includes(candidate.act));
  const alarms = message.findings.map(({ n }) => n);
  const allAlarms = message.findings.every(({ judgement }) => judgement === 'false-alarm');
  const conclude = { onSuccess: () => setQuestion(undefined) };
  const form = { error: act.error, isPending: act.isPending };
  return (
    <section ref={bar} tabIndex={-1} className={classes.bar} aria-label="Acts">
      <Outcome message={message} act={act} canUndo={offered('undo') !== undefined} isAsking={question !== undefined} />
      <div className={classes.buttons}>
        {main && (
          <Button.Group className={classes.releases ?? ''}>
            <Button
              variant={safe === undefined ? 'default' : 'filled'}
              loading={act.isPending && question === undefined}
              onClick={() => release(main)}
            >
              {main.label}
            </Button>
            <ReleaseMenu
              message={message}
              others={releases.filter((candidate) => candidate !== main)}
              onRelease={release}
              onAsk={ask}
            />
          </Button.Group>
        )}
        {giveBack && (
          <Button variant="default" onClick={() => ask('return')}>
            {giveBack.label}
          </Button>
        )}
        {others.length > 0 && alarms.length > 0 && (
          <Button
            className={classes.wide ?? ''}
            variant="default"
            loading={judge.isPending}
            onClick={() => judge.mutate({ findings: alarms, judgement: allAlarms ? null : 'false-alarm' })}
          >
            {allAlarms ? 'Not a false alarm' : 'False alarm'}
          </Button>
        )}
        {others.length > 0 && (
          <Menu position="top-end">
            <Menu.Target>
              <Button variant="default" px="sm" aria-label="More acts">
                <Icon name="more" />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {others
                .filter((candidate) => candidate.act !== 'release-and-allow')
                .map((candidate) => (
                  <Menu.Item
                    key={candidate.act}
                    onClick={() => {
                      if (isPlain(candidate.act)) act.mutate({ act: candidate.act });
                      else ask(candidate.act as Question);
                    }}
                  >
                    {candidate.label}
                  </Menu.Item>
                ))}
              {alarms.length > 0 && (
                <Menu.Item
                  className={classes.narrow ?? ''}
                  onClick={() => judge.mutate({ findings: alarms, judgement: allAlarms ? null : 'false-alarm' })}
                >
                  {allAlarms ? 'Not a false alarm' : 'False alarm'}
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      <Modal
        opened={question?.startsWith('release') === true}
        onClose={() => setQuestion(undefined)}
        title={question === 'release-and-allow' ? 'Release, and allow from now on' : 'Release'}
        size="lg"
      >
        <ReleaseForm
          {...form}
          message={message}
          recipients={
            question === 'release-all'
              ? message.recipientList.map(({ n }) => n)
              : (main?.recipients ?? message.recipientList.map(({ n }) => n))
          }
          allows={question === 'release-and-allow'}
          onSubmit={(chosen) => act.mutate(chosen, conclude)}
        />
      </Modal>
      <Modal
        opened={question === 'return' || question === 'reject'}
        onClose={() => setQuestion(undefined)}
        title={question === 'reject' ? 'Reject' : 'Return to the sender'}
        size="lg"
      >
        <ReturnForm
          {...form}
          act={question === 'reject' ? 'reject' : 'return'}
          button={question === 'reject' ? 'Reject it' : 'Return it'}
          onSubmit={(chosen) => act.mutate(chosen, conclude)}
        />
      </Modal>
      <Modal opened={question === 'escalate'} onClose={() => setQuestion(undefined)} title="Escalate">
        <ReasonForm
          {...form}
          about="It goes to the top of everybody’s list and is marked for the managers."
          label="What should they know?"
          button="Escalate"
          onSubmit={(note) => act.mutate({ act: 'escalate', note }, conclude)}
        />
      </Modal>
      <Modal opened={question === 'assign'} onClose={() => setQuestion(undefined)} title="Assign">
        <AssignForm {...form} onSubmit={(to) => act.mutate({ act: 'assign', to }, conclude)} />
      </Modal>
    </section>
  );
}

/** The button that was pressed goes once it is decided: Tab then goes on from here and not from the top of the page. */
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

interface ReleaseMenuProps {
  readonly message: MessageDetail;
  readonly others: readonly Offered[];
  readonly onRelease: (offered: Offered) => void;
  readonly onAsk: (question: Question) => void;
}

function ReleaseMenu({ message, others, onRelease, onAsk }: ReleaseMenuProps): ReactElement {
  const allow = message.acts.find((candidate) => candidate.act === 'release-and-allow');
  return (
    <Menu position="top-start">
      <Menu.Target>
        <Button variant="default" px="xs" aria-label="Other ways to release">
          <Icon name="down" size={14} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {others.map((candidate) => (
          <Menu.Item key={candidate.label} onClick={() => onRelease(candidate)}>
            {candidate.label}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => onAsk('release')}>Choose the recipients…</Menu.Item>
        {allow && <Menu.Item onClick={() => onAsk('release-and-allow')}>{allow.label}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Needs no question. */
function isPlain(act: string): act is 'claim' | 'unclaim' | 'undo' {
  return act === 'claim' || act === 'unclaim' || act === 'undo';
}

/** All whom it would go to may have what was found. */
function isSafe(message: MessageDetail, { recipients }: Offered): boolean {
  const list = message.recipientList.filter(({ n }) => recipients?.includes(n) ?? true);
  return (
    list.length > 0 &&
    list.every(({ entitled }) => entitled === 'yes' || entitled === 'not-needed') &&
    message.recipients.unentitled <= message.recipients.count - list.length
  );
}
