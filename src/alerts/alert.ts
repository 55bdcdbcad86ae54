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
  'next-hop': 'Next hop is not accepting mail',
  'queue-age': 'Messages are waiting too long',
  backlog: 'Incoming mail is being deferred',
  archive: 'An archive is not accepting copies',
  'archive-age': 'Archive copies are waiting too long',
  'roster-age': 'The roster is out of date',
  'roster-sync': 'A roster was not imported',
  'policy-refused': 'A process is not using the policy in force',
  disk: 'The disk is almost full',
  certificate: 'The certificate expires soon',
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
