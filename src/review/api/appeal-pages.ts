/** The page that the notice of a held message links to: the sender asks for its release or cancels it. GET changes nothing. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { appealPage, appealOutcome, type AppealView } from './appeal-pages-html.ts';
import { plainPage } from './sender-pages-html.ts';
import { languageOf, registerLinkPages, type LinkPageOptions, type LinkRequest } from './link-pages.ts';

/** Both throw HallpassError `link.invalid`, `link.expired`. */
export interface AppealHandlers {
  /** Must change nothing. */
  view(token: string): Promise<AppealView>;
  /** Accepts one text of the sender. @returns what the page shows now */
  appeal(token: string, words: string): Promise<AppealView>;
  /** The sender does not send the message. @returns whether it was still held, and what the page shows now */
  cancel(token: string): Promise<{ readonly cancelled: boolean; readonly view: AppealView }>;
}

const bodyLimit = 32_768;
const maxWords = 4000;
const form = z
  .object({ words: z.string().catch(''), choice: z.literal('cancel').optional().catch(undefined) })
  .catch({ words: '' });

/** Adds GET, HEAD and POST /a/:token. Statuses: 200, 404 invalid, 409 no longer held, 410 expired, 422 without a text, 429. */
export function registerAppealPages(app: FastifyInstance, handlers: AppealHandlers, options: LinkPageOptions): void {
  registerLinkPages(app, options, { bodyLimit }, (scope) => {
    scope.get('/a/:token', async (request: LinkRequest, reply) => {
      const view = await handlers.view(request.params.token);
      return reply.code(200).send(appealPage(view, languageOf(request), options));
    });
    scope.post('/a/:token', { bodyLimit }, async (request: LinkRequest, reply) => {
      const language = languageOf(request);
      const filled = form.parse(request.body);
      if (filled.choice === 'cancel') {
        const { cancelled, view } = await handlers.cancel(request.params.token);
        if (cancelled) return reply.code(200).send(plainPage('cancelled', language, options));
        return reply.code(409).send(appealPage(view, language, options));
      }
      const words = filled.words.trim().slice(0, maxWords).toWellFormed();
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
