/** Reads the actions that the API offers on a message: which release the main button takes, and what belongs in the menus. */
import type { MessageDetail } from '../../contract/message.ts';

export type OfferedAction = MessageDetail['actions'][number];

export interface OfferedActions {
  readonly releases: readonly OfferedAction[];
  /** The release of the main button: to entitled recipients where the API offers that, otherwise the first one. */
  readonly mainRelease: OfferedAction | undefined;
  readonly releaseAndAllow: OfferedAction | undefined;
  readonly returnForCorrection: OfferedAction | undefined;
  /** Judges all findings as false alarms and releases the message. */
  readonly falseAlarm: OfferedAction | undefined;
  readonly undo: OfferedAction | undefined;
  /** Actions without a button of their own. */
  readonly menu: readonly OfferedAction[];
  has(name: string): boolean;
}

const withOwnControl = ['release', 'release-and-allow', 'false-alarm', 'return', 'note', 'answer-appeal'];

export function offeredActions(message: MessageDetail): OfferedActions {
  const find = (name: string): OfferedAction | undefined => message.actions.find(({ action }) => action === name);
  const releases = message.actions.filter(({ action }) => action === 'release');
  // After a decision, Undo stands beside the outcome. Before one, it withdraws the account's own approval.
  const elsewhere = message.decision === null ? withOwnControl : [...withOwnControl, 'undo'];
  return {
    releases,
    mainRelease: releases.find((release) => isHarmless(message, release)) ?? releases[0],
    releaseAndAllow: find('release-and-allow'),
    returnForCorrection: find('return'),
    falseAlarm: find('false-alarm'),
    undo: find('undo'),
    menu: message.actions.filter(({ action }) => !elsewhere.includes(action)),
    has: (name) => find(name) !== undefined,
  };
}

/** Whether every recipient of the release is entitled to what was found. */
export function isHarmless(message: MessageDetail, { recipients }: OfferedAction): boolean {
  const list = message.recipientList.filter(({ n }) => recipients?.includes(n) ?? true);
  return (
    list.length > 0 &&
    list.every(({ entitled }) => entitled === 'yes' || entitled === 'not-needed') &&
    message.recipients.unentitled <= message.recipients.count - list.length
  );
}
