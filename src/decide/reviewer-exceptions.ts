/** Decides with the exceptions that reviewers have made. Each counts only within the bounds of the message it was made from. Pure. */
import { addressMatches } from '../message/address-pattern.ts';
import { decide } from './decide.ts';
import type { PolicyPack } from './pack-schema.ts';
import { countedRules, mayBeExcepted, mostExceptedStudents, peopleConcerned } from './verdict.ts';
import type { DecisionInput, Verdict } from './verdict.ts';

/** What a reviewer has allowed. */
export interface ReviewerException {
  readonly id: string;
  /** Codes of findings, with `*` for any run of characters. */
  readonly codes: readonly string[];
  /** Address or domain, in lower case; null: everybody. */
  readonly sender: string | null;
  readonly recipient: string | null;
  /** The largest number of students that a message may be about. */
  readonly students: number;
}

export interface DecidedWithExceptions {
  readonly verdict: Verdict;
  /** With a grant for each exception that counted: a replay decides the same. */
  readonly input: DecisionInput;
  /** Ids of the exceptions without which the action would be stricter. */
  readonly used: readonly string[];
}

/**
 * An exception counts only for messages about at most as many students as it was made for. It never counts for mass
 * disclosure, nor where a rule of the policy asks for several people, in monitor mode included.
 */
export function decideWithExceptions(
  input: DecisionInput,
  pack: PolicyPack,
  exceptions: readonly ReviewerException[],
): DecidedWithExceptions {
  const strict = decide(input, pack);
  const people = peopleConcerned(input, strict);
  const given = exceptions.filter(({ sender, students }) => names(sender, input.sender) && people <= students);
  if (given.length === 0 || people > mostExceptedStudents || asksForSeveral(strict, pack))
    return { verdict: strict, input, used: [] };
  const allowed = withGrants(input, given);
  const verdict = decide(allowed, pack);
  return { verdict, input: allowed, used: verdict.action === strict.action ? [] : usedOf(input, pack, given, verdict) };
}

/** Those without which the action would be another one; all that apply where each could replace another. */
function usedOf(
  input: DecisionInput,
  pack: PolicyPack,
  given: readonly ReviewerException[],
  { action }: Verdict,
): string[] {
  const applied = given.filter(({ recipient }) => input.recipients.some(({ address }) => names(recipient, address)));
  const needed = applied.filter((one) => {
    const others = applied.filter((other) => other !== one);
    return decide(withGrants(input, others), pack).action !== action;
  });
  return (needed.length > 0 ? needed : applied).map(({ id }) => id);
}

function withGrants(input: DecisionInput, exceptions: readonly ReviewerException[]): DecisionInput {
  const recipients = input.recipients.map((recipient) => {
    const grants = exceptions
      .filter((one) => names(one.recipient, recipient.address))
      .map(({ id, codes }) => ({
        purpose: 'allowed by a reviewer',
        codes: codes.filter(mayBeExcepted),
        students: 'all' as const,
        exception: id,
      }));
    return grants.length === 0 ? recipient : { ...recipient, grants: [...(recipient.grants ?? []), ...grants] };
  });
  return { ...input, recipients };
}

/** The input as it was before exceptions were applied to it. */
export function withoutExceptions(input: DecisionInput): DecisionInput {
  const recipients = input.recipients.map((recipient) =>
    recipient.grants === undefined
      ? recipient
      : { ...recipient, grants: recipient.grants.filter(({ exception }) => exception === undefined) },
  );
  return { ...input, recipients };
}

function asksForSeveral(verdict: Verdict, pack: PolicyPack): boolean {
  const matched = new Set(countedRules(verdict, true).map(({ id }) => id));
  return pack.rules.some(({ id, releasers }) => releasers > 1 && matched.has(id));
}

/** Null names everybody. */
function names(pattern: string | null, address: string): boolean {
  return pattern === null || addressMatches(address, [pattern]);
}
