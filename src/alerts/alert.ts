/** What an alert is. Its words name hosts, counts and ids, and never people, subjects or content. */
import type { MessageId } from '../message/message-id.ts';

export const alertKinds = [
  'held-messages',
  'mass-disclosure',
  'threat',
  'next-hop',
  'queue-age',
  'backlog',
  'archive',
  'archive-age',
  'roster-age',
  'roster-sync',
  'policy-refused',
  'disk',
  'certificate',
] as const;
export type AlertKind = (typeof alertKinds)[number];

/** A condition that holds now. */
export interface Condition {
  readonly kind: AlertKind;
  /** Which one of its kind: a hop, a message, a file; empty where there is only one. */
  readonly subject: string;
  /** One English sentence. */
  readonly summary: string;
  readonly messageId?: MessageId;
}

export interface AlertPost {
  readonly id: string;
  readonly status: 'raised' | 'ended';
  readonly kind: AlertKind;
  readonly subject: string;
  readonly summary: string;
  readonly messageId: MessageId | null;
  /** ISO 8601, as `at`. */
  readonly raisedAt: string;
  /** When it was raised, or ended. */
  readonly at: string;
}

const titles: Readonly<Record<AlertKind, string>> = {
  'held-messages': 'Many messages are held',
  'mass-disclosure': 'Possible mass disclosure',
  threat: 'Possible threat',
  'next-hop': 'Next hop does not take mail',
  'queue-age': 'Messages wait too long',
  backlog: 'No mail is accepted',
  archive: 'An archive takes no copies',
  'archive-age': 'Copies for an archive wait too long',
  'roster-age': 'The roster is old',
  'roster-sync': 'A roster was not imported',
  'policy-refused': 'A process does not use the policy in force',
  disk: 'The disk is almost full',
  certificate: 'The certificate ends soon',
};

/** `Possible threat`, or `Ended: Possible threat`. */
export function titleOf({ kind, status }: Pick<AlertPost, 'kind' | 'status'>): string {
  return status === 'raised' ? titles[kind] : `Ended: ${titles[kind]}`;
}

/** Where to look, as a path of the console. */
export function pathOf({ kind, messageId }: Pick<AlertPost, 'kind' | 'messageId'>): string {
  if (messageId !== null) return `/messages/${messageId}`;
  return kind === 'held-messages' ? '/review' : '/settings';
}
