/** From a verdict to the step that carries it out: on to delivery, held for the sender or for review, or returned. */
import type { UnreadPart } from '../../detectors/detector.ts';
import { tellsSender, countedRules, stoppingRules, type DecisionInput, type Verdict } from '../decide/verdict.ts';
import type { DetectedFinding } from '../detect/detected-finding.ts';
import type { SearchWords } from '../message/search-words.ts';
import type { AuditEvent, NewNotice, Step } from '../store/change.ts';
import type { AllowedUntil } from '../store/review/exceptions.ts';
import type { SealedFacts } from '../store/schema.ts';
import type { MessageState } from '../store/states.ts';
import { canNotify, exceptionsPage, noticeAbout, type ActContext } from './act-context.ts';
import type { MessageFacts } from './message-facts.ts';
import { headersOnly } from './notices/headers-only.ts';
import { securityContacts } from './notices/notice.ts';

export interface AssessedMessage {
  readonly message: MessageFacts;
  readonly lease: string;
  readonly raw: Buffer;
  readonly verdict: Verdict;
  readonly input: DecisionInput;
  readonly findings: readonly DetectedFinding[];
  readonly unread: readonly UnreadPart[];
  readonly sealed: SealedFacts;
  readonly searchWords?: SearchWords;
  /** The exceptions without which the message would be held. */
  readonly exceptionsUsed?: readonly AllowedUntil[];
}

const HOUR_MS = 3_600_000;

/** @param keepLease the same worker goes on to deliver the message, where the verdict allows that */
export function applyVerdict(context: ActContext, assessed: AssessedMessage, keepLease: boolean): Step {
  const { verdict, input, findings, unread, sealed } = assessed;
  const message: MessageFacts = { ...assessed.message, verdict, sealed };
  const outcome = outcomeOf(context, message, assessed);
  const exceptionsUsed = assessed.exceptionsUsed?.map(({ id }) => id);
  const common = {
    id: message.id,
    from: 'scanning',
    lease: assessed.lease,
    verdict,
    decisionInput: input,
    findings,
    unread,
    sealed,
    ...(assessed.searchWords && { searchWords: assessed.searchWords }),
    ...(exceptionsUsed && { exceptionsUsed }),
  } as const;
  const counted = countedRules(verdict).map((rule) => rule.id);
  const event: AuditEvent = {
    event: 'verdict',
    actor: 'gateway',
    detail: {
      action: verdict.action,
      ...(verdict.monitored === verdict.action ? {} : { monitored: verdict.monitored }),
      codes: verdict.codes,
      rules: counted,
      pack: verdict.pack.name,
      packHash: verdict.pack.hash,
      ...(outcome.why === undefined ? {} : { why: outcome.why }),
      ...(exceptionsUsed ? { exceptions: exceptionsUsed } : {}),
    },
  };
  return {
    ...common,
    to: outcome.to,
    keepLease: keepLease && outcome.to === 'delivering',
    dueAt: outcome.dueAt,
    ...(outcome.expiresAt === undefined ? {} : { expiresAt: outcome.expiresAt }),
    notices: [...outcome.notices, ...firstUseNotices(context, message, assessed)],
    events: [event],
    ...(outcome.to === 'bounced'
      ? {
          recipients: message.recipients.map(
            ({ n }) => ({ n, state: 'withheld', status: '5.7.1', attempted: false }) as const,
          ),
        }
      : {}),
  };
}

/** Notices to the makers of exceptions and to the managers. The store sends only those of a first use. */
function firstUseNotices(context: ActContext, message: MessageFacts, { exceptionsUsed = [] }: AssessedMessage) {
  const unused = exceptionsUsed.filter(({ used }) => used === 0);
  return unused.flatMap(({ id, by, tell: to }) =>
    noticeAbout(
      context,
      message,
      { kind: 'for-reviewers', topic: 'exception-used', to, by, link: exceptionsPage(context) },
      { key: `exception-used:${id}` },
    ).map((notice): NewNotice => ({ ...notice, firstUseOf: id })),
  );
}

interface Outcome {
  readonly to: MessageState;
  readonly dueAt: Date | null;
  readonly expiresAt?: Date;
  readonly notices: NewNotice[];
  readonly why?: string;
}

function outcomeOf(context: ActContext, message: MessageFacts, { verdict, raw }: AssessedMessage): Outcome {
  const now = context.now();
  // Nobody could confirm the message or learn of its return: a reviewer looks at it instead.
  const noSender = (verdict.action === 'warn' || verdict.action === 'bounce') && !canNotify(context, message);
  const action = noSender ? 'quarantine' : verdict.action;
  switch (action) {
    case 'deliver':
      return {
        to: 'delivering',
        dueAt: new Date(now.getTime() + HOUR_MS / 60),
        expiresAt: new Date(now.getTime() + context.schedule.maxAgeMs),
        notices: [],
      };
    case 'warn': {
      const deadline = context.holdEnds(now, context.hold.warnHours * HOUR_MS);
      const link = `${context.publicUrl}/w/${context.links.sign({ messageId: message.id, purpose: 'warn', expiresAt: deadline })}`;
      const notices = noticeAbout(context, message, {
        kind: 'warn',
        link,
        deadline,
        onExpiry: context.hold.warnDefault,
      });
      return { to: 'warned', dueAt: deadline, expiresAt: deadline, notices };
    }
    case 'quarantine': {
      const deadline = context.holdEnds(now, context.hold.quarantineDays * 24 * HOUR_MS);
      const toSender = stoppingRules(verdict).some(tellsSender);
      const toSecurity = noSender || countedRules(verdict).some(({ tell }) => tell.includes('security'));
      const link = `${context.publicUrl}/a/${context.links.sign({ messageId: message.id, purpose: 'appeal', expiresAt: deadline })}`;
      const inConsole = `${context.publicUrl}/messages/${message.id}`;
      const to = securityContacts(context.settings, message.sealed?.schools ?? []);
      const notices = [
        ...(toSender ? noticeAbout(context, message, { kind: 'quarantine-held', deadline, link }) : []),
        ...(toSecurity ? noticeAbout(context, message, { kind: 'security-copy', to, deadline, link: inConsole }) : []),
      ];
      return {
        to: 'quarantined',
        dueAt: deadline,
        expiresAt: deadline,
        notices,
        ...(noSender ? { why: 'no sender to ask' } : {}),
      };
    }
    case 'bounce':
      return {
        to: 'bounced',
        dueAt: null,
        notices: noticeAbout(context, message, { kind: 'policy-bounce', originalHeader: headersOnly(raw) }),
      };
  }
}
