/** Handlers about the API tokens of the caller's account. */
import type { StoredToken } from '../../store/accounts/api-tokens.ts';
import { tokenScope, type ApiToken } from '../contract/account.ts';
import { actorOf, type AccessContext } from './access-context.ts';
import type { AccessHandlers } from './handler.ts';
import { scopeFits } from './permissions.ts';
import { ApiProblem } from './problem.ts';

type TokenHandlers = Pick<AccessHandlers, 'tokens' | 'makeToken' | 'deleteToken'>;

export function createTokenHandlers(context: AccessContext): TokenHandlers {
  const { tokens } = context.store;
  return {
    async tokens({ caller }) {
      return { tokens: (await tokens.list(caller.account.id)).map(toApiToken) };
    },
    async makeToken({ caller, body: { name, scopes, expiresAt } }) {
      const tooMuch = scopes.filter((scope) => !scopeFits(caller.account.role, scope));
      if (tooMuch.length > 0) {
        const message = `Your account does not have the permissions of ${tooMuch.join(', ')}`;
        throw new ApiProblem('request.invalid', { fields: [{ path: 'body.scopes', message }] });
      }
      const end = expiresAt === null ? null : new Date(expiresAt);
      if (end !== null && end <= context.now()) {
        throw new ApiProblem('request.invalid', {
          fields: [{ path: 'body.expiresAt', message: 'This time is in the past' }],
        });
      }
      const made = { accountId: caller.account.id, name, scopes: [...new Set(scopes)], expiresAt: end };
      const { token, secret } = await tokens.create(made, actorOf(caller), context.now());
      return { token: toApiToken(token), secret };
    },
    async deleteToken({ caller, params }) {
      const isEnded = await tokens.remove(params.id, caller.account.id, actorOf(caller));
      if (!isEnded) throw new ApiProblem('not-found');
      return undefined;
    },
  };
}

function toApiToken({ id, name, scopes, createdAt, expiresAt, lastUsedAt }: StoredToken): ApiToken {
  return {
    id,
    name,
    scopes: tokenScope.array().parse(scopes),
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
