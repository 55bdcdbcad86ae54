/** The dialogs of the actions that need more than a click: release, return, escalate, assign. */
import { Modal } from '@mantine/core';
import type { ReactElement } from 'react';
import type { MessageDetail } from '../../contract/message.ts';
import { AssignForm } from './assign-form.tsx';
import { CopyForm } from './copy-form.tsx';
import { offeredActions } from './offered-actions.ts';
import { ReasonForm } from './reason-form.tsx';
import { ReleaseForm } from './release-form.tsx';
import { ReturnForm, returnTitles } from './return-form.tsx';
import type { ActionDialog } from './use-action-dialog.ts';
import type { ActionMutation } from './use-action.ts';

export interface ActionDialogsProps {
  readonly message: MessageDetail;
  readonly action: ActionMutation;
  readonly dialog: ActionDialog;
}

export function ActionDialogs({ message, action, dialog }: ActionDialogsProps): ReactElement {
  const { opened, close } = dialog;
  const form = { error: action.error, isPending: action.isPending };
  const closing = { onSuccess: close };
  const returning = opened === 'reject' ? 'reject' : 'return';
  return (
    <>
      <Modal
        opened={opened?.startsWith('release') === true || opened === 'false-alarm'}
        onClose={close}
        title={releaseTitle(message, opened)}
        size="lg"
      >
        <ReleaseForm
          {...form}
          message={message}
          recipients={initialRecipients(message, opened)}
          allows={opened === 'release-and-allow'}
          isFalseAlarm={opened === 'false-alarm'}
          onSubmit={(chosen) => action.mutate(chosen, closing)}
        />
      </Modal>
      <Modal
        opened={opened === 'return' || opened === 'reject'}
        onClose={close}
        title={returnTitles[returning]}
        size="lg"
      >
        <ReturnForm
          {...form}
          action={returning}
          button={returnTitles[returning]}
          onSubmit={(chosen) => action.mutate(chosen, closing)}
        />
      </Modal>
      <Modal opened={opened === 'send-copy'} onClose={close} title="Send without the flagged parts" size="lg">
        <CopyForm {...form} message={message} onSubmit={(chosen) => action.mutate(chosen, closing)} />
      </Modal>
      <Modal opened={opened === 'escalate'} onClose={close} title="Escalate">
        <ReasonForm
          {...form}
          about="The message moves to the top of every reviewer’s list, and the managers are notified."
          label="What should they know?"
          button="Escalate"
          onSubmit={(note) => action.mutate({ action: 'escalate', note }, closing)}
        />
      </Modal>
      <Modal opened={opened === 'assign'} onClose={close} title="Assign">
        <AssignForm {...form} onSubmit={(to) => action.mutate({ action: 'assign', to }, closing)} />
      </Modal>
    </>
  );
}

function releaseTitle({ approvals }: MessageDetail, opened: ActionDialog['opened']): string {
  if (opened === 'false-alarm') return 'False alarm: release';
  if (opened === 'release-and-allow') return 'Release, and allow similar messages';
  if (approvals.needed === 1) return 'Release';
  return `Approve release (${Math.min(approvals.given + 1, approvals.needed)} of ${approvals.needed})`;
}

/** Positions of the recipients that the release dialog has selected when it opens. */
function initialRecipients(message: MessageDetail, opened: ActionDialog['opened']): readonly number[] {
  const all = message.recipientList.map(({ n }) => n);
  return opened === 'release-all' || opened === 'false-alarm'
    ? all
    : (offeredActions(message).mainRelease?.recipients ?? all);
}
