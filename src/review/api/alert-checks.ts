/** What the settings page says of alerts: those that are open, and whether anybody gets them. */
import { titleOf, type AlertKind } from '../../alerts/alert.ts';
import type { Config } from '../../config/schema.ts';
import type { Settings } from '../contract/pages.ts';

type Check = Settings['checks'][number];

export interface OpenAlert {
  readonly kind: AlertKind;
  readonly subject: string;
  readonly summary: string;
}

/** Kinds that the page has a check for: the alert says nothing new. Messages are in the review list. */
export const ownCheck: ReadonlySet<AlertKind> = new Set(['next-hop', 'roster-age', 'threat', 'mass-disclosure']);

export function alertCheck({ kind, subject, summary }: OpenAlert): Check {
  const state = kind === 'held-messages' ? 'attention' : 'bad';
  return { id: `alert ${kind} ${subject}`, title: titleOf({ kind, status: 'raised' }), state, detail: summary };
}

export function alertingCheck({ alerts: { mail, webhooks } }: Pick<Config, 'alerts'>): Check {
  const check = { id: 'alerts', title: 'Alerts' };
  return mail.length + webhooks.length === 0
    ? { ...check, state: 'attention', detail: 'Nobody receives alerts. Set alerts.mail or alerts.webhooks.' }
    : {
        ...check,
        state: 'good',
        detail: `Alerts go to ${count(mail.length, 'address', 'addresses')} and ${count(webhooks.length, 'webhook', 'webhooks')}.`,
      };
}

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
