/** What each role may do, and what a token's scopes leave of it: the one table that the API asks. */
import type { Permission, Role, TokenScope } from '../contract/account.ts';

export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  reviewer: ['messages.list', 'messages.read', 'messages.reveal', 'messages.decide', 'policy.read'],
  manager: [
    'messages.list',
    'messages.read',
    'messages.reveal',
    'messages.decide',
    'overview.read',
    'disclosures.read',
    'audit.read',
    'policy.read',
    'settings.read',
    'accounts.read',
    'accounts.write', // of reviewers only: see account-handlers.ts
    'tokens.write',
  ],
  // Reads the record and the overview. Lists messages without what they say.
  auditor: ['messages.list', 'overview.read', 'disclosures.read', 'audit.read', 'policy.read', 'accounts.read'],
  // No messages at all: whose mail was held is not what runs the gateway.
  administrator: [
    'overview.read',
    'audit.read',
    'policy.read',
    'settings.read',
    'settings.write',
    'accounts.read',
    'accounts.write',
    'tokens.write',
  ],
};

/** Never among them: `messages.reveal`. Unmasking has a person and a reason. */
const permissionsOfScope: Readonly<Record<TokenScope, readonly Permission[]>> = {
  'messages:read': ['messages.list', 'messages.read'],
  'messages:decide': ['messages.list', 'messages.decide'],
  'overview:read': ['overview.read'],
  'audit:read': ['audit.read'],
};

/** What a session of the role may do. */
export function sessionPermissions(role: Role): ReadonlySet<Permission> {
  return new Set(permissionsOf[role]);
}

/** What a token may do: what its scopes and its owner's role both allow. */
export function tokenPermissions(role: Role, scopes: readonly TokenScope[]): ReadonlySet<Permission> {
  const allowed = new Set(scopes.flatMap((scope) => permissionsOfScope[scope]));
  return new Set(permissionsOf[role].filter((permission) => allowed.has(permission)));
}

/** Whether a token with the scope could do anything for an account of the role. */
export function scopeFits(role: Role, scope: TokenScope): boolean {
  return permissionsOfScope[scope].every((permission) => permissionsOf[role].includes(permission));
}
