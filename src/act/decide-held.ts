/** Decisions on held messages, by their sender, a reviewer, or the clock: each is one step that wins or is refused. */
import type { AuditEvent, NewMessage, NewNotice, Step } from '../store/change.ts';
import type { Decision } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { canNotify, exceptionsPage, noticeAbout, type ActContext } from './act-context.ts';
import type { HeldMessage } from './message-facts.ts';
import { headersOnly } from './notices/headers-only.ts';
import type { Occasion } from './notices/notice.ts';

export type HeldDecision =
  | {
      readonly by: 'sender';
      readonly choice: 'send' | 'cancel';
      readonly reason: string;
      /** The sender says that the gateway is mistaken. */
      readonly falseAlarm?: boolean;
      /** Sent in place of the message, which is cancelled: a copy without what was removed. */
      readonly copy?: NewMessage;
      readonly removed?: { readonly lines: number; readonly attachments: number };
    }
  | {
      readonly by: 'reviewer';
      readonly choice: 'release' | 'copy' | 'reject' | 'return';
      readonly actor: string;
      /** Address of the account. */
      readonly account?: string;
      readonly reason: string;
      /** With the choice `copy`: sent in place of the message, which is cancelled. */
      readonly copy?: NewMessage;
      readonly removed?: { readonly lines: number; readonly attachments: number };
      /** Positions of the envelope's recipients, for a release to some of them: the others do not get the message. */
      readonly recipients?: readonly number[];
      /** What is allowed from then on. */
      readonly exception?: NonNullable<Step['exception']>;
    }
  | { readonly by: 'expiry' };

export interface DecideOptions {
  /** Gives the original; undefined where the stored body is not what was accepted. Called only where a report needs its header. */
  readonly body: () => Promise<Buffer | undefined>;
  /** The worker that decides goes on to deliver the message under the same lease. */
  readonly keepLease?: boolean;
}

/** Time for the delivery that follows under the same lease, before the message is due for somebody else. */
const DELIVERY_MS = 60_000;

/**
 * Decides on a held message, for every entrance: the console and the command line when the time to undo is over,
 * the sender's link, and the end of a hold.
 *
 * @returns the step that was committed
 * @throws HallpassError store.lost-lease where the message is no longer held
 */
export async function decideHeld(
  store: Pick<Store, 'step'>,
  context: ActContext,
  held: HeldMessage,
  decision: HeldDecision,
  options: DecideOptions,
): Promise<Step> {
  const recorded = recordedDecision(context, held, decision);
  const step: Step = {
    id: held.id,
    from: held.state,
    ...(held.lease === undefined ? {} : { lease: held.lease }),
    decision: recorded,
    events: [decisionEvent(held, decision, recorded)],
    ...(await outcomeOf(context, held, recorded, decision, options)),
  };
  await store.step(step);
  return step;
}

type Outcome = Pick<Step, 'to' | 'keepLease' | 'dueAt' | 'expiresAt' | 'recipients' | 'notices' | 'exception' | 'copy'>;

async function outcomeOf(
  context: ActContext,
  held: HeldMessage,
  recorded: Decision,
  decision: HeldDecision,
  options: DecideOptions,
): Promise<Outcome> {
  const report = (occasion: Report): Promise<NewNotice[]> => reportAbout(context, held, occasion, options.body);
  const returned = { to: 'bounced', dueAt: null, recipients: withheld(held) } as const;
  const expired = { kind: 'expired', heldAs: held.state === 'warned' ? 'warn' : 'quarantine' } as const;
  const deadline = held.expiresAt;
  const reviewerWords = recorded.reason ?? '';
  switch (recorded.choice) {
    case 'send':
    case 'release':
      return {
        ...onward(context, options),
        ...releaseScope(held, decision),
        notices: consentNotice(context, held, decision),
      };
    case 'deliver':
      return { ...onward(context, options), notices: await report({ ...expired, deadline, outcome: 'delivered' }) };
    case 'cancel':
      return {
        to: 'cancelled',
        dueAt: null,
        recipients: withheld(held),
        ...copyOf(decision),
      };
    case 'copy':
      return {
        to: 'cancelled',
        dueAt: null,
        recipients: withheld(held),
        ...copyOf(decision),
        notices: canNotify(context, held) ? noticeAbout(context, held, { kind: 'copy-sent', reviewerWords }) : [],
      };
    case 'reject':
      return { ...returned, notices: await report({ kind: 'rejected', reviewerWords }) };
    case 'return':
      return { ...returned, notices: await report({ kind: 'returned', reviewerWords }) };
    case 'bounce':
      return { ...returned, notices: await report({ ...expired, deadline, outcome: 'returned' }) };
  }
}

