/** One typed call of the console's API: session cookie, CSRF token, problem details. */
import type { Problem } from '../../contract/problem.ts';
import { calls, type Answer, type Body, type CallName, type Query } from './calls.ts';

/** What the API refused, or that it could not be reached (`code` is then `unreachable`). */
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

/** Kept beside the session, sent with whatever changes something. */
export function keepCsrfToken(token: string): void {
  csrfToken = token;
}

/** Address of a call, for links and event streams. */
export function addressOf(name: CallName, params: CallInput<CallName>['params'] = {}): string {
  const path = calls[name].slice(calls[name].indexOf(' ') + 1);
  return `/api${path.replace(/:(\w+)/g, (_whole, key: string) => encodeURIComponent(String(params[key] ?? '')))}`;
}

/** @throws ApiError with the problem that the API told, or one of our own */
export async function call<Name extends CallName>(name: Name, input: CallInput<Name> = {}): Promise<Answer<Name>> {
  const response = await send(name, input);
  if (!response.ok) throw new ApiError(await problemOf(response));
  if (response.status === 204 || response.headers.get('content-length') === '0') return undefined as Answer<Name>;
  return (await response.json()) as Answer<Name>;
}

/** The same for what is not JSON: the message as it arrived. */
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
      detail: 'Nothing was lost: mail is kept where it is. Check the network; this page tries again by itself.',
      code: 'unreachable',
    });
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const told: unknown = await response.json().catch(() => undefined);
  if (typeof told === 'object' && told !== null && 'code' in told && 'title' in told) return told as Problem;
  return {
    type: 'about:blank',
    title: 'The gateway did not answer as it should',
    status: response.status,
    detail: 'Nothing was lost. Try again in a moment; if it goes on, an administrator finds more in Settings.',
    code: `http.${response.status}`,
  };
}
