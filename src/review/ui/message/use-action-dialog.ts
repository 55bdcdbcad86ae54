/** Which dialog of the actions bar is open, and how buttons, menus and keys start an action or open its dialog. */
import { useState } from 'react';
import type { MessageDetail } from '../../contract/message.ts';
import { useKeys } from '../frame/keys.ts';
import { useSession } from '../frame/session.ts';
import { isHarmless, offeredActions, type OfferedAction, type OfferedActions } from './offered-actions.ts';
import type { ActionMutation } from './use-action.ts';
import { gravityOf, wantsEscalation } from './weight.ts';

export type Dialog =
  | 'release'
  | 'release-all'
  | 'false-alarm'
  | 'release-and-allow'
  | 'return'
  | 'reject'
  | 'escalate'
  | 'assign'
  | 'send-copy';

export interface ActionDialog {
  readonly opened: Dialog | undefined;
  readonly open: (dialog: Dialog) => void;
  readonly close: () => void;
  /** Releases at once where that discloses nothing and does not weigh heavily; otherwise opens the release dialog. */
  readonly release: (offered: OfferedAction) => void;
  /** Takes an action of the menu, or opens its dialog. */
  readonly choose: (offered: OfferedAction) => void;
}

/**
 * Also binds the keys e, x, f, u and a while the message is shown. In other mail programs these keys do harmless things, such as
 * archiving: none of them decides without a dialog.
 */
export function useActionDialog(message: MessageDetail, action: ActionMutation): ActionDialog {
  const [opened, setOpened] = useState<Dialog>();
  const offered = offeredActions(message);
  const { account } = useSession();
  const open = (dialog: Dialog): void => {
    action.reset();
    setOpened(dialog);
  };
  const dialogOf = (chosen: OfferedAction): Dialog => (chosen.recipients === undefined ? 'release-all' : 'release');
  const release = (chosen: OfferedAction): void => {
    const to = new Set(chosen.recipients ?? message.recipientList.map(({ n }) => n));
    if (!isHarmless(message, chosen) || gravityOf(message, to).length > 0) return open(dialogOf(chosen));
    action.mutate({ action: 'release', reason: '', ...(chosen.recipients && { recipients: chosen.recipients }) });
  };
  const choose = ({ action: name }: OfferedAction): void => {
    if (isImmediate(name)) action.mutate({ action: name });
    else open(name as Dialog);
  };
  useKeys({
    ...(offered.mainRelease && {
      e: () => open(wantsEscalation(message) ? 'escalate' : dialogOf(offered.mainRelease!)),
    }),
    ...(offered.returnForCorrection && { x: () => open('return') }),
    ...(offered.falseAlarm && { f: () => open('false-alarm') }),
    ...(offered.undo && { u: () => action.mutate({ action: 'undo' }) }),
    a: () => toggleAssignment(message, account.id, offered, action, () => open('assign')),
  });
  return { opened, open, close: () => setOpened(undefined), release, choose };
}

/** Assigns the message to the account, unassigns it from the account, or asks whom to assign it to. */
function toggleAssignment(
  { assignee }: MessageDetail,
  accountId: string,
  offered: OfferedActions,
  action: ActionMutation,
  askWhom: () => void,
): void {
  if (assignee?.id === accountId && offered.has('unclaim')) action.mutate({ action: 'unclaim' });
  else if (assignee === null && offered.has('claim')) action.mutate({ action: 'claim' });
  else if (offered.has('assign')) askWhom();
}

/** Whether the action needs no dialog. */
function isImmediate(name: string): name is 'claim' | 'unclaim' | 'undo' {
  return name === 'claim' || name === 'unclaim' || name === 'undo';
}
