/** What a reviewer may allow from now on: something named, to or from somebody named, for a time. */
import type { z } from 'zod';
import { ApiProblem } from '../access/problem.ts';
import type { exceptionScope } from '../contract/acts.ts';

const longestException = 400 * 86_400_000;

/** The message by whose release something is allowed, and who allows it. */
export interface AllowedBy {
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly codes: readonly string[];
  /** Names of the schools that the account is limited to; empty: none. */
  readonly schools: readonly string[];
}

/**
 * What is allowed is what the reviewer has before them, from or to whom it is: not what somebody else may send some day.
 *
 * @throws ApiProblem request.invalid for what would allow too much, or nothing
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
  if (!/^[a-z0-9-]+\.(\*|[a-z0-9-]+)$/.test(code)) return 'A code such as student-pii.phone or student-pii.*';
  const isFound = codes.some((one) => one === code || (code.endsWith('.*') && one.startsWith(code.slice(0, -1))));
  return isFound ? undefined : 'Only what was found in this message can be allowed with it';
}

function patternProblem(pattern: string, addresses: readonly string[]): string | undefined {
  if (!/^[^\s@*]*@?[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(pattern)) return 'An address, or a domain such as printco.example';
  const low = pattern.toLowerCase();
  const isOfThem = addresses.some((address) => {
    const whole = address.toLowerCase();
    return isAddress(low) ? whole === low : whole.slice(whole.lastIndexOf('@') + 1) === low.replace('@', '');
  });
  return isOfThem ? undefined : 'It is not of this message';
}

function breadthProblem(
  sender: string | undefined,
  recipient: string | undefined,
  { schools }: AllowedBy,
): string | undefined {
  if (sender === undefined && recipient === undefined)
    return 'Name a sender or a recipient: what is allowed to everybody belongs in the policy';
  if (sender !== undefined && !isAddress(sender) && recipient === undefined)
    return 'Name a recipient too: what everybody of a domain may send to anybody belongs in the policy';
  if (schools.length > 0 && (sender === undefined || !isAddress(sender)))
    return 'Name the sender: your account is for some schools, and the exception would be for all';
  return undefined;
}

const isAddress = (pattern: string): boolean => pattern.indexOf('@') > 0;

function timeProblem(expiresAt: number, now: Date): string | undefined {
  const isSoon = expiresAt > now.getTime() && expiresAt < now.getTime() + longestException;
  return isSoon ? undefined : 'A time within the next 400 days';
}
