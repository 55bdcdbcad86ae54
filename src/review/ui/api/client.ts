/** Typed calls of the console's API, with session cookie, CSRF token and problem details. */
import type { Problem } from '../../contract/problem.ts';
import { calls, type Answer, type Body, type CallName, type Query } from './calls.ts';

/** A call that the API refused, or that did not reach it (`code` is then `unreachable`). */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }

  get code(): string {
    return this.problem.code;
  }
}

export interface CallInput<Name extends CallName> {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Partial<Query<Name>>;
  readonly body?: Body<Name>;
  readonly signal?: AbortSignal;
}

let csrfToken = '';

/** Keeps the token of the session, which is sent with every call except GET. */
export function keepCsrfToken(token: string): void {
  csrfToken = token;
}

/** Address of a call, for links and event streams. */
export function addressOf(name: CallName, params: CallInput<CallName>['params'] = {}): string {
  const path = calls[name].slice(calls[name].indexOf(' ') + 1);
  return `/api${path.replace(/:(\w+)/g, (_whole, key: string) => encodeURIComponent(String(params[key] ?? '')))}`;
}

/** @throws ApiError with the problem details of the API, or with our own if it gave none */
export async function call<Name extends CallName>(name: Name, input: CallInput<Name> = {}): Promise<Answer<Name>> {
  const response = await send(name, input);
  if (!response.ok) throw new ApiError(await problemOf(response));
  if (response.status === 204 || response.headers.get('content-length') === '0') return undefined as Answer<Name>;
  return (await response.json()) as Answer<Name>;
}

/** A call whose answer is text instead of JSON, such as a raw message. */
export async function callForText(name: CallName, input: CallInput<CallName> = {}): Promise<string> {
  const response = await send(name, input);
  if (!response.ok) throw new ApiError(await problemOf(response));
  return response.text();
}

async function send<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<Response> {
  const method = calls[name].slice(0, calls[name].indexOf(' '));
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries<unknown>(input.query ?? {})) {
    if (typeof value === 'string' || typeof value === 'number') query.set(key, String(value));
  }
  const search = query.size > 0 ? `?${query.toString()}` : '';
  try {
    return await fetch(`${addressOf(name, input.params)}${search}`, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(method !== 'GET' && csrfToken !== '' && { 'x-csrf-token': csrfToken }),
        ...(input.body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(input.body !== undefined && { body: JSON.stringify(input.body) }),
      ...(input.signal !== undefined && { signal: input.signal }),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError({
      type: 'about:blank',
      title: 'The gateway cannot be reached',
      status: 0,
      detail: 'No mail is lost. Check your network connection; this page keeps trying to reconnect.',
      code: 'unreachable',
    });
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined);
  if (typeof body === 'object' && body !== null && 'code' in body && 'title' in body) return body as Problem;
  return {
    type: 'about:blank',
    title: 'The gateway sent an unexpected response',
    status: response.status,
    detail: 'Nothing was lost. Try again in a moment. If the problem persists, ask an administrator to check Settings.',
    code: `http.${response.status}`,
  };
}
