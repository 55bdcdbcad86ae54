/** All problem codes of the console's API with their status and title. docs/api.md lists them. */

export interface ProblemKind {
  readonly status: number;
  readonly title: string;
}

export const problemCodes = {
  // requests
  'request.invalid': { status: 400, title: 'The request is not valid' },
  'request.not-json': { status: 415, title: 'The request must be JSON' },
  'request.too-big': { status: 413, title: 'The request is too large' },
  'request.too-many': { status: 429, title: 'Too many requests' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  // sign-in and accounts
  'sign-in.required': { status: 401, title: 'Sign in first' },
  'sign-in.failed': { status: 401, title: 'The email address, password or code is incorrect' },
  'sign-in.totp-required': { status: 401, title: 'Enter the code from your authenticator app' },
  'sign-in.locked': { status: 429, title: 'Too many sign-in attempts' },
  'sign-in.provider-failed': { status: 401, title: 'Sign-in with your identity provider failed' },
  'access.forbidden': { status: 403, title: 'Your account does not have permission for this' },
  'access.csrf': { status: 403, title: 'The request does not come from the console' },
  'access.token-scope': { status: 403, title: 'This token does not have permission for this' },
  'access.link-invalid': { status: 410, title: 'This link has been used, has expired, or is incomplete' },
  'access.wrong-password': { status: 403, title: 'The password is incorrect' },
  'access.wrong-totp': { status: 403, title: 'The code is incorrect' },
  'account.exists': { status: 409, title: 'An account with this address already exists' },
  'account.own': { status: 409, title: 'You cannot do this to your own account' },
  'account.managed': { status: 409, title: 'Your identity provider manages the role of this account' },
  'account.disabled': { status: 409, title: 'Sign-in is disabled for this account' },
  'account.last-administrator': { status: 409, title: 'The last administrator cannot be removed' },
  'account.no-password': { status: 409, title: 'This account has no password' },
  'account.totp-on': { status: 409, title: 'Two-factor authentication is already on' },
  // messages
  'message.not-found': {
    status: 404,
    title: 'This message does not exist, or your account does not have access to it',
  },
  'message.not-revealed': { status: 403, title: 'Reveal the message first' },
  'message.picture-withheld': { status: 403, title: 'It may contain an explicit picture, so nobody gets a copy of it' },
  'message.content-gone': { status: 410, title: 'The content of this message is no longer stored' },
  'message.not-readable': {
    status: 422,
    title: 'The message cannot be shown because reading it failed or took too long',
  },
  'conflict.already-decided': { status: 409, title: 'Someone else has already decided on this message' },
  // policy
  'policy.refused': { status: 422, title: 'The policy does not pass its checks' },
  'conflict.policy-changed': { status: 409, title: 'The policy has changed in the meantime' },
  'conflict.policy-waits': { status: 409, title: 'A policy change is already waiting for a second manager' },
  'conflict.draft-changed': { status: 409, title: 'Someone else has changed the draft in the meantime' },
  'conflict.same-person': { status: 409, title: 'A second person must approve it' },
  // failures of the gateway
  unavailable: { status: 503, title: 'The database cannot be reached' },
  failed: { status: 500, title: 'Something went wrong' },
} as const satisfies Readonly<Record<string, ProblemKind>>;

export type ProblemCode = keyof typeof problemCodes;
