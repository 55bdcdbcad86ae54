/** The page that the notice of a hold links to: the sender says why the message should go. GET changes nothing; POST asks to be heard. */
import formbody from '@fastify/formbody';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { codeOf, HallpassError } from '../../errors/hallpass-error.ts';
import { appealPage, appealOutcome, type AppealView } from './appeal-pages-html.ts';
import { pageHeaders } from './page.ts';
import { pageLanguage } from './page-language.ts';
import { plainPage, type PageSettings } from './sender-pages-html.ts';

/** Both throw HallpassError `link.invalid`, `link.expired`. */
export interface AppealHandlers {
  /** Must change nothing. */
  view(token: string): Promise<AppealView>;
  /** Takes the sender's words once. @returns what the page shows now */
  appeal(token: string, words: string): Promise<AppealView>;
}

export interface AppealPageOptions extends PageSettings {
  /** Requests of one client address in a minute; default 120. */
  readonly requestsPerMinute?: number;
}

const bodyLimit = 32_768;
const defaultRequestsPerMinute = 120;
const maxWords = 4000;
const form = z.object({ words: z.string().catch('') }).catch({ words: '' });

type Request = FastifyRequest<{ Params: { token: string }; Querystring: { lang?: unknown } }>;

/** Adds GET, HEAD and POST /a/:token. Statuses: 200, 404 invalid, 409 not held any more, 410 expired, 422 without words, 429. */
export function registerAppealPages(app: FastifyInstance, handlers: AppealHandlers, options: AppealPageOptions): void {
  void app.register(async (scope) => {
    await scope.register(formbody, { bodyLimit });
    await scope.register(rateLimit, {
      max: options.requestsPerMinute ?? defaultRequestsPerMinute,
      timeWindow: 60_000,
      hook: 'preParsing',
    });
    scope.addHook('onRequest', async (_request, reply) => {
      void reply.headers(pageHeaders);
    });
    scope.setErrorHandler(async (error, request: Request, reply) => answerError(error, request, reply, options));

    scope.get('/a/:token', async (request: Request, reply) => {
      const view = await handlers.view(request.params.token);
      return reply.code(200).send(appealPage(view, languageOf(request), options));
    });
    scope.post('/a/:token', { bodyLimit }, async (request: Request, reply) => {
      const language = languageOf(request);
      const words = form.parse(request.body).words.trim().slice(0, maxWords).toWellFormed();
      if (words === '') {
        const view = await handlers.view(request.params.token);
        return reply.code(422).send(appealPage(view, language, options, true));
      }
      const view = await handlers.appeal(request.params.token, words);
      const taken = view.state === 'appealed';
      return reply
        .code(taken ? 200 : 409)
        .send(taken ? appealOutcome(language, options) : appealPage(view, language, options));
    });
  });
}

function languageOf(request: Request) {
  return pageLanguage(request.query.lang, request.headers['accept-language']);
}

async function answerError(error: unknown, request: Request, reply: FastifyReply, options: PageSettings) {
  const language = languageOf(request);
  const code = error instanceof HallpassError ? error.code : undefined;
  void reply.headers(pageHeaders);
  if (code === 'link.invalid' || code === 'store.not-found')
    return reply.code(404).send(plainPage('invalid', language, options));
  if (code === 'link.expired') return reply.code(410).send(plainPage('expired', language, options));
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status === 429) return reply.code(429).send(plainPage('tooMany', language, options));
  const refused = status >= 400 && status < 500;
  if (!refused) request.log.error({ code: codeOf(error) }, 'appeal page failed');
  return reply.code(refused ? status : 500).send(plainPage('failed', language, options));
}
