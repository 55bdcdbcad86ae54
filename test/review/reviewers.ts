/** Reviewers at a running gateway: accounts made in its database, signed in over HTTP, calling the API as the console does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { createAccountStore, type AccountStore } from '../../src/store/accounts/account-store.ts';
import { openDatabase } from '../../src/store/database.ts';
import { parseKeys } from '../../src/store/keys.ts';
import { createReviewStore, type ReviewStore } from '../../src/store/review/review-store.ts';
import { hashPassword } from '../../src/passwords/password-hash.ts';
import type { Role, Session } from '../../src/review/contract/account.ts';
import type { ReviewAction, ActionResult } from '../../src/review/contract/actions.ts';
import type { MessageContent, MessageDetail, MessagePage } from '../../src/review/contract/message.ts';
import { startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';

const password = 'seven green kayaks';
let hash: Promise<string> | undefined;

export interface Called<T> {
  readonly status: number;
  readonly body: T;
}

export interface Reviewer {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly headers: Readonly<Record<string, string>>;
  call<T>(method: string, path: string, body?: unknown): Promise<Called<T>>;
  /** The answer of a GET that must succeed. */
  get<T>(path: string): Promise<T>;
  list(q: string, more?: string): Promise<MessagePage>;
  detail(id: string): Promise<MessageDetail>;
  content(id: string): Promise<MessageContent>;
  act(id: string, action: ReviewAction): Promise<ActionResult>;
}

export interface Reviewers {
  readonly store: ReviewStore;
  add(role: Role, account?: { name?: string; schools?: readonly string[] }): Promise<Reviewer>;
  /** The message once review has it in that state. */
  reaches(reviewer: Reviewer, id: string, state: string): Promise<MessageDetail>;
  close(): Promise<void>;
}

/** Folder of the roster of Maple Valley. */
export const mapleRoster = join(import.meta.dirname, '../../fixtures/rosters/maple');

/** A gateway of the invented Maple Valley district with its roster, where decisions take effect at once. */
export function startMapleGateway(smarthost: SmartHost): Promise<TestGateway> {
  const district = parse(readFileSync(join(mapleRoster, 'district.yaml'), 'utf8')) as Record<string, unknown>;
  return startTestGateway({
    smarthost,
    marked: false,
    config: { roster: mapleRoster, district, review: { undoSeconds: 0 } },
  });
}

export interface ReviewScene {
  readonly host: SmartHost;
  readonly test: TestGateway;
  readonly reviewers: Reviewers;
  readonly mia: Reviewer;
  /** A manager. */
  readonly ben: Reviewer;
  close(): Promise<void>;
}

/** The Maple Valley district with a reviewer and a manager. */
export async function openReviewScene(): Promise<ReviewScene> {
  const host = await startSmartHost();
  const test = await startMapleGateway(host);
  const reviewers = await openReviewers(test);
  return {
    host,
    test,
    reviewers,
    mia: await reviewers.add('reviewer', { name: 'Mia Ortiz' }),
    ben: await reviewers.add('manager', { name: 'Ben Hale' }),
    async close() {
      await reviewers.close();
      await test.stop();
      await host.down();
    },
  };
}

export async function openReviewers(test: TestGateway): Promise<Reviewers> {
  const keys = parseKeys(test.environment['HALLPASS_KEY']!);
  const connection = { connectionString: test.environment['DATABASE_URL']! };
  const database = await openDatabase(connection, keys, { poolSize: 2, onError: () => undefined });
  const limits = { maxMs: 3_600_000, idleMs: 3_600_000 };
  const accounts: AccountStore = createAccountStore(database.db, keys, {
    limits,
    lockOut: { attempts: 1000, firstMinutes: 1, maxMinutes: 1 },
  });
  // A database that was used before has accounts.
  let count = (await accounts.accounts.list()).length;
  return {
    store: createReviewStore(database.db, keys),
    async add(role, { name = `Some ${role}`, schools = [] } = {}) {
      count += 1;
      const email = `${role}${count}@school.example`;
      const passwordHash = await (hash ??= hashPassword(password));
      const account = await accounts.accounts.create({ name, email, role, schools, passwordHash }, 'test', new Date());
      const answer = await fetch(`${test.http}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      });
      if (answer.status !== 200) throw new Error(`signing in was answered ${answer.status}: ${await answer.text()}`);
      const cookie = answer.headers
        .getSetCookie()
        .map((line) => line.split(';')[0]!)
        .join('; ');
      const { csrfToken } = (await answer.json()) as Session;
      return reviewerOf(test.http, { id: account!.id, name, email }, { cookie, 'x-csrf-token': csrfToken });
    },
    reaches: (reviewer, id, state) =>
      until(async () => {
        const { status, body } = await reviewer.call<MessageDetail>('GET', `/messages/${id}`);
        return status === 200 && body.state === state ? body : undefined;
      }),
    close: () => database.close(),
  };
}

function reviewerOf(
  http: string,
  who: { id: string; name: string; email: string },
  headers: Readonly<Record<string, string>>,
): Reviewer {
  const reviewer: Reviewer = {
    ...who,
    headers,
    async call<T>(method: string, path: string, body?: unknown) {
      const response = await fetch(`${http}/api${path}`, {
        method,
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') === true;
      return { status: response.status, body: (isJson ? JSON.parse(text) : text) as T };
    },
    async get<T>(path: string) {
      const { status, body } = await reviewer.call<T>('GET', path);
      if (status !== 200) throw new Error(`GET ${path} was answered ${status}: ${JSON.stringify(body)}`);
      return body;
    },
    list: (q, more = '') => reviewer.get(`/messages?q=${encodeURIComponent(q)}${more}`),
    detail: (id) => reviewer.get(`/messages/${id}`),
    content: (id) => reviewer.get(`/messages/${id}/content`),
    async act(id, action) {
      const { status, body } = await reviewer.call<ActionResult>('POST', `/messages/${id}/actions`, action);
      if (status !== 200) throw new Error(`the action was answered ${status}: ${JSON.stringify(body)}`);
      return body;
    },
  };
  return reviewer;
}
