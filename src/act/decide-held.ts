/** Decisions on held messages, by their sender, a reviewer, or the clock: each is one step that wins or is refused. */
import type { AuditEvent, Step } from '../store/change.ts';
import type { Decision } from '../store/schema.ts';
import { noticeAbout, type ActContext, type ActOn } from './act-context.ts';

export interface Held extends ActOn {
  readonly state: 'warned' | 'quarantined';
  /** Under which the step is taken; the clock's decisions have one, people's do not. */
  readonly lease?: string;
  readonly expiresAt: Date;
}

export type HeldDecision =
  | {
      readonly by: 'sender';
      readonly choice: 'send' | 'cancel';
      readonly reason: string;
      /** The sender says that the gateway is mistaken. */
      readonly falseAlarm?: boolean;
    }
  | {
      readonly by: 'reviewer';
      readonly choice: 'release' | 'reject' | 'return';
      readonly actor: string;
      /** Address of the account; absent at the command line. */
      readonly account?: string;
      readonly reason: string;
      /** Positions of the envelope's recipients, of a release to some: the others do not get it. */
      readonly recipients?: readonly number[];
      /** What is allowed from then on. */
      readonly exception?: NonNullable<Step['exception']>;
    }
  | { readonly by: 'expiry' };

/**
 * @param originalHeader header section of the original, for the report that a return needs
 * @returns a step that the store takes only while the message is still held
 */
export function decideHeld(context: ActContext, held: Held, decision: HeldDecision, originalHeader: Buffer): Step {
  const now = context.now();
  const recorded = record(context, held, decision);
  const event: AuditEvent = {
    event: recorded.choice,
    actor: recorded.account ?? recorded.actor ?? recorded.by,
    // A sender's reason may name a student: it is kept with the decision, not in the log of events.
    detail: {
      heldAs: held.state,
      by: recorded.by,
      withReason: Boolean(recorded.reason),
      ...(decision.by === 'reviewer' && decision.recipients ? { recipients: [...decision.recipients] } : {}),
      ...(decision.by === 'reviewer' && decision.exception ? { allows: [...decision.exception.codes] } : {}),
    },
  };
  const common = {
    id: held.id,
    from: held.state,
    ...(held.lease === undefined ? {} : { lease: held.lease }),
    decision: recorded,
    events: [event],
  } as const;
  switch (recorded.choice) {
    case 'send':
    case 'release': {
      const chosen = decision.by === 'reviewer' ? decision.recipients : undefined;
      return {
        ...common,
        to: 'delivering',
        dueAt: now,
        expiresAt: new Date(now.getTime() + context.schedule.maxAgeMs),
        ...(chosen && { recipients: withheld(held).filter(({ n }) => !chosen.includes(n)) }),
        ...(decision.by === 'reviewer' && decision.exception && { exception: decision.exception }),
      };
    }
    case 'deliver':
      return {
        ...common,
        to: 'delivering',
        dueAt: now,
        expiresAt: new Date(now.getTime() + context.schedule.maxAgeMs),
        notices: noticeAbout(context, held, {
          kind: 'expired',
          heldAs: 'warn',
          deadline: held.expiresAt,
          outcome: 'delivered',
          originalHeader,
        }),
      };
    case 'cancel':
      return { ...common, to: 'cancelled', dueAt: null, recipients: withheld(held) };
    case 'reject':
      return {
        ...common,
        to: 'bounced',
        dueAt: null,
        recipients: withheld(held),
        notices: noticeAbout(context, held, { kind: 'rejected', reviewerWords: recorded.reason ?? '', originalHeader }),
      };
    case 'return':
      return {
        ...common,
        to: 'bounced',
        dueAt: null,
        recipients: withheld(held),
        notices: noticeAbout(context, held, { kind: 'returned', reviewerWords: recorded.reason ?? '', originalHeader }),
      };
    case 'bounce': {
      const heldAs = held.state === 'warned' ? 'warn' : 'quarantine';
      return {
        ...common,
        to: 'bounced',
        dueAt: null,
        recipients: withheld(held),
        notices: noticeAbout(context, held, {
          kind: 'expired',
          heldAs,
          deadline: held.expiresAt,
          outcome: 'returned',
          originalHeader,
        }),
      };
    }
  }
}

function record(context: ActContext, held: Held, decision: HeldDecision): Decision {
  if (decision.by === 'sender') return decision;
  if (decision.by === 'reviewer') {
    const { by, choice, actor, account, reason } = decision;
    return { by, choice, actor, ...(account === undefined ? {} : { account }), reason };
  }
  return { by: 'expiry', choice: held.state === 'warned' ? context.hold.warnDefault : 'bounce' };
}

function withheld(held: Held): NonNullable<Step['recipients']> {
  return held.recipients.map(({ n }) => ({ n, state: 'withheld', status: '5.7.1', attempted: false }) as const);
}
