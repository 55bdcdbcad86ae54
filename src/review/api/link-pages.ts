/** What all pages behind a link in a notice share: forms, limits, headers, languages, and an answer to whatever goes wrong. */
import formbody from '@fastify/formbody';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { codeOf, HallpassError } from '../../errors/hallpass-error.ts';
import { pageHeaders, type PageLanguage } from './page.ts';
import { pageLanguage } from './page-language.ts';
import { plainPage, type PageSettings } from './sender-pages-html.ts';

export interface LinkPageOptions extends PageSettings {
  /** Requests of one client address in a minute; default 120. */
  readonly requestsPerMinute?: number;
}

export type LinkRequest = FastifyRequest<{ Params: { token: string }; Querystring: { lang?: unknown } }>;

const defaultRequestsPerMinute = 120;

/** Statuses of what the routes throw: 404 `link.invalid`, 409 `link.used`, 410 `link.expired`, 429, otherwise 500. */
export function registerLinkPages(
  app: FastifyInstance,
  options: LinkPageOptions,
  { bodyLimit }: { readonly bodyLimit: number },
  routes: (scope: FastifyInstance) => void,
): void {
  void app.register(async (scope) => {
    await scope.register(formbody, { bodyLimit });
    await scope.register(rateLimit, {
      max: options.requestsPerMinute ?? defaultRequestsPerMinute,
      timeWindow: 60_000,
      // Not in onRequest: an answer given there would lack the headers of the hook below.
      hook: 'preParsing',
    });
    scope.addHook('onRequest', async (_request, reply) => {
      void reply.headers(pageHeaders);
    });
    scope.setErrorHandler(async (error, request: LinkRequest, reply) => answerError(error, request, reply, options));
    routes(scope);
  });
}

export function languageOf(request: LinkRequest): PageLanguage {
  return pageLanguage(request.query.lang, request.headers['accept-language']);
}

async function answerError(error: unknown, request: LinkRequest, reply: FastifyReply, options: PageSettings) {
  const language = languageOf(request);
  const code = error instanceof HallpassError ? error.code : undefined;
  void reply.headers(pageHeaders);
  if (code === 'link.invalid' || code === 'store.not-found') {
    return reply.code(404).send(plainPage('invalid', language, options));
  }
  if (code === 'link.used') return reply.code(409).send(plainPage('decided', language, options));
  if (code === 'link.expired') return reply.code(410).send(plainPage('expired', language, options));
  const status = statusOf(error);
  if (status === 429) return reply.code(429).send(plainPage('tooMany', language, options));
  if (status >= 500) request.log.error({ code: codeOf(error) }, 'sender page failed');
  return reply.code(status).send(plainPage('failed', language, options));
}

/** Status of an error that Fastify made for a request it refused, otherwise 500. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  return status >= 400 && status < 500 ? status : 500;
}
