/** The console of a gateway process: who may use it, its API, its pages, and the one-time link that sets it up. */
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { Config, Secrets } from '../config/schema.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import { createAccessHandlers } from '../review/access/access-handlers.ts';
import type { AccessContext } from '../review/access/access-context.ts';
import { registerConsolePages } from '../review/access/console-pages.ts';
import type { ReviewHandlers } from '../review/access/handler.ts';
import { registerApi } from '../review/access/register-api.ts';
import { registerFrontPage } from '../review/api/http-server.ts';
import type { AccountStore, AccountStoreOptions } from '../store/accounts/account-store.ts';
import type { ActedBy } from '../store/change.ts';
import type { KeyRing } from '../store/keys.ts';

export interface ConsoleParts {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly accounts: AccountStore;
  readonly keys: KeyRing;
  readonly log: Logger;
  /** Handlers of messages, pages and settings. */
  readonly review: ReviewHandlers;
  /** `https://hallpass.school.example`, without a slash at the end; may be known only once the server listens. */
  readonly publicUrl: () => string;
}

export interface Console {
  /** Adds the API and the pages. */
  register(app: Parameters<typeof registerApi>[0]): void;
  /** A one-time link to make the first account; undefined where there is an account. */
  setUpLink(): Promise<string | undefined>;
  stop(): void;
}

/** Built by scripts/build-console.ts. */
const builtPages = fileURLToPath(new URL('../../dist/console', import.meta.url));
/** A set-up link stands in a terminal or a log: it is open for a day, and the next start makes another. */
const SET_UP_MS = 86_400_000;
const PRUNE_MS = 3_600_000;

export function createConsole(parts: ConsoleParts): Console {
  const { config, secrets, accounts: store, keys, log, review, publicUrl } = parts;
  const context: AccessContext = {
    store,
    settings: config.console,
    clientSecrets: secrets.oidc ?? {},
    keys,
    get publicUrl() {
      return publicUrl();
    },
    now: () => new Date(),
  };
  const timer = setInterval(() => {
    store.prune(context.now()).catch((error: unknown) => log.warn({ code: codeOf(error) }, 'accounts not tidied'));
  }, PRUNE_MS);
  timer.unref();
  return {
    register(app) {
      registerApi(app, { ...review, ...createAccessHandlers(context, log) }, context);
      if (!registerConsolePages(app, builtPages)) registerFrontPage(app, 'not-built');
    },
    async setUpLink() {
      return (await store.accounts.any()) ? undefined : newSetUpLink(store, publicUrl(), { actor: 'gateway' });
    },
    stop: () => clearInterval(timer),
  };
}

/** @param by who asked for it, for the audit log */
export async function newSetUpLink(
  store: AccountStore,
  publicUrl: string,
  by: ActedBy,
  at = new Date(),
): Promise<string> {
  const token = await store.links.newSetUp(new Date(at.getTime() + SET_UP_MS), by);
  return `${publicUrl}/set-up#${token}`;
}

/** Limits of sessions and sign-ins as the configuration has them. */
export function accountStoreOptions({ console: { sessionHours, idleMinutes, lockOut } }: Config): AccountStoreOptions {
  return { limits: { maxMs: sessionHours * 3_600_000, idleMs: idleMinutes * 60_000 }, lockOut };
}
