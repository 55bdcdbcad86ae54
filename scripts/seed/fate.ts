/** The state of a synthetic message: most wait, and one in five has a decision, with the day of the decision. */
import type { Decision } from '../../src/store/schema.ts';
import type { ReviewItemState } from '../../src/store/review/tables.ts';

export interface Fate {
  readonly item: ReviewItemState;
  readonly message: 'quarantined' | 'warned' | 'delivered' | 'bounced' | 'cancelled';
  readonly recipients: 'pending' | 'delivered' | 'withheld';
  readonly decision?: Omit<Decision, 'reason'>;
  readonly hours: number;
}

const reviewers = ['Mia Ortiz', 'Sam Haddad', 'Lea Brandt'];
const HOUR_MS = 3_600_000;

/** @param ageMs time since it arrived: new messages have no decision yet */
export function fateOf(n: number, heldAs: 'warned' | 'quarantined', ageMs: number): Fate {
  const waits: Fate = {
    item: heldAs === 'warned' ? 'held-by-sender' : 'held',
    message: heldAs,
    recipients: 'pending',
    hours: 0,
  };
  const hours = 0.2 + ((n * 7919) % 240) / 10;
  if (n % 5 !== 4 || ageMs < hours * HOUR_MS) return waits;
  if (heldAs === 'warned')
    return n % 2 === 0
      ? {
          item: 'released',
          message: 'delivered',
          recipients: 'delivered',
          decision: { by: 'sender', choice: 'send', ...(n % 3 === 0 && { falseAlarm: true }) },
          hours,
        }
      : {
          item: 'cancelled',
          message: 'cancelled',
          recipients: 'withheld',
          decision: { by: 'sender', choice: 'cancel' },
          hours,
        };
  const actor = reviewers[n % reviewers.length]!;
  const account = `${actor.toLowerCase().replace(' ', '.')}@school.example`;
  const roll = (n * 31) % 10;
  if (roll < 6)
    return {
      item: 'released',
      message: 'delivered',
      recipients: 'delivered',
      decision: { by: 'reviewer', choice: 'release', actor, account },
      hours,
    };
  return {
    item: roll < 9 ? 'returned' : 'expired',
    message: 'bounced',
    recipients: 'withheld',
    decision: roll < 9 ? { by: 'reviewer', choice: 'reject', actor, account } : { by: 'expiry', choice: 'bounce' },
    hours,
  };
}
