/** The console's API on a real database and a real port, with a clock that tests set, and browsers that keep cookies. */
import type { AddressInfo } from 'node:net';
import { configSchema } from '../../src/config/schema.ts';
import { accountStoreOptions } from '../../src/gateway/console.ts';
import { createLogger } from '../../src/log/logger.ts';
import { hashPassword } from '../../src/passwords/password-hash.ts';
import type { AccessContext } from '../../src/review/access/access-context.ts';
import { createAccessHandlers } from '../../src/review/access/access-handlers.ts';
import type { RouteId } from '../../src/review/access/handler.ts';
import type { Handlers } from '../../src/review/access/handler.ts';
import { registerApi } from '../../src/review/access/register-api.ts';
import { createHttpServer } from '../../src/review/api/http-server.ts';
import type { Role, Session } from '../../src/review/contract/account.ts';
import { routes } from '../../src/review/contract/routes.ts';
import { createAccountStore } from '../../src/store/accounts/account-store.ts';
import type { StoredAccount } from '../../src/store/accounts/accounts.ts';
import { openTestDatabase, type TestDatabase } from '../harness/database.ts';

export const password = 'seven green kayaks';

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  /** Of a problem. */
  readonly code: string | undefined;
}

export interface Call {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bearer token. */
  readonly token?: string;
}

/** Keeps cookies and the CSRF token as the console's pages do; sends an Origin only on request. */
export interface Browser {
  readonly cookies: Map<string, string>;
  csrfToken: string;
  call(method: string, path: string, call?: Call): Promise<Answered>;
  signIn(email: string, totp?: string): Promise<Answered>;
}

export interface Scene {
  readonly url: string;
  readonly context: AccessContext;
  readonly database: TestDatabase;
  readonly log: readonly string[];
  /** Moves the clock on. */
  pass(ms: number): void;
  browser(): Browser;
  /** An account with the password above. */
  account(role: Role, email?: string): Promise<StoredAccount>;
  /** A browser in which a new account of the role is signed in. */
  signedIn(role: Role): Promise<Browser & { readonly account: StoredAccount }>;
  close(): Promise<void>;
}

export interface SceneOptions {
  /** Section `console` of the configuration. */
  readonly console?: Readonly<Record<string, unknown>>;
  readonly clientSecrets?: Readonly<Record<string, string>>;
  readonly handlers?: Partial<Handlers>;
  /** Default: where it listens. */
  readonly publicUrl?: string;
}

/** @param options handlers of the routes under test; other routes about messages and pages answer 500 */
export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  const database = await openTestDatabase();
  const config = configSchema.parse({ console: { signInsPerMinute: 10_000, ...options.console } });
  let offset = 0;
  let url = '';
  const context: AccessContext = {
    store: createAccountStore(database.db, database.keys, accountStoreOptions(config)),
    settings: config.console,
    clientSecrets: options.clientSecrets ?? {},
    keys: database.keys,
    get publicUrl() {
      return options.publicUrl ?? url;
    },
    now: () => new Date(Date.now() + offset),
  };
  const log: string[] = [];
  const logger = createLogger(config.log, { write: (line) => void log.push(line) });
  const app = createHttpServer({ logger });
  registerApi(app, { ...unmade(), ...createAccessHandlers(context, logger), ...options.handlers }, context, {
    streamCheckMs: 50,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;

  const scene: Scene = {
    url,
    context,
    database,
    log,
    pass: (ms) => void (offset += ms),
    browser: () => openBrowser(url),
    async account(role, email = `${role}-${Math.random().toString(36).slice(2)}@school.example`) {
      const passwordHash = await (hash ??= hashPassword(password));
      const account = await context.store.accounts.create(
        { name: `Some ${role}`, email, role, schools: [], passwordHash },
        'test',
        context.now(),
      );
      if (account === undefined) throw new Error('the address is taken');
      return account;
    },
    async signedIn(role) {
      const account = await scene.account(role);
      const browser = scene.browser();
      const { status } = await browser.signIn(account.email);
      if (status !== 200) throw new Error(`signing in was answered ${status}`);
      return Object.assign(browser, { account });
    },
    async close() {
      await app.close();
      await database.close();
    },
  };
  return scene;
}

let hash: Promise<string> | undefined;

function openBrowser(url: string): Browser {
  const browser: Browser = {
    cookies: new Map(),
    csrfToken: '',
    async call(method, path, { body, headers, token } = {}) {
      const response = await fetch(`${url}/api${path}`, {
        method,
        redirect: 'manual',
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(browser.cookies.size > 0 && { cookie: [...browser.cookies].map((pair) => pair.join('=')).join('; ') }),
          ...(browser.csrfToken !== '' && { 'x-csrf-token': browser.csrfToken }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === '') browser.cookies.delete(name);
        else browser.cookies.set(name, value);
      }
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') === true;
      const answer: unknown = isJson ? JSON.parse(text) : text;
      const code = response.ok ? undefined : (answer as { code?: string }).code;
      return { status: response.status, headers: response.headers, body: answer, code };
    },
    async signIn(email, totp) {
      const answered = await browser.call('POST', '/session', { body: { email, password, totp } });
      if (answered.status === 200) browser.csrfToken = (answered.body as Session).csrfToken;
      return answered;
    },
  };
  return browser;
}

/** Fails every call that a test has no handler for. */
function unmade(): Handlers {
  const missing = async (): Promise<never> => {
    throw new Error('this test has no such handler');
  };
  return Object.fromEntries(Object.keys(routes).map((id) => [id as RouteId, missing])) as unknown as Handlers;
}
