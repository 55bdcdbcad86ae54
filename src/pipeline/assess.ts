/** The step between scan and decision: turns the scan's findings into the policy's facts, without names, and decides. */
import type { DetectedFinding } from '../detect/detected-finding.ts';
import type { ScanResult } from '../workers/scan-result.ts';
import { addressMatches } from '../decide/address-pattern.ts';
import { decide } from '../decide/decide.ts';
import type { PolicyPack } from '../decide/pack-schema.ts';
import { senderPerson } from '../message/sender-person.ts';
import type { DecisionInput, ThreadCount, Verdict } from '../decide/verdict.ts';
import type { RecipientFacts } from '../../detectors/detector.ts';
import type { AllowedUntil } from '../store/review/exceptions.ts';
import type { SealedFacts } from '../store/schema.ts';

export interface Assessment {
  readonly verdict: Verdict;
  readonly input: DecisionInput;
  readonly sealed: SealedFacts;
  /** Ids of the exceptions without which the verdict would be stricter; absent where none was needed. */
  readonly exceptionsUsed?: readonly string[];
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
  const exceptions = context.exceptions.filter((one) => names(one.sender, senderPerson(sender)));
  const input: DecisionInput = {
    sender: senderPerson(sender),
    ...scan.origin,
    recipients: scan.recipients.map((recipient) => withExceptions(recipient, exceptions)),
    findings: toFacts(scan.findings),
    unread: scan.unread.map(({ reason, contentType }) => ({ reason, contentType })),
    failures: scan.failures,
    ...(thread && { thread }),
    receivedAt: at.toISOString(),
  };
  const verdict = decide(input, pack);
  const used = exceptionsUsed(input, verdict, pack);
  return {
    verdict,
    input,
    sealed: sealedFacts(scan, context.schools),
    ...(used.length > 0 && { exceptionsUsed: used }),
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
    findings: scan.findings.map(({ code, masked, subject, file, place }) => ({
      code,
      masked,
      ...(subject ? { subject } : {}),
      ...(file === undefined && place === undefined ? {} : { place: [file, place].filter(Boolean).join(', ') }),
    })),
  };
}

/** Null names everybody. */
function names(pattern: string | null, address: string): boolean {
  return pattern === null || addressMatches(address, [pattern]);
}

function withExceptions(recipient: RecipientFacts, exceptions: readonly AllowedUntil[]): RecipientFacts {
  const given = exceptions.filter((one) => names(one.recipient, recipient.address));
  if (given.length === 0) return recipient;
  const grants = given.map(
    ({ id, codes }) => ({ purpose: 'allowed by a reviewer', codes, students: 'all', exception: id }) as const,
  );
  return { ...recipient, grants: [...(recipient.grants ?? []), ...grants] };
}

/** Exceptions count as used only where the verdict would have been another one without them. */
function exceptionsUsed(input: DecisionInput, verdict: Verdict, pack: PolicyPack): string[] {
  const given = new Set(
    input.recipients.flatMap(({ grants }) => grants?.flatMap(({ exception }) => exception ?? []) ?? []),
  );
  if (given.size === 0) return [];
  const recipients = input.recipients.map(({ grants, ...recipient }) => ({
    ...recipient,
    ...(grants && { grants: grants.filter(({ exception }) => exception === undefined) }),
  }));
  return decide({ ...input, recipients }, pack).action === verdict.action ? [] : [...given];
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
