/** The pages that warnings link to: GET shows and changes nothing, because link scanners follow links; POST decides. */
import formbody from '@fastify/formbody';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { codeOf, HallpassError } from '../../errors/hallpass-error.ts';
import { pageHeaders } from './page.ts';
import { pageLanguage } from './page-language.ts';
import { readForm, type SenderDecision } from './sender-pages-form.ts';
import { plainPage, viewPage, type PageSettings, type SenderView } from './sender-pages-html.ts';

/** What came of a decision: done, or too late. */
export type SenderOutcome = { readonly state: 'sent' } | { readonly state: 'cancelled' } | LateView;
type LateView = Exclude<SenderView, { state: 'open' }>;

/**
 * Both throw HallpassError `link.invalid`, and may throw `link.expired` and `link.used`; anything else is shown as a
 * failure that may be tried again.
 */
export interface SenderHandlers {
  /** Must change nothing. */
  view(token: string): Promise<SenderView>;
  /** Decides at most once, whatever runs at the same time. */
  decide(token: string, decision: SenderDecision): Promise<SenderOutcome>;
}

export interface SenderPageOptions extends PageSettings {
  /** Requests of one client address in a minute; default 120. */
  readonly requestsPerMinute?: number;
}

const bodyLimit = 16_384;
const defaultRequestsPerMinute = 120;
const lateStatus: Readonly<Record<LateView['state'], number>> = { decided: 409, expired: 410 };

type Request = FastifyRequest<{ Params: { token: string }; Querystring: { lang?: unknown } }>;

/** Adds GET, HEAD and POST /w/:token. Statuses: 200, 404 invalid, 409 decided before, 410 expired, 422 incomplete, 429. */
export function registerSenderPages(app: FastifyInstance, handlers: SenderHandlers, options: SenderPageOptions): void {
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
    scope.setErrorHandler(async (error, request: Request, reply) => answerError(error, request, reply, options));

    scope.get('/w/:token', async (request: Request, reply) => {
      const view = await handlers.view(request.params.token);
      return reply.code(view.state === 'expired' ? 410 : 200).send(viewPage(view, languageOf(request), options));
    });

    scope.post('/w/:token', { bodyLimit }, async (request: Request, reply) => {
      const { token } = request.params;
      const language = languageOf(request);
      const form = readForm(request.body);
      if ('problem' in form) {
        const view = await handlers.view(token);
        const status = view.state === 'open' ? 422 : lateStatus[view.state];
        return reply.code(status).send(viewPage(view, language, options, form));
      }
      const outcome = await handlers.decide(token, form);
      if (outcome.state === 'sent' || outcome.state === 'cancelled') {
        return reply.code(200).send(plainPage(outcome.state, language, options));
      }
      return reply.code(lateStatus[outcome.state]).send(viewPage(outcome, language, options));
    });
  });
}

function languageOf(request: Request) {
  return pageLanguage(request.query.lang, request.headers['accept-language']);
}

async function answerError(error: unknown, request: Request, reply: FastifyReply, options: SenderPageOptions) {
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
