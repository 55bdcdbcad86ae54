/** Sign-in with an identity provider (OpenID Connect, code flow with PKCE): the redirect and the answer. */
import type * as Oidc from 'openid-client';
import type { ProviderConfig } from '../../config/console-schema.ts';

/** What the answer is checked against. It is kept encrypted in a cookie of the browser. */
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
   * Exchanges the code of the answer for claims, and verifies them.
   *
   * @param answer the callback address with its query
   * @throws Error with a code of openid-client if the answer is not valid
   */
  arrive(provider: ProviderConfig, departure: Departure, answer: URL): Promise<Claims>;
}

const FLOW_MS = 600_000;
const TIMEOUT_S = 10;
/** The provider's metadata is discovered again after this time. */
const DISCOVERY_MS = 3_600_000;
export const googleIssuer = 'https://accounts.google.com';

/** Loaded with the first sign-in through a provider. */
const library = (): Promise<typeof Oidc> => import('openid-client');

/** @param clientSecrets by provider id; a provider without one is a public client (PKCE alone) */
export function createOidcFlow(clientSecrets: Readonly<Record<string, string>>, publicUrl: () => string): OidcFlow {
  const known = new Map<string, { readonly at: number; readonly found: Promise<Oidc.Configuration> }>();

  const discover = (oidc: typeof Oidc, provider: ProviderConfig): Promise<Oidc.Configuration> => {
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
    // After a failure, the next sign-in tries again.
    found.catch(() => known.delete(provider.id));
    return found;
  };
  const callbackOf = ({ id }: ProviderConfig): string => `${publicUrl()}/api/sign-in/${id}/callback`;

  return {
    async depart(provider, to, at) {
      const oidc = await library();
      const configuration = await discover(oidc, provider);
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
      const oidc = await library();
      const configuration = await discover(oidc, provider);
      // A proxy may change the address, but the provider must see the redirect URI that it was given.
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
