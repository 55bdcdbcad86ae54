/** The console's names for states, severities, roles and pages. */
import type { Permission, Role } from '../../contract/account.ts';
import type { ReviewState, Severity } from '../../contract/message.ts';

export const stateNames: Readonly<Record<ReviewState, string>> = {
  held: 'Held',
  'held-by-sender': 'Waiting for sender',
  deciding: 'Decided, can be undone',
  releasing: 'Releasing',
  released: 'Released',
  returned: 'Returned',
  expired: 'Expired',
  cancelled: 'Cancelled',
  failed: 'Delivery failed',
  monitored: 'Delivered in monitor mode',
};

/** Severity is shown by shape and word, and only then by colour. */
export const severities: Readonly<Record<Severity, { shape: string; word: string }>> = {
  high: { shape: '■', word: 'High' },
  medium: { shape: '▲', word: 'Medium' },
  low: { shape: '●', word: 'Low' },
};

export const roleNames: Readonly<Record<Role, { name: string; about: string }>> = {
  reviewer: { name: 'Reviewer', about: 'Decides on held messages, optionally only for certain schools.' },
  manager: {
    name: 'Manager',
    about: 'Decides on all held messages. Sees the overview and disclosures, and manages the accounts of reviewers.',
  },
  auditor: { name: 'Auditor', about: 'Reads the audit log and the overview. Cannot see message content.' },
  administrator: {
    name: 'Administrator',
    about: 'Manages settings and accounts, and sees policy and health. Cannot see message content.',
  },
};

/** Whether no decision on the message has been carried out yet. */
export function isOpen(state: ReviewState): boolean {
  return state === 'held' || state === 'held-by-sender' || state === 'deciding';
}

/** `MO` for `Mia Ortiz`. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return `${words[0]?.[0] ?? ''}${words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''}`.toUpperCase();
}

export interface Place {
  readonly path: string;
  readonly name: string;
  readonly needs: Permission;
}

/** The console's pages in the order of its navigation. */
export const places: readonly Place[] = [
  { path: '/review', name: 'Review', needs: 'messages.list' },
  { path: '/waiting-for-sender', name: 'Waiting for sender', needs: 'messages.list' },
  { path: '/delivered', name: 'Delivered', needs: 'messages.list' },
  { path: '/monitored', name: 'Monitored', needs: 'messages.list' },
  { path: '/overview', name: 'Overview', needs: 'overview.read' },
  { path: '/disclosures', name: 'Disclosures', needs: 'disclosures.read' },
  { path: '/policy', name: 'Policy', needs: 'policy.read' },
  { path: '/audit-log', name: 'Audit log', needs: 'audit.read' },
  { path: '/settings', name: 'Settings', needs: 'settings.read' },
];
