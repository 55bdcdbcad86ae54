/** Registers exactly the routes of the table, each with the same checks in the same order. */
import { Readable } from 'node:stream';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { routes } from '../contract/routes.ts';
import type { AccessContext } from './access-context.ts';
import { authenticate, isStillAllowed } from './authenticate.ts';
import { parameters, type AnyRoute, type ApiRequest, type Handlers } from './handler.ts';
import type { RawAnswer, Redirect, RouteId } from './handler.ts';
import { answerProblem, ApiProblem } from './problem.ts';
import { cookieJar } from './session-cookie.ts';

/** Limit for all calls of one client address in a minute; ordinary use stays far below it. */
const callsPerMinute = 6000;
const bodyLimit = 262_144;
const STREAM_CHECK_MS = 15_000;

export interface ApiOptions {
  /** Interval at which the caller of an open stream is checked again. Default: 15 seconds. */
  readonly streamCheckMs?: number;
}

type AnyHandler = (request: ApiRequest<RouteId>) => Promise<unknown>;

/**
 * Adds `/api/…`. Each answer is limited to the schema of its route; failures are answered with problem details.
 *
 * Order: origin, session or token, permission, CSRF token, then the request's fields, then the handler.
 */
export function registerApi(
  app: FastifyInstance,
  handlers: Handlers,
  context: AccessContext,
  { streamCheckMs = STREAM_CHECK_MS }: ApiOptions = {},
): void {
  void app.register(
    async (scope) => {
      await scope.register(cookie);
      await scope.register(rateLimit, { max: callsPerMinute, timeWindow: 60_000 });
      // Only JSON is accepted, because a form on another site can send the other types.
      scope.removeAllContentTypeParsers();
      const parseJson = scope.getDefaultJsonParser('error', 'error');
      scope.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit }, (request, text, done) => {
        if (text === '') done(null, undefined);
        else void parseJson(request, text as string, done);
      });
      scope.setErrorHandler((error, request, reply) => answerProblem(error, request, reply));
      scope.setNotFoundHandler((request, reply) => answerProblem(new ApiProblem('not-found'), request, reply));
      const streams = openStreams(scope, streamCheckMs);
      for (const [id, route] of Object.entries(routes) as [RouteId, AnyRoute][]) {
        addRoute(scope, route, handlers[id], context, streams);
      }
    },
    { prefix: '/api' },
  );
}

function addRoute(
  scope: FastifyInstance,
  route: AnyRoute,
  handler: AnyHandler,
  context: AccessContext,
  streams: OpenStreams,
): void {
  const callers = new WeakMap<FastifyRequest, Awaited<ReturnType<typeof authenticate>>>();
  const params = paramsSchema(route.path);
  const secure = context.publicUrl.startsWith('https:');
  const guessable = route.needs === 'public' && (route.method !== 'GET' || route.path.endsWith('/callback'));
  scope.route({
    method: route.method,
    url: route.path,
    exposeHeadRoute: false,
    ...(guessable && {
      config: { rateLimit: { max: context.settings.signInsPerMinute, timeWindow: 60_000 } },
    }),
    // Runs after the rate limit, which uses onRequest, and before the body is read.
    async preParsing(request, reply) {
      callers.set(request, await authenticate(route, request, cookieJar(request, reply, secure), context));
    },
    async handler(request, reply) {
      const cookies = cookieJar(request, reply, secure);
      const answer = await handler({
        params: fieldsOf('path', params, request.params),
        query: route.query && fieldsOf('query', route.query, request.query),
        body: route.body && fieldsOf('body', route.body, request.body),
        caller: callers.get(request),
        cookies,
        url: request.url,
      } as ApiRequest<RouteId>);
      void reply.header('cache-control', 'no-store');
      if (route.answer) return reply.send(checked(route.answer, answer));
      if (answer === undefined) return reply.code(204).send();
      const given = answer as RawAnswer | Redirect;
      if (given.kind === 'redirect') return reply.redirect(given.location, 303);
      if (given.body instanceof Readable) {
        streams.watch(given.body, () => isStillAllowed(route, request, cookies, context));
      }
      return sendRaw(reply, given);
    },
  });
}

function sendRaw(reply: FastifyReply, { contentType, headers, body }: RawAnswer): FastifyReply {
  return reply
    .headers(headers ?? {})
    .header('content-type', contentType)
    .send(body);
}

/** Path parameters have fixed schemas by name: `:id` is always a UUID. */
function paramsSchema(path: string): z.ZodType {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name as keyof typeof parameters);
  return z.object(Object.fromEntries(names.map((name) => [name, parameters[name]])));
}

/** @throws ApiProblem request.invalid, whose fields name what is invalid without repeating it */
function fieldsOf(where: string, schema: z.ZodType, value: unknown): unknown {
  // PostgreSQL does not store this character.
  if (holdsNul(value)) {
    const fields = [{ path: where, message: 'Must not contain the character U+0000' }];
    throw new ApiProblem(where === 'path' ? 'not-found' : 'request.invalid', where === 'path' ? {} : { fields });
  }
  const result = schema.safeParse(value, { reportInput: false });
  if (result.success) return result.data;
  const fields = result.error.issues.map(({ path, message }) => ({
    path: [where, ...path].map(String).join('.'),
    message,
  }));
  throw new ApiProblem(where === 'path' ? 'not-found' : 'request.invalid', where === 'path' ? {} : { fields });
}

function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsNul);
}

/** Removes what is not in the schema from an answer. @throws Error if the answer does not match the schema */
function checked(schema: z.ZodType, answer: unknown): unknown {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  const paths = result.error.issues.map(({ path }) => path.map(String).join('.'));
  throw Object.assign(new Error(`answer does not match its schema: ${paths.join(', ')}`), { code: 'api.bad-answer' });
}

interface OpenStreams {
  watch(stream: Readable, isAllowed: () => Promise<boolean>): void;
}

/** Ends streams when their session ends, and when the server stops, which would otherwise wait for them. */
function openStreams(scope: FastifyInstance, checkMs: number): OpenStreams {
  const open = new Map<Readable, () => Promise<boolean>>();
  const end = (stream: Readable): void => {
    open.delete(stream);
    stream.destroy();
  };
  const timer = setInterval(() => {
    for (const [stream, isAllowed] of open) {
      isAllowed().then(
        (allowed) => {
          if (!allowed) end(stream);
        },
        () => end(stream), // the database cannot be reached: the browser reconnects and is checked then
      );
    }
  }, checkMs);
  timer.unref();
  scope.addHook('preClose', (done) => {
    clearInterval(timer);
    for (const stream of open.keys()) end(stream);
    done();
  });
  return {
    watch(stream, isAllowed) {
      open.set(stream, isAllowed);
      stream.once('close', () => open.delete(stream));
    },
  };
}
