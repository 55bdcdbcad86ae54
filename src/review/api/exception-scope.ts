/** Checks the scope of an exception: certain findings, from or to a certain address, about few students, for a limited time. */
import type { z } from 'zod';
import { mayBeExcepted, mostExceptedStudents, peopleConcerned } from '../../decide/verdict.ts';
import type { MessageDetail } from '../../store/stored-message.ts';
import type { PendingException } from '../../store/review/tables.ts';
import { ApiProblem } from '../access/problem.ts';
import type { exceptionBounds } from '../contract/actions.ts';

const longestException = 190 * 86_400_000;

/** The released message that the exception is made from, and the schools of the reviewer who makes it. */
export interface AllowedBy {
  readonly message: Pick<MessageDetail, 'sender' | 'recipients' | 'verdict' | 'decisionInput'>;
  /** Names of the schools that the account is limited to; empty if it sees all schools. */
  readonly schools: readonly string[];
}

export interface CheckedException extends Omit<PendingException, 'needsConsent'> {
  /** It covers more than one sender and one recipient, or student records. */
  readonly isWide: boolean;
}

/**
 * An exception is limited to the findings, addresses and number of students of the message that the reviewer is releasing.
 *
 * @throws ApiProblem request.invalid if the exception would allow too much or nothing
 */
export function exceptionOf(
  { codes, sender, recipient, expiresAt }: z.infer<typeof exceptionBounds>,
  { message, schools }: AllowedBy,
  now: Date,
): CheckedException {
  const addresses = message.recipients.map(({ address }) => address);
  const students = message.verdict ? peopleConcerned(message.decisionInput ?? { findings: [] }, message.verdict) : 0;
  const fields = [
    ...codes.flatMap((code, at) => problem(`codes.${at}`, codeProblem(code, message.verdict?.codes ?? []))),
    ...problem('sender', sender === undefined ? undefined : patternProblem(sender, [message.sender])),
    ...problem('recipient', recipient === undefined ? undefined : patternProblem(recipient, addresses)),
    ...problem('', studentProblem(students) ?? breadthProblem(sender, recipient, schools)),
    ...problem('expiresAt', timeProblem(Date.parse(expiresAt), now)),
  ];
  if (fields.length > 0) throw new ApiProblem('request.invalid', { fields });
  return {
    codes,
    students,
    expiresAt,
    ...(sender === undefined ? {} : { sender: sender.toLowerCase() }),
    ...(recipient === undefined ? {} : { recipient: recipient.toLowerCase() }),
    isWide: !isAddress(sender) || !isAddress(recipient) || codes.some((code) => code.startsWith('student-record.')),
  };
}

function problem(field: string, message: string | undefined): { path: string; message: string }[] {
  return message === undefined ? [] : [{ path: field === '' ? 'exception' : `exception.${field}`, message }];
}

function codeProblem(code: string, found: readonly string[]): string | undefined {
  if (!found.includes(code)) return 'Only codes of findings in this message can be allowed, such as student-pii.phone';
  return mayBeExcepted(code) ? undefined : 'Threats, harassment and sexual remarks are always reviewed';
}

function studentProblem(students: number): string | undefined {
  return students > mostExceptedStudents
    ? `This message is about ${students} students. A message about ten or more is always reviewed`
    : undefined;
}

function patternProblem(pattern: string, addresses: readonly string[]): string | undefined {
  if (!/^[^\s@*]*@?[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(pattern))
    return 'Use an address, or a domain such as printco.example';
  const low = pattern.toLowerCase();
  const isOfThem = addresses.some((address) => {
    const whole = address.toLowerCase();
    return isAddress(low) ? whole === low : whole.slice(whole.lastIndexOf('@') + 1) === low.replace('@', '');
  });
  return isOfThem ? undefined : 'This message has no such address';
}

function breadthProblem(
  sender: string | undefined,
  recipient: string | undefined,
  schools: readonly string[],
): string | undefined {
  if (sender === undefined && recipient === undefined)
    return 'Name a sender or a recipient. An exception for everyone belongs in the policy';
  if (sender !== undefined && !isAddress(sender) && recipient === undefined)
    return 'Name a recipient as well. An exception for a whole domain to any recipient belongs in the policy';
  if (schools.length > 0 && !isAddress(sender))
    return 'Name the sender. Your account is limited to certain schools, and the exception would apply to all schools';
  return undefined;
}

const isAddress = (pattern: string | undefined): boolean => (pattern?.indexOf('@') ?? -1) > 0;

function timeProblem(expiresAt: number, now: Date): string | undefined {
  const isSoon = expiresAt > now.getTime() && expiresAt < now.getTime() + longestException;
  return isSoon ? undefined : 'Choose a time within the next 190 days';
}
