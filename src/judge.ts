/** Between the scan and the decision: turns what a worker found into the policy's facts, keeping names out of them. */
import type { DetectedFinding, ScanResult } from './detect/scan-result.ts';
import { decide } from './decide/decide.ts';
import type { PolicyPack } from './decide/pack-schema.ts';
import type { DecisionInput, ScanFailure, ThreadCount, Verdict } from './decide/verdict.ts';
import type { RecipientFacts } from '../detectors/detector.ts';
import type { SealedFacts } from './store/schema.ts';

export interface Judgement {
  readonly verdict: Verdict;
  readonly input: DecisionInput;
  readonly sealed: SealedFacts;
}

/**
 * @param at when the message was accepted
 * @param thread of a reply to a list: how many have answered it
 */
export function judge(
  scan: Omit<ScanResult, 'parts' | 'ms'>,
  sender: string,
  at: Date,
  pack: PolicyPack,
  thread?: readonly ThreadCount[],
): Judgement {
  const input: DecisionInput = {
    sender,
    senderGroups: [],
    recipients: scan.recipients,
    findings: toFacts(scan.findings),
    unread: scan.unread.map(({ reason, contentType }) => ({ reason, contentType })),
    failures: scan.failures,
    ...(thread && { thread }),
    receivedAt: at.toISOString(),
  };
  const sealed: SealedFacts = {
    subject: scan.subject,
    from: scan.from?.address ?? '',
    ...(scan.messageId === undefined ? {} : { messageId: scan.messageId }),
    filenames: Object.fromEntries(
      scan.unread.flatMap(({ part, filename }) => (filename === undefined ? [] : [[part, filename]])),
    ),
    findings: scan.findings.map(({ code, masked, subject }) => ({ code, masked, ...(subject ? { subject } : {}) })),
  };
  return { verdict: decide(input, pack), input, sealed };
}

/** The scan of a message that could not be scanned: nothing is known but the envelope and why. */
export function unscanned(
  recipients: readonly string[],
  failure: ScanFailure,
  facts: (address: string) => RecipientFacts,
): Omit<ScanResult, 'parts' | 'ms'> {
  return {
    subject: '',
    recipients: recipients.map(facts),
    findings: [],

    unread: [],
    failures: [failure],
  };
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
