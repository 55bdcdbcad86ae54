/** The step between scan and decision: turns the scan's findings into the policy's facts, without names, and decides. */
import type { DetectedFinding } from '../detect/detected-finding.ts';
import type { ScanResult } from '../workers/scan-result.ts';
import type { PolicyPack } from '../decide/pack-schema.ts';
import { decideWithExceptions } from '../decide/reviewer-exceptions.ts';
import { senderPerson } from '../message/sender-person.ts';
import type { DecisionInput, ThreadCount, Verdict } from '../decide/verdict.ts';
import type { AllowedUntil } from '../store/review/exceptions.ts';
import type { SealedFacts } from '../store/schema.ts';

export interface Assessment {
  readonly verdict: Verdict;
  readonly input: DecisionInput;
  readonly sealed: SealedFacts;
  /** The exceptions without which the action would be stricter; absent where none was needed. */
  readonly exceptionsUsed?: readonly AllowedUntil[];
}

interface NamedPart {
  readonly id: string;
  readonly kind: string;
  readonly filename?: string;
}

type AssessedScan = Omit<ScanResult, 'parts' | 'ms'> & { readonly parts?: readonly NamedPart[] };

/** What the gateway knows beside the message. */
export interface AssessmentContext {
  /** Schools of the students found and of the sender. */
  readonly schools: readonly string[];
  /** Groups of the roster that the sender is in. */
  readonly senderGroups?: readonly string[];
  /** The active exceptions. */
  readonly exceptions: readonly AllowedUntil[];
}

/**
 * @param at when the message was accepted
 * @param thread for a reply to a list: how many people have answered it
 */
export function assess(
  scan: AssessedScan,
  sender: string,
  at: Date,
  pack: PolicyPack,
  thread?: readonly ThreadCount[],
  context: AssessmentContext = { schools: [], exceptions: [] },
): Assessment {
  const facts: DecisionInput = {
    sender: senderPerson(sender),
    ...scan.origin,
    ...(context.senderGroups && context.senderGroups.length > 0 && { senderGroups: context.senderGroups }),
    recipients: scan.recipients,
    findings: toFacts(scan.findings),
    unread: scan.unread.map(({ reason, contentType }) => ({ reason, contentType })),
    failures: scan.failures,
    ...(thread && { thread }),
    receivedAt: at.toISOString(),
  };
  const { verdict, input, used } = decideWithExceptions(facts, pack, context.exceptions);
  return {
    verdict,
    input,
    sealed: sealedFacts(scan, context.schools),
    ...(used.length > 0 && { exceptionsUsed: context.exceptions.filter(({ id }) => used.includes(id)) }),
  };
}

/** What names people or quotes them: it is stored encrypted, beside the facts. */
function sealedFacts(scan: AssessedScan, schools: readonly string[]): SealedFacts {
  return {
    subject: scan.subject,
    from: scan.from?.address ?? '',
    ...(scan.messageId === undefined ? {} : { messageId: scan.messageId }),
    ...(scan.from?.name ? { fromName: scan.from.name } : {}),
    ...(schools.length > 0 ? { schools } : {}),
    attachments: attachmentsOf(scan),
    ...(scan.origin?.unanswerable && { unanswerable: true as const }),
    ...(scan.findingsLeftOut === undefined ? {} : { leftOut: scan.findingsLeftOut }),
    filenames: Object.fromEntries(
      scan.unread.flatMap(({ part, filename }) => (filename === undefined ? [] : [[part, filename]])),
    ),
    findings: scan.findings.map(({ code, masked, subject, file, place, shown }) => ({
      code,
      masked,
      ...(subject ? { subject } : {}),
      ...(file === undefined && place === undefined ? {} : { place: [file, place].filter(Boolean).join(', ') }),
      ...(shown ? { shown } : {}),
    })),
  };
}

/** Files, whether they were read or not; what lies in a file counts with it. */
function attachmentsOf({ parts = [], unread }: AssessedScan): number {
  const read = parts.flatMap(({ kind, id, filename }) => (kind === 'attachment' ? [filename ?? id] : []));
  return new Set([...read, ...unread.map(({ filename, part }) => filename ?? part)].map((name) => name.split('/')[0]))
    .size;
}

/** Students known from the text alone get a number in place of their name: the input is stored in the clear. */
function toFacts(findings: readonly DetectedFinding[]): DecisionInput['findings'] {
  const numbers = new Map<string, string>();
  return findings.map(({ code, score, subject }) => {
    if (subject === undefined) return { code, score };
    const name = subject.name.normalize('NFKD').toLowerCase();
    const number = numbers.get(name) ?? `unlisted-${numbers.size + 1}`;
    if (subject.id === undefined) numbers.set(name, number);
    return { code, score, student: subject.id ?? number, inDirectory: subject.id !== undefined };
  });
}
