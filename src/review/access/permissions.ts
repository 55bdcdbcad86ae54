/** The permissions of each role, and those that the scopes of a token allow. */
import type { Permission, Role, TokenScope } from '../contract/account.ts';

export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  reviewer: ['messages.list', 'messages.read', 'messages.reveal', 'messages.decide', 'policy.read'],
  manager: [
    'messages.list',
    'messages.read',
    'messages.reveal',
    'messages.decide',
    'exceptions.consent',
    'overview.read',
    'disclosures.read',
    'audit.read',
    'policy.read',
    'policy.edit',
    'policy.put',
    'settings.read',
    'mail-flow.read',
    'mail-flow.retry',
    'accounts.read',
    'accounts.write', // for reviewers only: see account-handlers.ts
    'tokens.write',
  ],
  // Reads the audit log and the overview. Lists messages without their content.
  auditor: ['messages.list', 'overview.read', 'disclosures.read', 'audit.read', 'policy.read', 'accounts.read'],
  // Sees no messages: running the gateway does not require knowing why mail was held. Traces show envelopes only.
  administrator: [
    'overview.read',
    'audit.read',
    'policy.read',
    'policy.edit',
    'settings.read',
    'settings.write',
    'mail-flow.read',
    'mail-flow.retry',
    'mail-flow.write',
    'accounts.read',
    'accounts.write',
    'tokens.write',
  ],
};

/** No scope has `messages.reveal`, because revealing takes a person with a reason. */
const permissionsOfScope: Readonly<Record<TokenScope, readonly Permission[]>> = {
  'messages:read': ['messages.list', 'messages.read'],
  'messages:decide': ['messages.list', 'messages.decide'],
  'overview:read': ['overview.read'],
  'audit:read': ['audit.read'],
};

/** The permissions of a session of the role. */
export function sessionPermissions(role: Role): ReadonlySet<Permission> {
  return new Set(permissionsOf[role]);
}

/** The permissions of a token: those that both its scopes and its owner's role allow. */
export function tokenPermissions(role: Role, scopes: readonly TokenScope[]): ReadonlySet<Permission> {
  const allowed = new Set(scopes.flatMap((scope) => permissionsOfScope[scope]));
  return new Set(permissionsOf[role].filter((permission) => allowed.has(permission)));
}

/** Whether a token with the scope could do anything for an account of the role. */
export function scopeFits(role: Role, scope: TokenScope): boolean {
  return permissionsOfScope[scope].every((permission) => permissionsOf[role].includes(permission));
}
