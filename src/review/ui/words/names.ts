/** The console's words for states, severities and roles. */
import type { Permission, Role } from '../../contract/account.ts';
import type { ReviewState, Severity } from '../../contract/message.ts';

export const stateNames: Readonly<Record<ReviewState, string>> = {
  held: 'Held',
  'held-by-sender': 'Waits for its sender',
  deciding: 'Decided, may be undone',
  releasing: 'Being released',
  released: 'Released',
  returned: 'Returned',
  expired: 'Time ran out',
  cancelled: 'Cancelled by its sender',
  failed: 'Could not be delivered',
};

/** Shape, then word, then colour. */
export const severities: Readonly<Record<Severity, { shape: string; word: string }>> = {
  high: { shape: '■', word: 'High' },
  medium: { shape: '▲', word: 'Medium' },
  low: { shape: '●', word: 'Low' },
};

export const roleNames: Readonly<Record<Role, { name: string; about: string }>> = {
  reviewer: { name: 'Reviewer', about: 'Decides on held messages, of their own schools where set.' },
  manager: { name: 'Manager', about: 'Decides on all held messages; overview, disclosures, accounts of reviewers.' },
  auditor: { name: 'Auditor', about: 'Reads the record and the overview. Sees no message content.' },
  administrator: { name: 'Administrator', about: 'Settings, accounts, policy, health. Sees no message content.' },
};

/** Nothing has been carried out: its recipients are still those of the envelope. */
export function isOpen(state: ReviewState): boolean {
  return state === 'held' || state === 'held-by-sender' || state === 'deciding';
}

/** `Mia Ortiz` is MO. */
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
  { path: '/held-by-senders', name: 'Held by senders', needs: 'messages.list' },
  { path: '/delivered', name: 'Delivered', needs: 'messages.list' },
  { path: '/overview', name: 'Overview', needs: 'overview.read' },
  { path: '/disclosures', name: 'Disclosures', needs: 'disclosures.read' },
  { path: '/policy', name: 'Policy', needs: 'policy.read' },
  { path: '/record', name: 'Record', needs: 'audit.read' },
  { path: '/settings', name: 'Settings', needs: 'settings.read' },
];
