/** Failures of the console's API: what handlers throw, and the problem details of the answer (RFC 9457). */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { codeOf, HallpassError } from '../../errors/hallpass-error.ts';
import type { ErrorCode } from '../../errors/codes.ts';
import { problemCodes, type ProblemCode } from '../contract/problem-codes.ts';
import type { Problem } from '../contract/problem.ts';

export interface ProblemOptions {
  /** What to do, in plain English. Never has message content or what the caller sent. */
  readonly detail?: string;
  /** For an invalid request: the invalid fields, with the reason for each. */
  readonly fields?: Problem['fields'];
  readonly retryAfterSeconds?: number;
}

/** A failure that the caller should know about. Status and title come from `contract/problem-codes.ts`. */
export class ApiProblem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly options: ProblemOptions;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(code);
    this.name = 'ApiProblem';
    this.code = code;
    this.status = problemCodes[code].status;
    this.options = options;
  }
}

/** Gateway errors that have a problem code of their own; all others are `failed`. */
const known: Partial<Record<ErrorCode, ProblemCode>> = {
  'store.not-found': 'message.not-found',
  'store.lost-lease': 'conflict.already-decided',
  'store.unreachable': 'unavailable',
};

/** Problem codes for requests that Fastify or a plugin refuses, by status. */
const refused: Readonly<Record<number, ProblemCode>> = {
  404: 'not-found',
  413: 'request.too-big',
  415: 'request.not-json',
  429: 'request.too-many',
};

/** Maps any thrown value to a problem. */
export function problemOf(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof HallpassError) return new ApiProblem(known[error.code] ?? 'failed');
  if (codeOf(error).startsWith('ECONN')) return new ApiProblem('unavailable');
  const status = (error as FastifyError | undefined)?.statusCode ?? 500;
  if (status < 400 || status >= 500) return new ApiProblem('failed');
  return new ApiProblem(refused[status] ?? 'request.invalid');
}

/** Error handler of the API. It logs only failures of the gateway, by their code. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { code, status, options } = problemOf(error);
  if (status >= 500) {
    request.log.error({ code: codeOf(error), route: request.routeOptions.url ?? 'none' }, 'request failed');
  }
  if (options.retryAfterSeconds !== undefined) void reply.header('retry-after', String(options.retryAfterSeconds));
  if (code === 'sign-in.required') void reply.header('www-authenticate', 'Bearer realm="hallpass"');
  const body: Problem = {
    type: `/problems/${code}`,
    title: problemCodes[code].title,
    status,
    code,
    ...(options.detail === undefined ? {} : { detail: options.detail }),
    ...(options.fields === undefined ? {} : { fields: options.fields }),
  };
  // Sends a string, so that Fastify keeps the content type.
  return reply
    .code(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(body));
}
