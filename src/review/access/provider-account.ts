/** Which account an identity provider's word opens: the one tied to the person, an invited one, or one by its role mapping. */
import type { ProviderConfig } from '../../config/console-schema.ts';
import type { Accounts, StoredAccount } from '../../store/accounts/accounts.ts';
import type { Role } from '../contract/account.ts';
import { googleIssuer, type Claims } from './oidc-flow.ts';

/** Why somebody was not let in: for the record and for the log. */
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
  // Google: an account outside of a Workspace can have any address; `hd` is the organisation that manages it.
  if (claims.iss === googleIssuer && !isOneOf(provider.allowedDomains, claims['hd']))
    return { refused: 'other-domain' };
  // Entra ID: `idp` names another issuer for guests, whose addresses the tenant does not give out.
  if (provider.verifiedBy === 'tenant') {
    const home = claims['idp'];
    return home === undefined || home === claims.iss ? { email } : { refused: 'not-verified' };
  }
  return claims['email_verified'] === true ? { email } : { refused: 'not-verified' };
}

/** What the provider's groups or roles make of the person, where the configuration says so. */
export function mappedRole(
  { roles }: ProviderConfig,
  claims: Claims,
): { readonly role: Role; readonly schools: readonly string[] } | undefined {
  return roles.find(({ claim, value }) => {
    const given = claims[claim];
    return given === value || (Array.isArray(given) && given.includes(value));
  });
}

/** Finds, makes or updates the account, and ties it to the person. */
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
    return made ? tied(made, claims, accounts) : { refused: 'other-person' };
  }
  const accountId = known.id;
  if (known.disabled) return { refused: 'disabled', accountId };
  if (known.managed) {
    if (mapped === undefined) return { refused: 'no-role', accountId };
    const { role, schools } = mapped;
    const isSame =
      role === known.role &&
      schools.length === known.schools.length &&
      schools.every((one) => known.schools.includes(one));
    if (!isSame) await accounts.change(accountId, { role, schools }, actor);
  }
  return tied(known, claims, accounts);
}

/** Once tied, an account is that person's: another one with the same address does not get it. */
async function tied(
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
