/** Checks the scope of an exception: certain findings, from or to a certain address, for a limited time. */
import type { z } from 'zod';
import { ApiProblem } from '../access/problem.ts';
import type { exceptionScope } from '../contract/actions.ts';

const longestException = 400 * 86_400_000;

/** The released message that the exception is made with, and the schools of the reviewer who makes it. */
export interface AllowedBy {
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly codes: readonly string[];
  /** Names of the schools that the account is limited to; empty if it sees all schools. */
  readonly schools: readonly string[];
}

/**
 * An exception is limited to the findings and addresses of the message that the reviewer is releasing.
 *
 * @throws ApiProblem request.invalid if the exception would allow too much or nothing
 */
export function exceptionOf(
  { codes, sender, recipient, expiresAt }: z.infer<typeof exceptionScope>,
  message: AllowedBy,
  now: Date,
) {
  const fields = [
    ...codes.flatMap((code, at) => problem(`codes.${at}`, codeProblem(code, message))),
    ...problem('sender', sender === undefined ? undefined : patternProblem(sender, [message.sender])),
    ...problem('recipient', recipient === undefined ? undefined : patternProblem(recipient, message.recipients)),
    ...problem('', breadthProblem(sender, recipient, message)),
    ...problem('expiresAt', timeProblem(Date.parse(expiresAt), now)),
  ];
  if (fields.length > 0) throw new ApiProblem('request.invalid', { fields });
  return {
    codes,
    expiresAt,
    ...(sender === undefined ? {} : { sender: sender.toLowerCase() }),
    ...(recipient === undefined ? {} : { recipient: recipient.toLowerCase() }),
  };
}

function problem(field: string, message: string | undefined): { path: string; message: string }[] {
  return message === undefined ? [] : [{ path: field === '' ? 'exception' : `exception.${field}`, message }];
}

function codeProblem(code: string, { codes }: AllowedBy): string | undefined {
  if (!/^[a-z0-9-]+\.(\*|[a-z0-9-]+)$/.test(code)) return 'Use a code such as student-pii.phone or student-pii.*';
  const isFound = codes.some((one) => one === code || (code.endsWith('.*') && one.startsWith(code.slice(0, -1))));
  return isFound ? undefined : 'Only codes of findings in this message can be allowed';
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
  { schools }: AllowedBy,
): string | undefined {
  if (sender === undefined && recipient === undefined)
    return 'Name a sender or a recipient. An exception for everyone belongs in the policy';
  if (sender !== undefined && !isAddress(sender) && recipient === undefined)
    return 'Name a recipient as well. An exception for a whole domain to any recipient belongs in the policy';
  if (schools.length > 0 && (sender === undefined || !isAddress(sender)))
    return 'Name the sender. Your account is limited to certain schools, and the exception would apply to all schools';
  return undefined;
}

const isAddress = (pattern: string): boolean => pattern.indexOf('@') > 0;

function timeProblem(expiresAt: number, now: Date): string | undefined {
  const isSoon = expiresAt > now.getTime() && expiresAt < now.getTime() + longestException;
  return isSoon ? undefined : 'Choose a time within the next 400 days';
}
