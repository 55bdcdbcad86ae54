/** One sign-in at an identity provider (OpenID Connect, code flow with PKCE): the way there and what comes back. */
import * as oidc from 'openid-client';
import type { ProviderConfig } from '../../config/console-schema.ts';

/** What must come back with the answer: kept, encrypted, in a cookie of the browser that set out. */
export interface Departure {
  readonly provider: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** Page of the console to go to afterwards. */
  readonly to: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

export type Claims = Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string };

export interface OidcFlow {
  depart(
    provider: ProviderConfig,
    to: string,
    at: Date,
  ): Promise<{ readonly address: string; readonly departure: Departure }>;
  /**
   * Takes the code of the answer to the provider and checks what it says.
   *
   * @param answer address that the browser came back to
   * @throws whatever is not as it must be: the codes are openid-client's
   */
  arrive(provider: ProviderConfig, departure: Departure, answer: URL): Promise<Claims>;
}

const FLOW_MS = 600_000;
const TIMEOUT_S = 10;
/** Keys and addresses of a provider are asked for again after this. */
const DISCOVERY_MS = 3_600_000;
export const googleIssuer = 'https://accounts.google.com';

/** @param clientSecrets by provider id; a provider without one is a public client (PKCE alone) */
export function createOidcFlow(clientSecrets: Readonly<Record<string, string>>, publicUrl: () => string): OidcFlow {
  const known = new Map<string, { readonly at: number; readonly found: Promise<oidc.Configuration> }>();

  const discover = (provider: ProviderConfig): Promise<oidc.Configuration> => {
    const before = known.get(provider.id);
    if (before !== undefined && Date.now() - before.at < DISCOVERY_MS) return before.found;
    const issuer = new URL(provider.issuer);
    const secret = clientSecrets[provider.id];
    const found = oidc.discovery(
      issuer,
      provider.clientId,
      {},
      secret === undefined ? oidc.None() : oidc.ClientSecretPost(secret),
      // The configuration takes plain HTTP for a loopback issuer only.
      { timeout: TIMEOUT_S, ...(issuer.protocol === 'http:' && { execute: [oidc.allowInsecureRequests] }) },
    );
    known.set(provider.id, { at: Date.now(), found });
    // What failed is tried again by the next one.
    found.catch(() => known.delete(provider.id));
    return found;
  };
  const callbackOf = ({ id }: ProviderConfig): string => `${publicUrl()}/api/sign-in/${id}/callback`;

  return {
    async depart(provider, to, at) {
      const configuration = await discover(provider);
      const [state, nonce, codeVerifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
      const [onlyDomain, ...others] = provider.allowedDomains;
      const address = oidc.buildAuthorizationUrl(configuration, {
        redirect_uri: callbackOf(provider),
        scope: provider.scopes.join(' '),
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        ...(provider.issuer === googleIssuer && onlyDomain !== undefined && others.length === 0 && { hd: onlyDomain }),
      });
      const until = at.getTime() + FLOW_MS;
      return { address: address.href, departure: { provider: provider.id, state, nonce, codeVerifier, to, until } };
    },
    async arrive(provider, departure, answer) {
      const configuration = await discover(provider);
      // What a proxy in front calls us does not matter: the provider has to see the address that it was given.
      const current = new URL(callbackOf(provider));
      current.search = answer.search;
      const tokens = await oidc.authorizationCodeGrant(configuration, current, {
        pkceCodeVerifier: departure.codeVerifier,
        expectedState: departure.state,
        expectedNonce: departure.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error('the provider sent no ID token');
      return claims;
    },
  };
}
