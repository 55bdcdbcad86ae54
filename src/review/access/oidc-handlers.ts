/** Handlers of sign-in with an identity provider. Only the browser that was redirected can use the answer. */
import type { Logger } from 'pino';
import type { ProviderConfig } from '../../config/console-schema.ts';
import { codeOf, HallpassError } from '../../errors/hallpass-error.ts';
import type { AccessContext } from './access-context.ts';
import type { AccessHandlers, Redirect } from './handler.ts';
import { createOidcFlow, type Departure } from './oidc-flow.ts';
import { openSession } from './open-session.ts';
import { ApiProblem } from './problem.ts';
import { accountOfPerson, type Refusal } from './provider-account.ts';

const COOKIE = 'departure';
const COOKIE_SECONDS = 600;

export function createOidcHandlers(
  context: AccessContext,
  log: Pick<Logger, 'warn'>,
): Pick<AccessHandlers, 'beginOidc' | 'finishOidc'> {
  const flow = createOidcFlow(context.clientSecrets, () => context.publicUrl);
  const providerOf = (id: string): ProviderConfig => {
    const provider = context.settings.providers.find((candidate) => candidate.id === id);
    if (provider === undefined) throw new ApiProblem('not-found');
    return provider;
  };
  // A browser opens these addresses, so a failure redirects to a page instead of answering problem details.
  const back = (why: 'failed' | 'refused'): Redirect => ({ kind: 'redirect', location: `/sign-in?problem=${why}` });

  return {
    async beginOidc({ params, query, cookies }) {
      const provider = providerOf(params.provider);
      try {
        const { address, departure } = await flow.depart(provider, ownPath(query.to), context.now());
        const sealed = context.keys.seal(departure, COOKIE).toString('base64url');
        // Lax, because the browser returns from another site.
        cookies.set(COOKIE, sealed, { maxAgeSeconds: COOKIE_SECONDS, sameSite: 'lax' });
        return { kind: 'redirect', location: address };
      } catch (error) {
        log.warn({ provider: provider.id, code: codeOf(error) }, 'identity provider not reached');
        return back('failed');
      }
    },
    async finishOidc({ params, cookies, url }) {
      const provider = providerOf(params.provider);
      const departure = opened(cookies.get(COOKIE), context);
      cookies.clear(COOKIE);
      if (departure?.provider !== provider.id || departure.until < context.now().getTime()) return back('failed');
      const claims = await flow
        .arrive(provider, departure, new URL(url, context.publicUrl))
        .catch(
          (error: unknown) =>
            void log.warn({ provider: provider.id, code: codeOf(error) }, 'sign-in at provider failed'),
        );
      if (claims === undefined) return back('failed');
      const outcome = await accountOfPerson(provider, claims, context.store.accounts, context.now());
      if ('refused' in outcome) {
        await recordRefusal(outcome, provider.id, context);
        log.warn({ provider: provider.id, why: outcome.refused }, 'sign-in at provider refused');
        return back('refused');
      }
      await openSession(outcome.account, 'oidc', cookies, context);
      return { kind: 'redirect', location: departure.to };
    },
  };
}

/** Records a refusal in the audit log if there is an account. Strangers appear in the service log only, because they could flood the audit log. */
async function recordRefusal(
  { refused, accountId }: { refused: Refusal; accountId?: string },
  provider: string,
  { store }: AccessContext,
): Promise<void> {
  if (accountId === undefined) return;
  await store.record({
    event: 'sign-in-refused',
    actor: 'gateway',
    detail: { account: accountId, provider, why: refused },
  });
}

/** A path of the console. Browsers read `//host` and `/\host` as other sites. */
function ownPath(to: string | undefined): string {
  return to !== undefined && /^\/(?![/\\])[^\s\\]*$/.test(to) ? to : '/';
}

function opened(cookie: string | undefined, { keys }: AccessContext): Departure | undefined {
  if (cookie === undefined) return undefined;
  try {
    return keys.unseal<Departure>(Buffer.from(cookie, 'base64url'), COOKIE);
  } catch (error) {
    // The cookie was altered, or sealed with a key that no longer exists.
    if (error instanceof HallpassError || error instanceof RangeError || error instanceof TypeError) return undefined;
    throw error;
  }
}
