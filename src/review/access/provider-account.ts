/** The account for a sign-in with an identity provider: the one bound to the person, an invited one, or a new one by role mapping. */
import type { ProviderConfig } from '../../config/console-schema.ts';
import type { Accounts, StoredAccount } from '../../store/accounts/accounts.ts';
import type { Role } from '../contract/account.ts';
import { googleIssuer, type Claims } from './oidc-flow.ts';

/** Why a sign-in was refused, for the audit log and the service log. */
export type Refusal =
  'no-address' | 'not-verified' | 'other-domain' | 'no-account' | 'disabled' | 'other-person' | 'no-role';

/** The verified address of the person, or why there is none. */
export function verifiedAddress(
  provider: ProviderConfig,
  claims: Claims,
): { readonly email: string } | { readonly refused: Refusal } {
  const claim = claims[provider.emailClaim];
  if (typeof claim !== 'string' || !/^[^\s@<>"]+@[^\s@<>"]+$/.test(claim)) return { refused: 'no-address' };
  const email = claim.toLowerCase();
  const domain = email.slice(email.indexOf('@') + 1);
  if (!provider.allowedDomains.includes(domain)) return { refused: 'other-domain' };
  // Google accounts outside a Workspace can have any address; `hd` names the organisation that manages an account.
  if (claims.iss === googleIssuer && !isOneOf(provider.allowedDomains, claims['hd']))
    return { refused: 'other-domain' };
  // For guests, Entra ID names another issuer in `idp`; the tenant does not assign their addresses.
  if (provider.verifiedBy === 'tenant') {
    const home = claims['idp'];
    return home === undefined || home === claims.iss ? { email } : { refused: 'not-verified' };
  }
  return claims['email_verified'] === true ? { email } : { refused: 'not-verified' };
}

/** The role that the configuration maps the person's groups or roles to. */
export function mappedRole(
  { roles }: ProviderConfig,
  claims: Claims,
): { readonly role: Role; readonly schools: readonly string[] } | undefined {
  return roles.find(({ claim, value }) => {
    const given = claims[claim];
    return given === value || (Array.isArray(given) && given.includes(value));
  });
}

/** Finds, creates or updates the account, and binds it to the person. */
export async function accountOfPerson(
  provider: ProviderConfig,
  claims: Claims,
  accounts: Accounts,
  at: Date,
): Promise<{ readonly account: StoredAccount } | { readonly refused: Refusal; readonly accountId?: string }> {
  const address = verifiedAddress(provider, claims);
  if ('refused' in address) return address;
  const { email } = address;
  const actor = `provider ${provider.id}`;
  const mapped = mappedRole(provider, claims);
  const known = (await accounts.byIdentity(claims.iss, claims.sub)) ?? (await accounts.byEmail(email));
  if (known === undefined) {
    if (mapped === undefined) return { refused: 'no-account' };
    const name = typeof claims['name'] === 'string' ? claims['name'].slice(0, 120) : email;
    const made = await accounts.create({ name, email, ...mapped, managed: true }, actor, at);
    return made ? bound(made, claims, accounts) : { refused: 'other-person' };
  }
  const accountId = known.id;
  if (known.disabled) return { refused: 'disabled', accountId };
  if (known.managed) {
    if (mapped === undefined) {
      await accounts.endAccess(accountId, actor);
      return { refused: 'no-role', accountId };
    }
    const { role, schools } = mapped;
    const isSame =
      role === known.role &&
      schools.length === known.schools.length &&
      schools.every((one) => known.schools.includes(one));
    if (!isSame) await accounts.change(accountId, { role, schools }, { actor });
  }
  return bound(known, claims, accounts);
}

/** Binds the account to the person. Another person with the same address cannot use it afterwards. */
async function bound(
  account: StoredAccount,
  { iss, sub }: Claims,
  accounts: Accounts,
): Promise<{ readonly account: StoredAccount } | { readonly refused: Refusal; readonly accountId: string }> {
  if (account.identity === null) await accounts.bindIdentity(account.id, iss, sub);
  const now = await accounts.byId(account.id);
  const isTheirs = now?.identity?.issuer === iss && now.identity.subject === sub;
  return now !== undefined && isTheirs ? { account: now } : { refused: 'other-person', accountId: account.id };
}

function isOneOf(values: readonly string[], value: unknown): boolean {
  return typeof value === 'string' && values.includes(value.toLowerCase());
}
