/** Every code that a failed call of the console's API can carry, with its status and title: the list in docs/api.md. */

export interface ProblemKind {
  readonly status: number;
  readonly title: string;
}

export const problemCodes = {
  // requests
  'request.invalid': { status: 400, title: 'The request is not valid' },
  'request.not-json': { status: 415, title: 'The request must be JSON' },
  'request.too-big': { status: 413, title: 'The request is too big' },
  'request.too-many': { status: 429, title: 'Too many requests' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  // who calls
  'sign-in.required': { status: 401, title: 'Sign in first' },
  'sign-in.failed': { status: 401, title: 'Address, password or code is not right' },
  'sign-in.totp-required': { status: 401, title: 'The code of your authenticator app is needed' },
  'sign-in.locked': { status: 429, title: 'Too many attempts to sign in' },
  'sign-in.provider-failed': { status: 401, title: 'The sign-in at your identity provider did not succeed' },
  'access.forbidden': { status: 403, title: 'Your account may not do this' },
  'access.csrf': { status: 403, title: 'The request does not come from the console' },
  'access.token-scope': { status: 403, title: 'This token may not do this' },
  'access.link-invalid': { status: 410, title: 'This link was used before, has expired, or is not whole' },
  'access.wrong-password': { status: 403, title: 'The password is not right' },
  'access.wrong-totp': { status: 403, title: 'The code is not right' },
  'account.exists': { status: 409, title: 'There is an account with this address' },
  'account.own': { status: 409, title: 'You cannot do this to your own account' },
  'account.managed': { status: 409, title: 'Your identity provider says what this account may do' },
  'account.disabled': { status: 409, title: 'This account is switched off' },
  'account.last-administrator': { status: 409, title: 'The last administrator must stay' },
  'account.no-password': { status: 409, title: 'This account signs in without a password of its own' },
  'account.totp-on': { status: 409, title: 'The second factor is on already' },
  // messages
  'message.not-found': { status: 404, title: 'There is no such message, or it is not of your schools' },
  'message.not-revealed': { status: 403, title: 'Reveal the message first' },
  'message.content-gone': { status: 410, title: 'What the message said is not kept any more' },
  'message.not-readable': { status: 422, title: 'The message cannot be shown: reading it failed or took too long' },
  'conflict.already-decided': { status: 409, title: 'Somebody decided on this message before' },
  // us
  unavailable: { status: 503, title: 'The database cannot be reached' },
  failed: { status: 500, title: 'That did not work' },
} as const satisfies Readonly<Record<string, ProblemKind>>;

export type ProblemCode = keyof typeof problemCodes;