function copyOf(decision: HeldDecision): Pick<Outcome, 'copy'> {
  return decision.by !== 'expiry' && decision.copy ? { copy: decision.copy } : {};
}

function onward(context: ActContext, { keepLease = false }: DecideOptions): Outcome {
  const nowMs = context.now().getTime();
  return {
    to: 'delivering',
    keepLease,
    dueAt: new Date(keepLease ? nowMs + DELIVERY_MS : nowMs),
    expiresAt: new Date(nowMs + context.schedule.maxAgeMs),
  };
}

/** Asks the managers to consent to an exception, where it needs that. */
function consentNotice(context: ActContext, held: HeldMessage, decision: HeldDecision): NewNotice[] {
  const to = decision.by === 'reviewer' ? decision.exception?.needsConsent : undefined;
  if (decision.by !== 'reviewer' || to === undefined) return [];
  return noticeAbout(
    context,
    held,
    { kind: 'for-reviewers', topic: 'exception-consent', to, by: decision.actor, link: exceptionsPage(context) },
    { key: 'exception-consent' },
  );
}

/** Whom a reviewer's release does not reach, and what is allowed from then on. */
function releaseScope(held: HeldMessage, decision: HeldDecision): Pick<Outcome, 'recipients' | 'exception'> {
  if (decision.by !== 'reviewer') return {};
  const { recipients: chosen, exception } = decision;
  return {
    ...(chosen && { recipients: withheld(held).filter(({ n }) => !chosen.includes(n)) }),
    ...(exception && { exception }),
  };
}

type WithoutHeader<One> = One extends { originalHeader: Buffer } ? Omit<One, 'originalHeader'> : never;
type Report = WithoutHeader<Occasion>;

/** A notice that carries the original's header section, which is read only where there is somebody to notify. */
async function reportAbout(
  context: ActContext,
  held: HeldMessage,
  occasion: Report,
  body: DecideOptions['body'],
): Promise<NewNotice[]> {
  if (!canNotify(context, held)) return [];
  const originalHeader = headersOnly((await body()) ?? Buffer.alloc(0));
  return noticeAbout(context, held, { ...occasion, originalHeader });
}

function decisionEvent(held: HeldMessage, decision: HeldDecision, recorded: Decision): AuditEvent {
  return {
    event: recorded.choice,
    actor: recorded.account ?? recorded.actor ?? recorded.by,
    // A sender's reason may name a student: it is kept with the decision, not in the audit log.
    detail: {
      heldAs: held.state,
      by: recorded.by,
      withReason: Boolean(recorded.reason),
      ...(decision.by !== 'expiry' && decision.copy ? { copy: decision.copy.id, ...decision.removed } : {}),
      ...(decision.by === 'reviewer' && decision.recipients ? { recipients: [...decision.recipients] } : {}),
      ...(decision.by === 'reviewer' && decision.exception ? { allows: [...decision.exception.codes] } : {}),
    },
  };
}

function recordedDecision(context: ActContext, held: HeldMessage, decision: HeldDecision): Decision {
  if (decision.by === 'sender') {
    const { by, choice, reason, falseAlarm } = decision;
    return { by, choice, reason, ...(falseAlarm !== undefined && { falseAlarm }) };
  }
  if (decision.by === 'reviewer') {
    const { by, choice, actor, account, reason } = decision;
    return { by, choice, actor, ...(account === undefined ? {} : { account }), reason };
  }
  return { by: 'expiry', choice: held.state === 'warned' ? context.hold.warnDefault : 'bounce' };
}

function withheld(held: HeldMessage): NonNullable<Step['recipients']> {
  return held.recipients.map(({ n }) => ({ n, state: 'withheld', status: '5.7.1', attempted: false }) as const);
}
