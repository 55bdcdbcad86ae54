/** The handlers of all routes about accounts and sign-in. */
import type { Logger } from 'pino';
import type { AccessContext } from './access-context.ts';
import { createAccountHandlers } from './account-handlers.ts';
import type { AccessHandlers } from './handler.ts';
import { createOidcHandlers } from './oidc-handlers.ts';
import { openApiDocument } from './open-api.ts';
import { createOwnAccountHandlers } from './own-account-handlers.ts';
import { createSignInHandlers } from './sign-in-handlers.ts';
import { createTokenHandlers } from './token-handlers.ts';

export function createAccessHandlers(context: AccessContext, log: Pick<Logger, 'warn'>): AccessHandlers {
  return {
    ...createSignInHandlers(context),
    ...createOwnAccountHandlers(context),
    ...createAccountHandlers(context),
    ...createTokenHandlers(context),
    ...createOidcHandlers(context, log),
    async openApi() {
      const body = JSON.stringify(openApiDocument(context.publicUrl));
      return { kind: 'raw', contentType: 'application/json; charset=utf-8', body };
    },
  };
}
