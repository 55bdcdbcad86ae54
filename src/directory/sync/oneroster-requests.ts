/** Requests to a OneRoster REST service: authorized, limited in time and size, and tried again where that can help. */
import { setTimeout as sleep } from 'node:timers/promises';
import { HallpassError } from '../../errors/hallpass-error.ts';
import type { Authorization } from './authorization.ts';
import { causeOf, isPassing, jsonOf, readLimited } from './http-answer.ts';

export interface Answer {
  /** Parsed JSON. */
  readonly body: unknown;
  /** Header fields Link and X-Total-Count. */
  readonly link: string | undefined;
  readonly total: string | undefined;
  readonly date: Date | undefined;
}

export interface RequestOptions {
  readonly authorization: Authorization;
  readonly timeoutMs: number;
  readonly attempts: number;
  /** Pause after the first failure; each further one is twice as long. */
  readonly firstPauseMs: number;
  /** Ends what is running. */
  readonly stopping: AbortSignal;
}

/** A page of ten thousand users is a tenth of it. */
const pageBytesAtMost = 128 * 1024 * 1024;
const longestPauseMs = 120_000;

type Attempt = { readonly answer: Answer } | { readonly why: string; readonly pauseMs?: number | undefined };

/** @returns fetches one page; `what` names it in errors */
export function createRequests(options: RequestOptions): (url: URL, what: string) => Promise<Answer> {
  const { authorization, attempts, firstPauseMs, stopping } = options;
  return async (url, what) => {
    let renewed = false;
    for (let attempt = 1; ; attempt += 1) {
      const result = await tryOnce(url, what, options);
      if ('answer' in result) return result.answer;
      if (result.why === 'status 401' && !renewed && authorization.renew()) {
        // A token may be revoked before it ends.
        renewed = true;
        continue;
      }
      if (result.why === 'status 401') throw new HallpassError('roster.provider-denied', `${what}: status 401`);
      if (attempt >= attempts)
        throw new HallpassError('roster.provider-unreachable', `${what}: ${result.why}, ${attempts} attempts`);
      const pause = result.pauseMs ?? firstPauseMs * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
      await sleep(Math.min(longestPauseMs, pause), undefined, { signal: stopping });
    }
  };
}

async function tryOnce(url: URL, what: string, options: RequestOptions): Promise<Attempt> {
  const { authorization, timeoutMs, stopping } = options;
  let reply: Response;
  let text: string;
  try {
    reply = await fetch(url, {
      headers: {
        accept: 'application/json',
        'user-agent': 'Hallpass',
        authorization: await authorization.header(url),
      },
      redirect: 'manual',
      signal: AbortSignal.any([stopping, AbortSignal.timeout(timeoutMs)]),
    });
    text = reply.ok ? await readLimited(reply, pageBytesAtMost) : (await reply.body?.cancel(), '');
  } catch (error) {
    stopping.throwIfAborted();
    if (error instanceof HallpassError) {
      if (error.retry === 'permanent') throw error;
      return { why: 'the token endpoint does not answer' };
    }
    return { why: causeOf(error) };
  }
  const { status, headers } = reply;
  if (status === 401 || isPassing(status)) return { why: `status ${status}`, pauseMs: retryAfter(headers) };
  if (status === 403) throw new HallpassError('roster.provider-denied', `${what}: status ${status}`);
  if (!reply.ok) throw new HallpassError('roster.provider-answer', `${what}: status ${status}`);
  return {
    answer: {
      body: parsed(text, what),
      link: headers.get('link') ?? undefined,
      total: headers.get('x-total-count') ?? undefined,
      date: dateOf(headers.get('date')),
    },
  };
}

function parsed(text: string, what: string): unknown {
  const body = jsonOf(text);
  if (body === undefined) throw new HallpassError('roster.provider-answer', `${what}: the answer is not JSON`);
  return body;
}

/** RFC 9110 10.2.3: seconds, or a date. */
function retryAfter(headers: Headers): number | undefined {
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  if (/^\d{1,6}$/.test(text)) return Number(text) * 1000;
  const at = dateOf(text);
  return at && Math.max(0, at.getTime() - Date.now());
}

function dateOf(text: string | null): Date | undefined {
  const ms = text === null ? NaN : Date.parse(text);
  return Number.isNaN(ms) ? undefined : new Date(ms);
}
