/** What a reviewer may allow from now on: something named, to or from somebody named, for a time. */
import type { z } from 'zod';
import { ApiProblem } from '../access/problem.ts';
import type { exceptionScope } from '../contract/acts.ts';

const longestException = 400 * 86_400_000;

/** @throws ApiProblem request.invalid for what would allow too much, or nothing */
export function exceptionOf({ codes, sender, recipient, expiresAt }: z.infer<typeof exceptionScope>, now: Date) {
  const fields = [
    ...(sender === undefined && recipient === undefined
      ? [
          {
            path: 'exception',
            message: 'Name a sender or a recipient: what is allowed to everybody belongs in the policy',
          },
        ]
      : []),
    ...codes.flatMap((code, at) =>
      /^[a-z0-9-]+\.(\*|[a-z0-9-]+)$/.test(code)
        ? []
        : [{ path: `exception.codes.${at}`, message: 'A code such as student-pii.phone or student-pii.*' }],
    ),
    ...[
      ['sender', sender],
      ['recipient', recipient],
    ].flatMap(([path, pattern]) =>
      pattern === undefined || /^[^\s@*]*@?[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(pattern)
        ? []
        : [{ path: `exception.${path}`, message: 'An address, or a domain such as printco.example' }],
    ),
    ...(Date.parse(expiresAt) > now.getTime() && Date.parse(expiresAt) < now.getTime() + longestException
      ? []
      : [{ path: 'exception.expiresAt', message: 'A time within the next 400 days' }]),
  ];
  if (fields.length > 0) throw new ApiProblem('request.invalid', { fields });
  return {
    codes,
    expiresAt,
    ...(sender === undefined ? {} : { sender: sender.toLowerCase() }),
    ...(recipient === undefined ? {} : { recipient: recipient.toLowerCase() }),
  };
}
